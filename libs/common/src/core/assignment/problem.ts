// Items into bins of limited capacity, each item whole: the shape of the question, and what makes it nonsense.

/**
 * Items 0…n−1 (orders) and bins 0…m−1 (labs or machines). The arcs of item `i`, the bins that suit it, stand at
 * `arcStart[i]` up to but without `arcStart[i + 1]` of the arrays of arcs, each bin at most once; an item may have none.
 */
export interface AssignmentProblem {
  /** n + 1 positions, rising from 0 to the number of arcs. */
  readonly arcStart: Int32Array;
  readonly arcBin: Int32Array;
  /** What the item costs there, in any one unit; finite, may be negative. */
  readonly arcCost: Float64Array;
  /** What it takes of the bin's capacity, 0 or more. */
  readonly arcLoad: Float64Array;
  /** Of each bin, in the unit of loads, 0 or more. Held to within one part in 10⁹. */
  readonly capacity: Float64Array;
  /** Of each item, what it costs to leave it out, in the unit of costs; finite. */
  readonly leaveOutCost: Float64Array;
  /** Of each item, the bin that it never leaves, or NOWHERE when it is free. Without it all are free. */
  readonly fixedBin?: Int32Array;
}

/** Instead of a bin: the item is left out, or free. */
export const NOWHERE = -1;

/** What still counts as within a capacity: sums of hours are never exact. */
export const roomOf = (capacity: number): number => capacity + 1e-9 * Math.max(1, capacity);

/** The arc of an item to a bin, or −1. */
export function arcTo({ arcStart, arcBin }: AssignmentProblem, item: number, bin: number): number {
  for (let arc = arcStart[item]!; arc < arcStart[item + 1]!; arc++) if (arcBin[arc] === bin) return arc;
  return -1;
}

/** What an item costs in a bin that suits it, or left out. */
export const costAt = (problem: AssignmentProblem, item: number, bin: number): number =>
  bin === NOWHERE ? problem.leaveOutCost[item]! : problem.arcCost[arcTo(problem, item, bin)]!;

/** Throws a RangeError that names the item, the bin or the array when the question makes no sense. */
export function checkProblem(problem: AssignmentProblem): void {
  checkLengths(problem);
  const { arcStart, capacity, leaveOutCost, fixedBin } = problem;
  for (const [bin, room] of capacity.entries()) {
    if (!(room >= 0 && room < Infinity)) throw new RangeError(`Bin ${bin} has the capacity ${room}.`);
  }
  const seenBy = new Int32Array(capacity.length).fill(NOWHERE);
  for (const [item, cost] of leaveOutCost.entries()) {
    if (!Number.isFinite(cost)) throw new RangeError(`Leaving out item ${item} costs ${cost}.`);
    if (arcStart[item]! > arcStart[item + 1]!) throw new RangeError(`The arcs of item ${item} end before they begin.`);
    checkArcs(problem, item, seenBy);
    const fixed = fixedBin?.[item] ?? NOWHERE;
    if (fixed !== NOWHERE && arcTo(problem, item, fixed) < 0) {
      throw new RangeError(`Item ${item} is fixed to bin ${fixed}, to which it has no arc.`);
    }
  }
}

function checkLengths({ arcStart, arcBin, arcCost, arcLoad, leaveOutCost, fixedBin }: AssignmentProblem): void {
  const items = leaveOutCost.length;
  if (arcStart.length !== items + 1 || arcStart[0] !== 0) {
    throw new RangeError(`arcStart needs ${items + 1} positions from 0 for ${items} items.`);
  }
  const arcs = arcStart[items]!;
  const named = { arcBin, arcCost, arcLoad };
  for (const [name, { length }] of Object.entries(named)) {
    if (length !== arcs) throw new RangeError(`${name} has ${length} entries; arcStart says ${arcs}.`);
  }
  if (fixedBin !== undefined && fixedBin.length !== items) {
    throw new RangeError(`fixedBin has ${fixedBin.length} entries for ${items} items.`);
  }
}

function checkArcs(problem: AssignmentProblem, item: number, seenBy: Int32Array): void {
  const { arcStart, arcBin, arcCost, arcLoad } = problem;
  for (let arc = arcStart[item]!; arc < arcStart[item + 1]!; arc++) {
    const [bin, cost, load] = [arcBin[arc]!, arcCost[arc]!, arcLoad[arc]!];
    if (!(bin >= 0 && bin < seenBy.length))
      throw new RangeError(`Item ${item} has an arc to bin ${bin}: there is none.`);
    if (seenBy[bin] === item) throw new RangeError(`Item ${item} has two arcs to bin ${bin}.`);
    seenBy[bin] = item;
    if (!Number.isFinite(cost)) throw new RangeError(`Item ${item} costs ${cost} in bin ${bin}.`);
    if (!(load >= 0 && load < Infinity)) throw new RangeError(`Item ${item} has the load ${load} in bin ${bin}.`);
  }
}
