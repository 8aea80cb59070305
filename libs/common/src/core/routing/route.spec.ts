import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { totalMinor } from '../costing/price-plate.js';
import { distanceKm } from '../kernel/geo.js';
import { mustBeOk } from '../kernel/result.js';
import type { LiveLab } from '../lab/lab.js';
import { judgeLicense } from '../licensing/judge-license.js';
import { LabIndex } from './lab-index.js';
import { FIRST_POLICY } from './policy.js';
import { route, type RoutingInput } from './route.js';

const aLab = (n: number, more: Partial<LiveLab['profile']> = {}, loaded = ['PLA']): LiveLab => ({
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
  machines: [
    {
      id: `mac_${n}`,
      name: 'Printer',
      process: 'fdm',
      buildVolumeMm: { x: 250, y: 210, z: 220 },
      bedShape: 'rectangular',
      loaded: loaded.map((material) => ({ material })),
      state: 'idle',
      freeAtMs: 0,
    },
  ],
});
const aPart = (sizeMm: number) => ({
  id: 'prt_1' as const,
  name: 'Cube',
  fileSha256: 'a'.repeat(64),
  fileName: 'cube.stl',
  quantity: 1,
  process: 'fdm' as const,
  boxMm: { x: sizeMm, y: sizeMm, z: sizeMm },
  volumeMm3: sizeMm ** 3,
  areaMm2: 6 * sizeMm ** 2,
  triangles: 12,
  watertight: true,
  materials: [],
});
const asked = (
  labs: LiveLab[],
  more: { sizeMm?: number; count?: number; delivery?: 'pickup' | 'shipping' } = {},
): RoutingInput => ({
  requirement: {
    parts: [aPart(more.sizeMm ?? 20)],
    material: 'PLA',
    delivery: more.delivery ?? 'pickup',
    terms: mustBeOk(judgeLicense('MIT')),
  },
  counts: [{ partId: 'prt_1', count: more.count ?? 1 }],
  to: { at: { lat: 45, lon: 5 } },
  labs,
  policy: FIRST_POLICY,
  nowMs: 0,
});

describe('routing', () => {
  it('answers the same whatever order the labs come in', () =>
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          Array.from({ length: 12 }, (_, n) => n),
          { minLength: 12 },
        ),
        (order) => {
          const labs = order.map((n) => aLab(n, n % 3 === 0 ? { status: 'suspended' } : {}));
          expect(route(asked(labs))).toEqual(
            route(asked(Array.from({ length: 12 }, (_, n) => aLab(n, n % 3 === 0 ? { status: 'suspended' } : {})))),
          );
        },
      ),
    ));

  it('never offers a lab while a nearer one that can is left out, and every price is the sum of its lines', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ n: fc.integer({ min: 0, max: 300 }), can: fc.boolean() }), { maxLength: 40 }),
        fc.constantFrom('pickup' as const, 'shipping' as const),
        (drawn, delivery) => {
          const labs = [...new Map(drawn.map((lab) => [lab.n, lab])).values()].map(({ n, can }) =>
            aLab(n, {}, can ? ['PLA'] : ['ABS']),
          );
          const input = asked(labs, { delivery });
          const { candidates, passedOver } = route(input);
          const able = labs.filter((lab) => lab.machines[0]!.loaded[0]!.material === 'PLA');
          const nearest = able
            .map((lab) => distanceKm(input.to.at, lab.profile.at))
            .toSorted((a, b) => a - b)
            .slice(0, FIRST_POLICY.maxOptions);
          expect(candidates.map((one) => one.distanceKm)).toEqual(nearest.map((km) => Math.round(km * 100) / 100));
          for (const one of candidates) expect(one.priceMinor).toBe(totalMinor(one.breakdown));
          for (const one of passedOver) expect(one.code).toBe('machine/material');
        },
      ),
    ));

  it('answers the same with an index of the labs as without', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.boolean(), (count, can) => {
        const labs = Array.from({ length: count }, (_, n) => aLab(n, {}, can && n % 50 === 0 ? ['PLA'] : ['ABS']));
        const byId = labs.toSorted((a, b) => (a.profile.id < b.profile.id ? -1 : 1));
        const index = new LabIndex(byId.map(({ profile }) => profile.at));
        expect(route({ ...asked(byId), index })).toEqual(route(asked(labs)));
      }),
    ));

  it('tells which requirement removed how many labs when nobody can', () => {
    const { candidates, tally } = route(asked([aLab(1), aLab(2, { status: 'suspended' })], { sizeMm: 300 }));
    expect(candidates).toEqual([]);
    expect(tally.map(({ code, labsRemoved }) => [code, labsRemoved])).toEqual([
      ['lab/suspended', 1],
      ['machine/size', 1],
    ]);
  });

  it('keeps a peer-production licence to labs that say they are worker-owned and share their surplus', () => {
    const workerOwned = { ownedByWorkers: true, sharesAllSurplus: true };
    const labs = [
      aLab(1),
      aLab(2, { maker: { form: 'company' } }),
      aLab(3, { maker: { form: 'worker-cooperative', workerOwned } }),
    ];
    const input = asked(labs);
    const terms = mustBeOk(judgeLicense('LicenseRef-PPL'));
    const { candidates, passedOver } = route({ ...input, requirement: { ...input.requirement, terms } });
    expect(candidates.map(({ labId }) => labId)).toEqual([labs[2]!.profile.id]);
    expect(passedOver.map(({ code }) => code)).toEqual(['lab/licence', 'lab/licence']);
  });
});
