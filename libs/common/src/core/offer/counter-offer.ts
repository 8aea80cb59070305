// What a lab's counter-offer means for each order of the batch.

import { labShareMinor } from '../costing/price-plate.js';
import { splitByLargestRemainder } from '../kernel/money.js';
import { LAB_LINES, type PriceBreakdown } from '../quote/quote.js';

/** The lab's other price, shared by the orders as they share the price that was offered; minor units each costs more. */
export function moreForEach(owed: readonly PriceBreakdown[], labPriceMinor: number): number[] {
  const shares = owed.map(labShareMinor);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const weights = total > 0 ? shares : shares.map(() => 1);
  return splitByLargestRemainder(labPriceMinor, weights).map((minor, index) => minor - shares[index]!);
}

/** The same lines for another sum of the lab's: each grows or shrinks alike, to the minor unit. */
export function atPrice(owed: PriceBreakdown, labMinor: number): PriceBreakdown {
  const lines = LAB_LINES.map((line) => owed[line]);
  const weights = lines.some((minor) => minor > 0) ? lines : lines.map(() => 1);
  const parted = splitByLargestRemainder(labMinor, weights);
  const changed = Object.fromEntries(LAB_LINES.map((line, index) => [line, parted[index]!]));
  return { ...owed, ...changed };
}

/** A counter-offer that costs nobody more and is ready no later needs nobody's word. */
export const isBetter = (moreMinor: readonly number[], laterSeconds: number): boolean =>
  laterSeconds === 0 && moreMinor.every((more) => more <= 0);
