// Single-source generalised assignment: every item whole into one bin, capacities held, at little cost. Capacity gets its
// price first, which also gives a bound; then insertion by regret, then annealing as long as the caller wants (ADR 0019).

import { seededBy } from '../nesting/seeded.js';
import { Annealing } from './anneal.js';
import { freeItems, leftOut, type FreeItems } from './free-items.js';
import { insertByRegret, mend } from './insert-by-regret.js';
import { Places } from './places.js';
import { priceCapacity } from './price-capacity.js';
import { checkProblem, NOWHERE, type AssignmentProblem } from './problem.js';
import { rankArcs, type RankedItems } from './rank-arcs.js';

export interface AssignOptions {
  /** Asked again and again; once it says no, the best so far is the answer. The same number of yeses, the same answer. */
  readonly keepOn: () => boolean;
  /** Of each item its bin so far, or NOWHERE: the answer is never worse than this, as far as it is possible. */
  readonly warmStart?: Int32Array;
}

export interface Assigned {
  /** Of each item its bin, or NOWHERE. */
  readonly bin: Int32Array;
  /** Items that are in no bin, rising. */
  readonly unassigned: readonly number[];
  /** Costs of the arcs used and of leaving out. */
  readonly cost: number;
  /** No assignment costs less; what `cost` lies above it is the most that could still be gained. */
  readonly lowerBound: number;
}

/** Assigns until `keepOn` says no. Throws a RangeError for a problem that makes no sense. */
export function assign(problem: AssignmentProblem, { keepOn, warmStart }: AssignOptions): Assigned {
  checkProblem(problem);
  if (warmStart !== undefined && warmStart.length !== problem.leaveOutCost.length) {
    throw new RangeError(`The warm start has ${warmStart.length} items of ${problem.leaveOutCost.length}.`);
  }
  const free = freeItems(problem);
  const { price, lowerBound } = priceCapacity(free, keepOn);
  const ranked = rankArcs(free, price);
  const places = new Places(ranked);
  const chance = seededBy([ranked.arcBin.length, ...free.capacity]);
  const annealing = new Annealing(places, price, chance);
  insertByRegret(places);
  annealing.remember();
  if (warmStart !== undefined) {
    places.reset(arcsOf(ranked, warmStart));
    mend(places);
    annealing.remember();
  }
  search({ places, annealing, lowerBound, warm: warmStart !== undefined, keepOn });
  return answer(problem, { free: ranked, arcs: annealing.best, lowerBound });
}

/** Steps an item of the first cooling; twice as many each time, up to the most. */
const FIRST_STEPS = 32;
const MOST_STEPS = 16_384;
/** Temperatures as shares of the usual difference between the places of an item. */
const HOT = 0.5;
const WARM = 0.1;
const COLD = 0.03;

interface Search {
  readonly places: Places;
  readonly annealing: Annealing;
  readonly lowerBound: number;
  readonly warm: boolean;
  readonly keepOn: () => boolean;
}

function search({ places, annealing, lowerBound, warm, keepOn }: Search): void {
  const { scale, arcStart } = places.ranked;
  let hot = (warm ? WARM : HOT) * scale;
  // At the bound there is nothing left to gain; with nobody free it starts there.
  const enough = lowerBound + 1e-9 * Math.abs(lowerBound);
  for (let each = FIRST_STEPS, on = true; on && annealing.bestCost > enough; each = Math.min(MOST_STEPS, 2 * each)) {
    const end = places.arc.slice();
    places.reset(end);
    on = annealing.cool({ hot, cold: COLD * scale, steps: each * (arcStart.length - 1), keepOn });
    mend(places);
    annealing.remember();
    hot = HOT * scale;
  }
}

/** Where the items are said to be; −1 where there is no such arc. */
function arcsOf({ items, arcStart, arcBin, capacity }: RankedItems, bins: Int32Array): Int32Array {
  return Int32Array.from(items, (item, row) => {
    const bin = bins[item] === NOWHERE ? capacity.length - 1 : bins[item];
    for (let arc = arcStart[row]!; arc < arcStart[row + 1]!; arc++) if (arcBin[arc] === bin) return arc;
    return -1;
  });
}

interface Found {
  readonly free: FreeItems;
  readonly arcs: Int32Array;
  readonly lowerBound: number;
}

function answer(problem: AssignmentProblem, { free, arcs, lowerBound }: Found): Assigned {
  const bin = problem.fixedBin?.slice() ?? new Int32Array(problem.leaveOutCost.length).fill(NOWHERE);
  let cost = free.fixedCost;
  arcs.forEach((arc, row) => {
    cost += free.arcCost[arc]!;
    if (free.arcBin[arc] !== leftOut(free)) bin[free.items[row]!] = free.arcBin[arc]!;
  });
  const unassigned = [...bin.keys()].filter((item) => bin[item] === NOWHERE);
  return { bin, unassigned, cost, lowerBound: Math.min(cost, lowerBound + free.fixedCost) };
}
