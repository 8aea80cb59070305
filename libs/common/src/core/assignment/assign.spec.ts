import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign } from './assign.js';
import { NOWHERE } from './problem.js';
import {
  bestCost,
  costOf,
  isPossible,
  problemOf,
  problems,
  steps,
} from '../../../../../tests/support/small-assignments.js';

describe('assigning items to bins', () => {
  it('holds capacities and fixed items, and says what its answer costs and whom it leaves out', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { bin, cost, unassigned, lowerBound } = assign(problem, { keepOn: steps(40) });
        expect(isPossible(problem, bin)).toBe(true);
        expect(cost).toBeCloseTo(costOf(problem, bin), 6);
        expect(unassigned).toEqual([...bin.keys()].filter((item) => bin[item] === NOWHERE));
        expect(lowerBound).toBeLessThanOrEqual(cost);
      }),
    );
  });

  it('finds what trying everything finds, and its bound is never above that', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { cost, lowerBound } = assign(problem, { keepOn: steps(400) });
        const best = bestCost(problem);
        expect(cost).toBeCloseTo(best, 6);
        expect(lowerBound).toBeLessThanOrEqual(best + 1e-6);
      }),
    );
  });

  it('is never worse than where it starts', () => {
    fc.assert(
      fc.property(problems, fc.nat(30), (problem, budget) => {
        const warmStart = assign(problem, { keepOn: steps(0) }).bin;
        const before = costOf(problem, warmStart);
        expect(assign(problem, { keepOn: steps(budget), warmStart }).cost).toBeLessThanOrEqual(before + 1e-9);
      }),
    );
  });

  it('answers the same to the same question and budget', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const ask = () => assign(problem, { keepOn: steps(60) });
        expect(ask()).toEqual(ask());
      }),
      { numRuns: 20 },
    );
  });

  it('says whom it leaves out where there is no room, no arc or no bin', () => {
    const full = problemOf({ capacity: [2], arcs: [[[0, 5, 2]], [[0, 1, 2]], []], leaveOutCost: [10, 100, 3] });
    expect(assign(full, { keepOn: steps(10) })).toMatchObject({ unassigned: [0, 2], cost: 14 });
    const shut = problemOf({ capacity: [0], arcs: [[[0, 5, 2]]], leaveOutCost: [7] });
    expect(assign(shut, { keepOn: steps(10) })).toMatchObject({ unassigned: [0], cost: 7 });
    const none = problemOf({ capacity: [], arcs: [[]], leaveOutCost: [7] });
    expect(assign(none, { keepOn: steps(10) })).toMatchObject({ unassigned: [0], cost: 7 });
    const empty = problemOf({ capacity: [], arcs: [], leaveOutCost: [] });
    expect(assign(empty, { keepOn: () => true })).toMatchObject({ unassigned: [], cost: 0, lowerBound: 0 });
  });

  it('puts nothing into a bin that fixed items fill too much already', () => {
    const problem = problemOf({
      capacity: [3, 3],
      arcs: [
        [[0, 1, 4]],
        [
          [0, 1, 1],
          [1, 9, 1],
        ],
      ],
      leaveOutCost: [50, 50],
      fixedBin: [0, NOWHERE],
    });
    expect([...assign(problem, { keepOn: steps(10) }).bin]).toEqual([0, 1]);
  });

  it('comes close to its bound on a few hundred items that leave little room', () => {
    const [items, bins] = [300, 15];
    const arcs = Array.from({ length: items }, (_, item) =>
      Array.from({ length: bins }, (_, bin): [number, number, number] => {
        const load = 5 + ((item * 7 + bin * 13 + item * bin) % 20);
        return [bin, 40 - load + ((item * 31 + bin * 17) % 11), load];
      }),
    );
    const problem = problemOf({
      capacity: Array.from({ length: bins }, () => (0.8 * 14.5 * items) / bins),
      arcs,
      leaveOutCost: Array.from({ length: items }, () => 1000),
    });
    const { cost, lowerBound, unassigned } = assign(problem, { keepOn: steps(2500) });
    expect(unassigned).toEqual([]);
    expect(cost / lowerBound).toBeLessThan(1.01);
  });

  it('refuses nonsense by the name of the item', () => {
    const good = problemOf({ capacity: [3], arcs: [[[0, 1, 1]], [[0, 1, 1]]], leaveOutCost: [9, 9] });
    const ask = (changes: Partial<typeof good>) => () => assign({ ...good, ...changes }, { keepOn: steps(1) });
    expect(ask({ arcCost: Float64Array.of(1, Number.NaN) })).toThrow('Item 1 costs NaN in bin 0.');
    expect(ask({ arcLoad: Float64Array.of(1, -2) })).toThrow('Item 1 has the load -2 in bin 0.');
    expect(ask({ arcBin: Int32Array.of(0, 4) })).toThrow('Item 1 has an arc to bin 4');
    expect(ask({ leaveOutCost: Float64Array.of(9, Infinity) })).toThrow('Leaving out item 1 costs Infinity.');
    expect(ask({ capacity: Float64Array.of(-1) })).toThrow('Bin 0 has the capacity -1.');
    expect(ask({ arcStart: Int32Array.of(0, 2, 1), arcBin: Int32Array.of(0) })).toThrow(RangeError);
    expect(ask({ arcStart: Int32Array.of(0, 2, 2) })).toThrow('Item 0 has two arcs to bin 0.');
    expect(ask({ fixedBin: Int32Array.of(NOWHERE, 3) })).toThrow('Item 1 is fixed to bin 3');
    expect(() => assign(good, { keepOn: steps(1), warmStart: new Int32Array(5) })).toThrow(RangeError);
  });
});
