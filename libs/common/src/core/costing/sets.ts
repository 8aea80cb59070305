// An order as equal sets: so many whole units, each of the same pieces.

import type { PartCount } from './plate-work.js';

/** How many equal sets the counts are: their greatest common divisor; 0 for no pieces. */
export const setsIn = (counts: readonly Pick<PartCount, 'count'>[]): number =>
  counts.reduce((divisor, { count }) => gcd(divisor, count), 0);

/** So many of `all` equal sets. */
export const someSets = <Count extends PartCount>(counts: readonly Count[], some: number, all: number): Count[] =>
  counts.map((each) => ({ ...each, count: (each.count / all) * some }));

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
