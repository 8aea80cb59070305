// What a common cost is for each of those who share it: the Shapley value (Shapley 1953), by which everybody pays the mean
// of what he would add, over all orders in which they could have come. It is the only rule that charges all of the cost,
// the same for the same, nothing for nothing, and adds up over several costs.

import { splitByLargestRemainder } from '../kernel/money.js';
import { oneOf, seededBy } from '../nesting/seeded.js';
import { PRICE_LINES, type PriceBreakdown } from '../quote/quote.js';

/** Up to so many, all of their 2ⁿ combinations are reckoned; beyond, a sample of orders of coming. */
const EXACT_UP_TO = 10;
/** Pairs of an order and its reverse: of a set-up shared by all, the sample's error is less than 2 % of a share. */
const SAMPLED_PAIRS = 500;

/** What some of those who share would cost together; `members` are their numbers from 0, rising. */
export type CostOf = (members: readonly number[]) => PriceBreakdown;

/**
 * The shares of `players` in what they cost together, line by line, minor units. They sum exactly to the cost of all:
 * what remains of rounding goes by the largest remainder. More than ten are sampled, with the same chance every time.
 */
export function shareCosts(players: number, costOf: CostOf): PriceBreakdown[] {
  if (players === 0) return [];
  const values = players <= EXACT_UP_TO ? exactValues(players, costOf) : sampledValues(players, costOf);
  const all = costOf(Array.from({ length: players }, (_, player) => player));
  const shares = values.map(() => ({}) as Record<(typeof PRICE_LINES)[number], number>);
  PRICE_LINES.forEach((line, at) => {
    const weights = values.map((value) => Math.max(0, value[at]!));
    const parted = weights.some((weight) => weight > 0)
      ? splitByLargestRemainder(all[line], weights)
      : weights.map(() => 0);
    parted.forEach((minor, player) => (shares[player]![line] = minor));
  });
  return shares;
}

const vectorOf = (cost: PriceBreakdown): number[] => PRICE_LINES.map((line) => cost[line]);
const nothing = (): number[] => PRICE_LINES.map(() => 0);

function exactValues(players: number, costOf: CostOf): number[][] {
  const costs = Array.from({ length: 2 ** players }, (_, mask) =>
    mask === 0 ? nothing() : vectorOf(costOf(membersOf(mask, players))),
  );
  // How likely exactly these come before a player: |S|! (n − |S| − 1)! / n!, by the number of them.
  const likely = Array.from({ length: players }, (_, before) => 1 / (players * choose(players - 1, before)));
  const values = Array.from({ length: players }, nothing);
  costs.forEach((cost, mask) => {
    const before = membersOf(mask, players).length;
    for (let player = 0; player < players; player++) {
      if ((mask >> player) & 1) continue;
      const withPlayer = costs[mask | (1 << player)]!;
      cost.forEach((minor, line) => (values[player]![line]! += likely[before]! * (withPlayer[line]! - minor)));
    }
  });
  return values;
}

const membersOf = (mask: number, players: number): number[] =>
  Array.from({ length: players }, (_, player) => player).filter((player) => (mask >> player) & 1);

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}

function sampledValues(players: number, costOf: CostOf): number[][] {
  const chance = seededBy([players]);
  const values = Array.from({ length: players }, nothing);
  const order = Array.from({ length: players }, (_, player) => player);
  for (let pair = 0; pair < SAMPLED_PAIRS; pair++) {
    for (let i = players - 1; i > 0; i--) {
      const j = oneOf(chance, i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    // An order and its reverse: who was first is last, which evens out most of the chance.
    addMargins(values, order, costOf);
    addMargins(values, order.toReversed(), costOf);
  }
  return values.map((value) => value.map((minor) => minor / (2 * SAMPLED_PAIRS)));
}

function addMargins(values: number[][], order: readonly number[], costOf: CostOf): void {
  let before = nothing();
  order.forEach((player, at) => {
    const cost = vectorOf(costOf(order.slice(0, at + 1).toSorted((a, b) => a - b)));
    cost.forEach((minor, line) => (values[player]![line]! += minor - before[line]!));
    before = cost;
  });
}
