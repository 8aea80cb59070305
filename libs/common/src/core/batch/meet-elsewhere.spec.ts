import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { meetElsewhere, type Meeting } from './meet-elsewhere.js';

const looks = (count: number) => {
  let left = count;
  return () => left-- > 0;
};

/** Each plate costs a set-up; so many items lie on one; the way to each plate costs what it costs. */
const plain = (
  at: number[],
  ways: number[][],
  more: { setUp?: number; room?: number; fixed?: boolean[] } = {},
): Meeting => ({
  plates: ways[0]?.length ?? 0,
  at,
  fixed: more.fixed ?? at.map(() => false),
  plateCost: (_, items) => (items.length > (more.room ?? Infinity) ? Infinity : (more.setUp ?? 100)),
  itemCost: (item, plate) => ways[item]![plate]!,
});

const costOf = ({ plates, plateCost, itemCost }: Meeting, at: readonly number[]): number => {
  const on = (plate: number) => at.flatMap((where, item) => (where === plate ? [item] : []));
  const set = Array.from({ length: plates }, (_, plate) => (on(plate).length === 0 ? 0 : plateCost(plate, on(plate))));
  return set.reduce((sum, cost) => sum + cost, 0) + at.reduce((sum, plate, item) => sum + itemCost(item, plate), 0);
};

const aMeeting = fc
  .record({ items: fc.integer({ min: 1, max: 6 }), plates: fc.integer({ min: 1, max: 3 }) })
  .chain(({ items, plates }) =>
    fc.record({
      at: fc.array(fc.integer({ min: 0, max: plates - 1 }), { minLength: items, maxLength: items }),
      ways: fc.array(fc.array(fc.integer({ min: 0, max: 150 }), { minLength: plates, maxLength: plates }), { minLength: items, maxLength: items }), // prettier-ignore
      fixed: fc.array(fc.boolean(), { minLength: items, maxLength: items }),
      room: fc.integer({ min: items, max: items + 2 }),
    }),
  );

describe('meeting elsewhere', () => {
  it('gives up a plate whose set-up costs more than the way to another', () =>
    expect(meetElsewhere(plain([0, 1], [[0, 30], [40, 0]]), looks(50))).toEqual({ at: [1, 1], gain: 70 })); // prettier-ignore

  it('stays where moving does not pay', () =>
    expect(meetElsewhere(plain([0, 1], [[0, 130], [130, 0]]), looks(50))).toEqual({ at: [0, 1], gain: 0 })); // prettier-ignore

  it('never moves what is fixed, never costs more than before, and tells its gain truly', () =>
    fc.assert(
      fc.property(aMeeting, ({ at, ways, fixed, room }) => {
        const meeting = plain(at, ways, { fixed, room });
        const met = meetElsewhere(meeting, looks(60));
        met.at.forEach((plate, item) => fixed[item] && expect(plate).toBe(at[item]));
        expect(met.gain).toBeGreaterThanOrEqual(0);
        expect(costOf(meeting, at) - costOf(meeting, met.at)).toBeCloseTo(met.gain, 6);
      }),
    ));

  it('finds the best of small ones', () =>
    fc.assert(
      fc.property(aMeeting, ({ at, ways, room }) => {
        const meeting = plain(at, ways, { room });
        const all = Array.from({ length: meeting.plates ** at.length }, (_, n) =>
          at.map((_, item) => Math.floor(n / meeting.plates ** item) % meeting.plates),
        );
        const best = Math.min(...all.map((one) => costOf(meeting, one)));
        expect(costOf(meeting, meetElsewhere(meeting, looks(1000)).at)).toBeCloseTo(best, 6);
      }),
      { numRuns: 60 },
    ));
});
