// Labs, machines and a part for tests of routing: all that can be left out is, until a test says it.

import type { RoutingInput } from '#core/routing/routing-input';
import type { LabProfile, LiveLab, LiveMachine } from '#core/lab/lab';
import { mustBeOk } from '#core/kernel/result';
import { judgeLicense } from '#core/licensing/judge-license';
import { FIRST_POLICY } from '#core/routing/policy';
import type { Requirement } from '#core/routing/requirements';

export const aMachine = (n: number, more: Partial<LiveMachine> = {}): LiveMachine => ({
  id: `mac_${n}`,
  name: 'Printer',
  process: 'fdm',
  buildVolumeMm: { x: 250, y: 210, z: 220 },
  bedShape: 'rectangular',
  loaded: [{ material: 'PLA' }],
  state: 'idle',
  freeAtMs: 0,
  ...more,
});

export const aLab = (
  n: number,
  more: Partial<LabProfile> = {},
  machines: readonly LiveMachine[] = [aMachine(n)],
): LiveLab => ({
  sight: 'live',
  profile: {
    id: `lab_${n}`,
    name: `Lab ${n}`,
    kind: 'fablab',
    at: { lat: 45, lon: 5 + n / 100 },
    utcOffsetMinutes: 0,
    hours: [],
    processes: ['fdm'],
    prices: {
      currency: 'EUR',
      machineHourMinor: 150,
      setUpMinor: 200,
      labourHourMinor: 2000,
      energyKwhMinor: 25,
      materialKgMinor: 2500,
    },
    pickup: true,
    ships: true,
    status: 'member',
    ...more,
  },
  machines,
});

const aPart = (boxMm: { x: number; y: number; z: number }) => ({
  id: 'prt_1' as const,
  name: 'Cube',
  fileSha256: 'a'.repeat(64),
  fileName: 'cube.stl',
  quantity: 1,
  process: 'fdm' as const,
  boxMm,
  volumeMm3: boxMm.x * boxMm.y * boxMm.z,
  areaMm2: 2 * (boxMm.x * boxMm.y + boxMm.y * boxMm.z + boxMm.z * boxMm.x),
  triangles: 12,
  watertight: true,
  materials: [],
});

/** A cube of 20 mm, one piece, to be collected at 45° north, 5° east, by the first policy. */
export function asked(
  labs: readonly LiveLab[],
  more: Partial<Requirement> & { boxMm?: { x: number; y: number; z: number }; count?: number } = {},
  input: Partial<RoutingInput> = {},
): RoutingInput {
  const { boxMm = { x: 20, y: 20, z: 20 }, count = 1, ...requirement } = more;
  return {
    requirement: {
      parts: [aPart(boxMm)],
      material: 'PLA',
      delivery: 'pickup',
      terms: mustBeOk(judgeLicense('MIT')),
      ...requirement,
    },
    counts: [{ partId: 'prt_1', count }],
    to: { at: { lat: 45, lon: 5 } },
    labs,
    policy: FIRST_POLICY,
    nowMs: 0,
    ...input,
  };
}
