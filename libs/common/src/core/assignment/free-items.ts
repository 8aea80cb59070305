// What is left to decide: the free items alone, what fixed ones take is gone, and leaving out is one more bin with room
// for all. So every item always has a place, and nothing else needs to know about either.

import { arcTo, NOWHERE, roomOf, type AssignmentProblem } from './problem.js';

export interface FreeItems {
  /** Of each free item, its index in the problem. */
  readonly items: Int32Array;
  readonly arcStart: Int32Array;
  readonly arcBin: Int32Array;
  readonly arcCost: Float64Array;
  readonly arcLoad: Float64Array;
  /** What fixed items leave of each bin; the last bin is being left out, without limit. */
  readonly capacity: Float64Array;
  /** What the fixed items cost. */
  readonly fixedCost: number;
}

/** The bin that stands for being left out: the last one. */
export const leftOut = ({ capacity }: FreeItems): number => capacity.length - 1;

/** Of a checked problem. Arcs of more load than their bin ever has room for are dropped. */
export function freeItems(problem: AssignmentProblem): FreeItems {
  const { arcStart, arcBin, arcCost, arcLoad, leaveOutCost, fixedBin } = problem;
  const bins = problem.capacity.length;
  const capacity = new Float64Array(bins + 1).fill(Infinity);
  capacity.set(problem.capacity);
  let fixedCost = 0;
  fixedBin?.forEach((bin, item) => {
    if (bin === NOWHERE) return;
    const arc = arcTo(problem, item, bin);
    fixedCost += arcCost[arc]!;
    capacity[bin] = Math.max(0, capacity[bin]! - arcLoad[arc]!);
  });
  const items = leaveOutCost.length;
  const free = Int32Array.from({ length: items }, (_, item) => item).filter(
    (item) => (fixedBin?.[item] ?? NOWHERE) === NOWHERE,
  );
  const most = arcBin.length + free.length;
  const [targets, costs, loads] = [new Int32Array(most), new Float64Array(most), new Float64Array(most)];
  const starts = new Int32Array(free.length + 1);
  let at = 0;
  free.forEach((item, row) => {
    const put = (bin: number, cost: number, load: number): void => {
      if (load > roomOf(capacity[bin]!)) return;
      targets[at] = bin;
      costs[at] = cost;
      loads[at++] = load;
    };
    for (let arc = arcStart[item]!; arc < arcStart[item + 1]!; arc++) put(arcBin[arc]!, arcCost[arc]!, arcLoad[arc]!);
    put(bins, leaveOutCost[item]!, 0);
    starts[row + 1] = at;
  });
  return {
    items: free,
    arcStart: starts,
    arcBin: targets.subarray(0, at),
    arcCost: costs.subarray(0, at),
    arcLoad: loads.subarray(0, at),
    capacity,
    fixedCost,
  };
}
