// What an hour of each bin is worth: Lagrangian multipliers of the capacities, and with them a bound below every
// assignment. Subgradients with a level that is halved where it is not reached (Brännlund; Goffin and Kiwiel 1999).

import type { FreeItems } from './free-items.js';

export interface CapacityPrices {
  /** Per unit of load, of each bin; 0 or more. */
  readonly price: Float64Array;
  /** No assignment of the free items costs less. */
  readonly lowerBound: number;
}

const MOST_ROUNDS = 1000;
const LEAST_ROUNDS = 50;
/** Arcs looked at in all: a large network gets fewer rounds. */
const WORK = 4e8;
/** Arcs looked at between two looks at the clock. */
const BREATH = 20_000;
const PATIENCE = 15;
const SHRINK = 0.6;
const GROW = 1.5;
/** Share of the direction before that is kept. */
const INERTIA = 0.5;

/** Raises the bound as long as it is worth it; at least one round whatever `keepOn` says. */
export function priceCapacity(free: FreeItems, keepOn: () => boolean): CapacityPrices {
  const bins = free.capacity.length;
  const used = new Float64Array(bins);
  const price = new Float64Array(bins);
  const best = new Float64Array(bins);
  const direction = new Float64Array(bins);
  let lowerBound = boundAt(free, price, used);
  const rounds = Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, WORK / free.arcBin.length));
  const pause = Math.ceil(BREATH / free.arcBin.length);
  const asked = (round: number): boolean => round % pause > 0 || keepOn();
  const scale = Math.abs(lowerBound) || spread(free);
  let level = 0.05 * scale;
  let bound = lowerBound;
  for (
    let round = 1, stalled = 0;
    round < rounds && level > 1e-5 * Math.max(scale, Math.abs(lowerBound)) && asked(round);
    round++
  ) {
    const length = step(free, { price, used, direction });
    if (length === 0) break;
    const stride = (lowerBound + level - bound) / length;
    // The last bin is being left out: it has no limit and no price.
    for (let bin = 0; bin < bins - 1; bin++) price[bin] = Math.max(0, price[bin]! + stride * direction[bin]!);
    bound = boundAt(free, price, used);
    stalled = bound > lowerBound + 0.1 * level ? 0 : stalled + 1;
    if (bound > lowerBound + level) level *= GROW;
    if (bound > lowerBound) {
      lowerBound = bound;
      best.set(price);
    }
    if (stalled <= PATIENCE) continue;
    level *= SHRINK;
    stalled = 0;
    price.set(best);
    direction.fill(0);
    bound = boundAt(free, price, used);
  }
  return { price: best, lowerBound };
}

interface Step {
  readonly price: Float64Array;
  readonly used: Float64Array;
  readonly direction: Float64Array;
}

/** Turns the direction; answers its squared length. */
function step({ capacity }: FreeItems, { price, used, direction }: Step): number {
  let length = 0;
  for (let bin = 0; bin < capacity.length - 1; bin++) {
    const turned = INERTIA * direction[bin]! + (1 - INERTIA) * (used[bin]! - capacity[bin]!);
    direction[bin] = price[bin]! <= 0 && turned < 0 ? 0 : turned;
    length += direction[bin]! ** 2;
  }
  return length;
}

/** What all cost when each goes where it is cheapest at these prices; `used` becomes the load of each bin. */
function boundAt({ arcStart, arcBin, arcCost, arcLoad, capacity }: FreeItems, price: Float64Array, used: Float64Array) {
  used.fill(0);
  let bound = 0;
  for (let item = 0; item + 1 < arcStart.length; item++) {
    let [least, chosen] = [Infinity, -1];
    for (let arc = arcStart[item]!; arc < arcStart[item + 1]!; arc++) {
      const cost = arcCost[arc]! + price[arcBin[arc]!]! * arcLoad[arc]!;
      if (cost < least) {
        least = cost;
        chosen = arc;
      }
    }
    bound += least;
    used[arcBin[chosen]!]! += arcLoad[chosen]!;
  }
  for (let bin = 0; bin < capacity.length - 1; bin++) bound -= price[bin]! * capacity[bin]!;
  return bound;
}

/** How far the two cheapest places of the items lie apart, in all. */
function spread({ arcStart, arcCost }: FreeItems): number {
  let sum = 0;
  for (let item = 0; item + 1 < arcStart.length; item++) {
    let [first, second] = [Infinity, Infinity];
    for (let arc = arcStart[item]!; arc < arcStart[item + 1]!; arc++) {
      const cost = arcCost[arc]!;
      if (cost < first) [first, second] = [cost, first];
      else if (cost < second) second = cost;
    }
    if (second < Infinity) sum += second - first;
  }
  return sum;
}
