import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bestCost,
  costOf,
  isPossible,
  problemOf,
  problems,
  steps,
} from '../../../../../tests/support/small-assignments.js';
import { assign } from './assign.js';
import { NOWHERE } from './problem.js';
import { reassign } from './reassign.js';

const starts = fc.record({ problem: problems, leastGain: fc.nat(8) }).map(({ problem, leastGain }) => {
  // At the end of the list of every item: possible, and seldom good.
  const current = assign({ ...problem, arcCost: problem.arcCost.map((cost) => -cost) }, { keepOn: steps(0) }).bin;
  return { problem, leastGain, current };
});

describe('assigning again', () => {
  it('moves nothing that is fixed, keeps to capacities, and gains more than the threshold a move or does nothing', () => {
    fc.assert(
      fc.property(starts, ({ problem, leastGain, current }) => {
        const { bin, moves, gain, gainAtMost } = reassign(current, problem, { keepOn: steps(60), leastGain });
        expect(isPossible(problem, bin)).toBe(true);
        expect(moves.map(({ item }) => item)).toEqual([...bin.keys()].filter((item) => bin[item] !== current[item]));
        expect(gain).toBeCloseTo(costOf(problem, current) - costOf(problem, bin), 6);
        const troubled = moves.filter(({ from }) => from !== NOWHERE).length;
        if (moves.length > 0) expect(gain).toBeGreaterThan(leastGain * troubled);
        expect(gain - leastGain * troubled).toBeLessThanOrEqual(gainAtMost + 1e-6);
      }),
    );
  });

  it('finds the best where moves are no trouble', () => {
    fc.assert(
      fc.property(starts, ({ problem, current }) => {
        const { bin } = reassign(current, problem, { keepOn: steps(400), leastGain: 0 });
        expect(costOf(problem, bin)).toBeCloseTo(bestCost(problem), 6);
      }),
    );
  });

  const twoLabs = problemOf({
    capacity: [2, 2],
    arcs: [[[0, 10, 1], [1, 4, 1]], [[0, 10, 1], [1, 7, 1]]], // prettier-ignore
    leaveOutCost: [99, 99],
  });

  it('leaves alone what gains too little', () => {
    const ask = (leastGain: number) => reassign(Int32Array.of(0, 0), twoLabs, { keepOn: steps(50), leastGain });
    expect(ask(2)).toMatchObject({ gain: 9, moves: [{ item: 0, from: 0, to: 1 }, { item: 1 }] });
    expect(ask(4)).toMatchObject({ gain: 6, moves: [{ item: 0, from: 0, to: 1 }] });
    expect(ask(6)).toMatchObject({ gain: 0, moves: [] });
  });

  it('empties a bin that holds too much, gain or not, and places who had none', () => {
    const tight = { ...twoLabs, capacity: Float64Array.of(1, 2) };
    expect(reassign(Int32Array.of(0, 0), tight, { keepOn: steps(50), leastGain: 50 }).moves).toHaveLength(1);
    const placed = reassign(Int32Array.of(0, NOWHERE), twoLabs, { keepOn: steps(50), leastGain: 50 });
    expect(placed).toMatchObject({ gain: 92, moves: [{ item: 1, from: NOWHERE, to: 1 }] });
    const gone = reassign(Int32Array.of(0, 7), twoLabs, { keepOn: steps(50), leastGain: 50 });
    expect(gone.moves).toEqual([{ item: 1, from: NOWHERE, to: 1 }]);
  });

  it('refuses a threshold or a list that makes no sense', () => {
    const ask = (count: number, leastGain: number) => () =>
      reassign(new Int32Array(count), twoLabs, { keepOn: steps(1), leastGain });
    expect(ask(2, Number.NaN)).toThrow(RangeError);
    expect(ask(3, 1)).toThrow(RangeError);
  });
});
