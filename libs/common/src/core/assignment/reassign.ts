// Moves worth proposing: assigns again what is not fixed, but every move of an item that has a bin must pay for the
// trouble it makes.

import { assign, type AssignOptions } from './assign.js';
import { dropIdleMoves } from './idle-moves.js';
import { arcTo, checkProblem, costAt, NOWHERE, type AssignmentProblem } from './problem.js';

export interface ReassignOptions extends Pick<AssignOptions, 'keepOn'> {
  /** What each move of an item that has a bin must save, on the mean of the moves that need each other; 0 or more. */
  readonly leastGain: number;
}

export interface Move {
  readonly item: number;
  /** NOWHERE when it had no bin, or one that does not suit it any more. */
  readonly from: number;
  /** NOWHERE when its bin holds too much and no other has room. */
  readonly to: number;
}

export interface Reassigned {
  /** Of each item its bin, or NOWHERE. */
  readonly bin: Int32Array;
  /** Rising by item. Together they are possible; one alone may not be. */
  readonly moves: readonly Move[];
  /** What the moves save in all, in the unit of costs; less than nothing only where bins held too much before. */
  readonly gain: number;
  /** No moves save more than this beyond `leastGain` for each. */
  readonly gainAtMost: number;
}

/**
 * Proposes moves from `current` (of each item its bin or NOWHERE), none of fixed items, and none that do not save more
 * than `leastGain` each, except out of bins that hold too much. Throws a RangeError for nonsense.
 */
export function reassign(current: Int32Array, problem: AssignmentProblem, options: ReassignOptions): Reassigned {
  checkProblem(problem);
  const { keepOn, leastGain } = options;
  if (!(leastGain >= 0 && leastGain < Infinity)) throw new RangeError(`The least gain is ${leastGain}.`);
  if (current.length !== problem.leaveOutCost.length) {
    throw new RangeError(`There are ${problem.leaveOutCost.length} items and ${current.length} current bins.`);
  }
  const before = startOf(current, problem);
  const dearer = withTrouble(before, problem, leastGain);
  const found = assign(dearer, { keepOn, warmStart: before });
  const bin = dropIdleMoves(dearer, before, found.bin);
  const items = [...bin.keys()].filter((item) => bin[item] !== before[item]);
  return {
    bin,
    moves: items.map((item) => ({ item, from: before[item]!, to: bin[item]! })),
    gain: items.reduce(
      (sum, item) => sum + costAt(problem, item, before[item]!) - costAt(problem, item, bin[item]!),
      0,
    ),
    gainAtMost: Math.max(0, before.reduce((sum, at, item) => sum + costAt(problem, item, at), 0) - found.lowerBound),
  };
}

/** Fixed items where they are fixed, the others where they are, or NOWHERE when that bin does not suit them. */
const startOf = (current: Int32Array, problem: AssignmentProblem): Int32Array =>
  current.map((bin, item) => {
    const fixed = problem.fixedBin?.[item] ?? NOWHERE;
    if (fixed !== NOWHERE) return fixed;
    return arcTo(problem, item, bin) < 0 ? NOWHERE : bin;
  });

/** The same problem where leaving one's bin costs more: a best answer then makes only moves that pay for it. */
function withTrouble(before: Int32Array, problem: AssignmentProblem, trouble: number): AssignmentProblem {
  const { arcStart, arcBin } = problem;
  const arcCost = problem.arcCost.slice();
  const leaveOutCost = problem.leaveOutCost.slice();
  before.forEach((bin, item) => {
    if (bin === NOWHERE) return;
    leaveOutCost[item]! += trouble;
    for (let arc = arcStart[item]!; arc < arcStart[item + 1]!; arc++) if (arcBin[arc] !== bin) arcCost[arc]! += trouble;
  });
  return { ...problem, arcCost, leaveOutCost };
}
