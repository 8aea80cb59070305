// Money is a whole number of minor units with a currency. One function rounds, one function splits.

/** ISO 4217 codes the network trades in, with the number of decimals of their minor unit. */
export const CURRENCY_DECIMALS = { EUR: 2, USD: 2, GBP: 2, CHF: 2, JPY: 0, BHD: 3 } as const;

export type Currency = keyof typeof CURRENCY_DECIMALS;

/** An amount in minor units (cents, yen, fils); `minor` is a safe integer and may be negative. */
export interface Money {
  readonly minor: number;
  readonly currency: Currency;
}

export const money = (minor: number, currency: Currency): Money => {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is not a whole number of minor units`);
  return { minor, currency };
};

/** The only rounding of money: half away from zero, to a whole minor unit. */
export const roundMinor = (minor: number): number => Math.sign(minor) * Math.round(Math.abs(minor)) + 0;

/**
 * Splits `minor` into whole shares in proportion to `weights` (each ≥ 0, at least one > 0) by the largest remainder;
 * the shares sum to `minor` exactly, and ties go to the earlier weight.
 */
export function splitByLargestRemainder(minor: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0) || weights.some((weight) => !(weight >= 0)))
    throw new RangeError('weights must be ≥ 0 and sum to > 0');
  const sign = Math.sign(minor);
  const amount = Math.abs(minor);
  const exact = weights.map((weight) => (amount * weight) / total);
  const shares = exact.map(Math.floor);
  const missing = amount - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  // For large amounts floating point can leave more units than weights, or one too many: hand out in rounds.
  for (let i = 0; i < Math.abs(missing); i++) {
    const { index } = byRemainder[i % byRemainder.length]!;
    shares[index] = shares[index]! + Math.sign(missing);
  }
  return shares.map((share) => sign * share + 0);
}

/** `1234 EUR` → `12.34 EUR`, for messages and logs; screens format with `Intl`. */
export function formatMoney({ minor, currency }: Money): string {
  const decimals = CURRENCY_DECIMALS[currency];
  return `${(minor / 10 ** decimals).toFixed(decimals)} ${currency}`;
}
