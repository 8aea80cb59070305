import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { CUBE_PRICES, cubes, estimatesFor } from '../../../../../tests/support/cube-portions.js';
import { HOUR_MS } from '../kernel/time.js';
import { FIRST_POLICY } from '../routing/policy.js';
import { judgeJoining, latestStart, readyIfStarted, settingsKey, type PromisedPortion } from './gathering.js';
import { layByBoxes, letters, planTogether, workOf, type Portion } from './lay-together.js';

const MACHINE = { buildVolumeMm: { x: 250, y: 210, z: 220 }, bedShape: 'rectangular' as const };
const ALWAYS_OPEN = { lab: { hours: [], utcOffsetMinutes: 0 } };

describe('a plate of several orders', () => {
  it('names every piece by the letter of its order, and loses none', () => {
    const portions = [cubes(1, 30, 2), cubes(2, 20, 3)];
    const laid = layByBoxes(portions, MACHINE, 6)!;
    const plan = planTogether(portions, laid, estimatesFor(portions));
    expect(plan.placements.map(({ label, orderId }) => [label, orderId])).toEqual([
      ['A1', 'ord_1'],
      ['A2', 'ord_1'],
      ['B1', 'ord_2'],
      ['B2', 'ord_2'],
      ['B3', 'ord_2'],
    ]);
    expect(plan.pieces).toBe(5);
    expect([0, 25, 26, 701, 702].map(letters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });

  it('is none where the boxes do not lie on one bed', () =>
    expect(layByBoxes([cubes(1, 150), cubes(2, 150)], MACHINE, 6)).toBeUndefined());

  it('keeps away from what cannot be used of a bed, and says how a part is turned', () => {
    const excludedMm = [{ xMm: 0, yMm: 0, widthMm: 40, depthMm: 40 }];
    const rest = { partId: 'prt_1' as const, rotation: [1, 0, 0, 0] as const, boxMm: { x: 30, y: 30, z: 30 } };
    const portions = [{ ...cubes(1, 30, 4), turned: [rest] }, cubes(2, 60, 4)];
    const laid = layByBoxes(portions, { ...MACHINE, excludedMm }, 6)!;
    const { placements } = planTogether(portions, laid, estimatesFor(portions));
    expect(placements.filter(({ xMm, yMm }) => xMm < 40 && yMm < 40)).toEqual([]);
    expect(placements.map(({ turn }) => turn !== undefined)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('is joined while that saves more than a longer plate risks, and nobody becomes late', () => {
    const judged = (portions: readonly Portion[], { failuresPerHour = 0.005, promisedAtMs = 240 * HOUR_MS } = {}) => {
      const [there, joining] = portions.map((each) => ({ ...each, promisedAtMs }));
      const policy = { ...FIRST_POLICY, failuresPerHour };
      const pricing = { prices: CUBE_PRICES, policy, estimates: estimatesFor(portions) };
      return judgeJoining({ there: [there!], joining: joining!, slot: ALWAYS_OPEN, fromMs: 0, pricing });
    };
    const small = [cubes(1, 20), cubes(2, 20)];
    expect(judged(small)!.savesMinor).toBeGreaterThan(200);
    expect(judged(small, { promisedAtMs: HOUR_MS / 2 })).toBeUndefined();
    const large = [cubes(1, 45, 2), cubes(2, 45, 2)];
    expect(judged(large)!.savesMinor).toBeLessThan(judged(large, { failuresPerHour: 0 })!.savesMinor);
    expect(judged(large, { failuresPerHour: 0.2 })).toBeUndefined();
  });

  it('is made of pieces with the same settings alone', () => {
    const part = cubes(1, 20).parts[0]!;
    expect(settingsKey([part], 'PLA', 'Red')).toBe(settingsKey(cubes(2, 90).parts, 'PLA', 'red'));
    expect(settingsKey([part], 'PLA', undefined)).not.toBe(settingsKey([part], 'PETG', undefined));
    expect(settingsKey([part], 'PLA', undefined)).not.toBe(settingsKey([{ ...part, layerMm: 0.1 }], 'PLA', undefined));
  });
});

describe('how long a batch may wait', () => {
  it('keeps every promise that can be kept, and would break one a little later', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 240 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (promisedInHours, nights) => {
          const portions = promisedInHours.map((hours, n): PromisedPortion => ({ ...cubes(n, 40), promisedAtMs: hours * HOUR_MS })); // prettier-ignore
          const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
          const hours = nights ? weekdays.map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1020 })) : [];
          const slot = { lab: { hours, utcOffsetMinutes: 0 } };
          const work = workOf(portions, estimatesFor(portions));
          const promisedAtMs = Math.min(...portions.map((each) => each.promisedAtMs));
          const latestMs = latestStart(portions, work, { slot, fromMs: 0 });
          if (latestMs === undefined) {
            expect(readyIfStarted(0, work, slot)).toBeGreaterThan(promisedAtMs);
            return;
          }
          expect(readyIfStarted(latestMs, work, slot)).toBeLessThanOrEqual(promisedAtMs);
          expect(readyIfStarted(latestMs + 61_000, work, slot)).toBeGreaterThan(promisedAtMs);
        },
      ),
    ));
});
