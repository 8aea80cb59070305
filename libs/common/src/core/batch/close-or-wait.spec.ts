import { describe, expect, it } from 'vitest';
import { estimatesOf } from '../costing/plate-work.js';
import type { OrderId } from '../kernel/ids.js';
import { DAY_MS, HOUR_MS } from '../kernel/time.js';
import { FIRST_POLICY } from '../routing/policy.js';
import { learnArrivals } from '../waiting/learn-arrivals.js';
import { closeOrWait, MEMORY, shapeOf } from './close-or-wait.js';
import type { Portion } from './lay-together.js';

const cubes = (n: number, sizeMm: number, count: number): Portion => ({
  orderId: `ord_${n}` as OrderId,
  parts: [
    {
      id: `prt_${n}`,
      name: `Cube ${n}`,
      fileSha256: 'a'.repeat(64),
      fileName: 'cube.stl',
      quantity: 1,
      process: 'fdm',
      boxMm: { x: sizeMm, y: sizeMm, z: sizeMm },
      volumeMm3: sizeMm ** 3,
      areaMm2: 6 * sizeMm ** 2,
      triangles: 12,
      watertight: true,
      materials: [],
    },
  ],
  counts: [{ partId: `prt_${n}`, count }],
});
const PRICES = {
  currency: 'EUR' as const,
  machineHourMinor: 150,
  setUpMinor: 200,
  labourHourMinor: 2000,
  energyKwhMinor: 25,
  materialKgMinor: 2500,
};
const pricingOf = (portions: readonly Portion[]) => ({
  prices: PRICES,
  policy: FIRST_POLICY,
  estimates: estimatesOf(
    portions.flatMap(({ parts }) => parts),
    'PLA',
  ),
});
const asked = (portions: readonly Portion[], more: { closeAtMs?: number; perDay?: number } = {}) => {
  const { closeAtMs = 3 * DAY_MS, perDay } = more;
  const pricing = pricingOf(portions);
  const job = { ...shapeOf(portions[0]!, pricing), noticeMs: 3 * DAY_MS };
  const events = Array.from({ length: 28 * (perDay ?? 0) }, (_, n) => ({ atMs: (n * DAY_MS) / (perDay ?? 1) - 28 * DAY_MS, key: 'k', job })); // prettier-ignore
  // One that came, four weeks ago, and nobody since.
  const seen = perDay === 0 ? [{ atMs: -28 * DAY_MS, key: 'k', job }] : events;
  const learnt = learnArrivals(new Map(), seen, MEMORY).get('k');
  const machine = { buildVolumeMm: { x: 250, y: 210, z: 220 } };
  return closeOrWait({ portions, machine, pricing, closeAtMs, nowMs: 0, learnt });
};

describe('a gathering plate', () => {
  it('waits for company where some is expected, and says so', () => {
    const closing = asked([cubes(1, 20, 2)], { perDay: 4 });
    expect(closing).toMatchObject({ close: false });
    expect(closing.reason).toMatch(/^About 3\.\d more a day are expected/);
  });
  it('closes when promises leave no more time', () =>
    expect(asked([cubes(1, 20, 2)], { perDay: 4, closeAtMs: 0 })).toMatchObject({ close: true }));
  it('closes when it is full: whoever comes does not lie on it any more', () =>
    expect(asked([cubes(1, 60, 9)], { perDay: 4, closeAtMs: 12 * HOUR_MS })).toMatchObject({ close: true }));
});
