// The arcs of each item, cheapest first when capacity has its price: good assignments use the first few of each.

import type { FreeItems } from './free-items.js';

export interface RankedItems extends FreeItems {
  /** Of each arc, how much dearer than the item's first arc, capacity paid; 0 or more, rising within an item. */
  readonly arcRegret: Float64Array;
  /** How far the first three places of an item lie apart, on the mean: the size of a usual difference in cost. */
  readonly scale: number;
}

/** Sorts the arcs of every item by cost and price of the capacity; ties keep their order. */
export function rankArcs(free: FreeItems, price: Float64Array): RankedItems {
  const { arcStart, arcBin, arcCost, arcLoad } = free;
  const paid = arcCost.map((cost, arc) => cost + price[arcBin[arc]!]! * arcLoad[arc]!);
  const order = Int32Array.from(arcBin, (_, arc) => arc);
  const arcRegret = new Float64Array(paid.length);
  for (let item = 0; item + 1 < arcStart.length; item++) {
    const [begin, end] = [arcStart[item]!, arcStart[item + 1]!];
    order.subarray(begin, end).sort((a, b) => paid[a]! - paid[b]! || a - b);
    for (let arc = begin; arc < end; arc++) arcRegret[arc] = paid[order[arc]!]! - paid[order[begin]!]!;
  }
  const ranked = {
    ...free,
    arcBin: Int32Array.from(order, (arc) => arcBin[arc]!),
    arcCost: Float64Array.from(order, (arc) => arcCost[arc]!),
    arcLoad: Float64Array.from(order, (arc) => arcLoad[arc]!),
    arcRegret,
  };
  return { ...ranked, scale: scaleOf(ranked) };
}

/** Being left out does not count: its cost is often a threat and no cost. */
function scaleOf({ arcStart, arcBin, arcRegret, capacity }: FreeItems & { readonly arcRegret: Float64Array }): number {
  let [sum, count] = [0, 0];
  for (let item = 0; item + 1 < arcStart.length; item++) {
    let third = -1;
    for (let arc = arcStart[item]!, seen = 0; arc < arcStart[item + 1]! && seen < 3; arc++) {
      if (arcBin[arc] === capacity.length - 1) continue;
      third = arc;
      seen++;
    }
    if (third < 0) continue;
    sum += arcRegret[third]!;
    count++;
  }
  return count > 0 && sum > 0 ? sum / count : 1;
}
