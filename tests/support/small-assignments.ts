// Assignment problems written as lists, drawn by chance, and solved by trying everything.

import fc from 'fast-check';
import { arcTo, costAt, NOWHERE, type AssignmentProblem } from '#core/assignment/problem';

/** Bin, cost, load. */
type Arc = readonly [number, number, number];

export interface ListedProblem {
  readonly capacity: readonly number[];
  /** Of each item. */
  readonly arcs: readonly (readonly Arc[])[];
  readonly leaveOutCost: readonly number[];
  readonly fixedBin?: readonly number[];
}

export function problemOf({ capacity, arcs, leaveOutCost, fixedBin }: ListedProblem): AssignmentProblem {
  const all = arcs.flat();
  let end = 0;
  return {
    arcStart: Int32Array.of(0, ...arcs.map(({ length }) => (end += length))),
    arcBin: Int32Array.from(all, ([bin]) => bin),
    arcCost: Float64Array.from(all, ([, cost]) => cost),
    arcLoad: Float64Array.from(all, ([, , load]) => load),
    capacity: Float64Array.from(capacity),
    leaveOutCost: Float64Array.from(leaveOutCost),
    ...(fixedBin ? { fixedBin: Int32Array.from(fixedBin) } : {}),
  };
}

const BINS = 3;

const item = fc.record({
  suits: fc.uniqueArray(fc.nat(BINS - 1)),
  cost: fc.array(fc.integer({ min: -3, max: 20 }), { minLength: BINS, maxLength: BINS }),
  load: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: BINS, maxLength: BINS }),
  leaveOut: fc.integer({ min: 10, max: 60 }),
  fixed: fc.nat(5).map((number) => number === 0),
});

/** Few items, three bins, little room; some items are fixed. */
export const problems: fc.Arbitrary<AssignmentProblem> = fc
  .record({
    items: fc.array(item, { maxLength: 6 }),
    capacity: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: BINS, maxLength: BINS }),
  })
  .map(({ items, capacity }) =>
    problemOf({
      capacity,
      arcs: items.map(({ suits, cost, load }) => suits.map((bin): Arc => [bin, cost[bin]!, load[bin]!])),
      leaveOutCost: items.map(({ leaveOut }) => leaveOut),
      fixedBin: items.map(({ fixed, suits }) => (fixed ? (suits[0] ?? NOWHERE) : NOWHERE)),
    }),
  );

/** Says yes so many times. */
export const steps = (count: number) => (): boolean => count-- > 0;

export const costOf = (problem: AssignmentProblem, bins: Int32Array): number =>
  bins.reduce((sum, bin, each) => sum + costAt(problem, each, bin), 0);

/** Every item on one of its arcs or nowhere, fixed ones where they are fixed, and no bin holds more than fixed ones leave. */
export function isPossible(problem: AssignmentProblem, bins: Int32Array): boolean {
  const room = problem.capacity.slice();
  const isFixed = (each: number): boolean => (problem.fixedBin?.[each] ?? NOWHERE) !== NOWHERE;
  const loadOf = (each: number): number => problem.arcLoad[arcTo(problem, each, bins[each]!)]!;
  if (bins.some((bin, each) => bin !== NOWHERE && arcTo(problem, each, bin) < 0)) return false;
  if (bins.some((bin, each) => isFixed(each) && bin !== problem.fixedBin![each])) return false;
  const placed = [...bins.keys()].filter((each) => bins[each] !== NOWHERE);
  for (const each of placed.filter(isFixed)) room[bins[each]!]! -= loadOf(each);
  const left = room.map((space) => Math.max(0, space));
  for (const each of placed.filter((one) => !isFixed(one))) left[bins[each]!]! -= loadOf(each);
  return left.every((space) => space >= -1e-6);
}

/** By trying everything. */
export function bestCost(problem: AssignmentProblem): number {
  const bins = new Int32Array(problem.leaveOutCost.length).fill(NOWHERE);
  const best = (each: number): number => {
    if (each === bins.length) return isPossible(problem, bins) ? costOf(problem, bins) : Infinity;
    const { arcStart, arcBin } = problem;
    const choices = [NOWHERE, ...arcBin.subarray(arcStart[each], arcStart[each + 1])];
    return Math.min(
      ...choices.map((bin) => {
        bins[each] = bin;
        return best(each + 1);
      }),
    );
  };
  return best(0);
}
