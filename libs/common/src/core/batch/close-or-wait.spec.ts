import { describe, expect, it } from 'vitest';
import { CUBE_PRICES, cubes, estimatesFor } from '../../../../../tests/support/cube-portions.js';
import { DAY_MS, HOUR_MS } from '../kernel/time.js';
import { FIRST_POLICY } from '../routing/policy.js';
import { learnArrivals } from '../waiting/learn-arrivals.js';
import { closeOrWait, MEMORY, shapeOf } from './close-or-wait.js';
import type { Portion } from './lay-together.js';

const pricingOf = (portions: readonly Portion[]) => ({
  prices: CUBE_PRICES,
  policy: FIRST_POLICY,
  estimates: estimatesFor(portions),
});
const asked = (portions: readonly Portion[], more: { closeAtMs?: number; perDay?: number } = {}) => {
  const { closeAtMs = 3 * DAY_MS, perDay } = more;
  const pricing = pricingOf(portions);
  const job = { ...shapeOf(portions[0]!, pricing), noticeMs: 3 * DAY_MS };
  const events = Array.from({ length: 28 * (perDay ?? 0) }, (_, n) => ({ atMs: (n * DAY_MS) / (perDay ?? 1) - 28 * DAY_MS, key: 'k', job })); // prettier-ignore
  const learnt = learnArrivals(new Map(), events, MEMORY).get('k');
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
