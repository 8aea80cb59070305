// Values of the two parsers as plain ones: no null, no dates, no numbers that JSON cannot say, and never too deep or too many.

import { MANIFEST_DEPTH, MANIFEST_VALUES } from './manifest-syntax.js';
import type { Plain, PlainRecord } from './manifest.js';

/** Thrown inside the reading of one manifest when a limit is passed, and caught where the reading began. */
export class ManifestLimit extends Error {}

/** Counts values and depth; throws {@link ManifestLimit}. */
export class Budget {
  private values = 0;

  spend(depth: number): void {
    this.values += 1;
    if (this.values > MANIFEST_VALUES) throw new ManifestLimit('it holds too many values');
    if (depth > MANIFEST_DEPTH) throw new ManifestLimit('its values are nested too deep');
  }
}

/** A single value; undefined where nothing is said. */
export function plainScalar(value: unknown): Plain | undefined {
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : String(value);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return value.toISOString();
  return undefined;
}

/** Half of a surrogate pair cannot be written as UTF-8. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');

/** Any value of JavaScript; what JSON cannot say is left out. */
export function toPlain(value: unknown, budget: Budget = new Budget(), depth = 0): Plain | undefined {
  budget.spend(depth);
  if (typeof value !== 'object' || value === null || value instanceof Date) return plainScalar(value);
  if (Array.isArray(value)) return value.flatMap((item) => toPlain(item, budget, depth + 1) ?? []);
  const record: Record<string, Plain> = {};
  for (const [key, item] of Object.entries(value)) {
    const plain = toPlain(item, budget, depth + 1);
    if (plain !== undefined && isSafeKey(key)) record[wellFormed(key)] = plain;
  }
  return record;
}

/** A key that would reach the prototype is no fact about a design. */
export const isSafeKey = (key: string): boolean => key !== '__proto__';

export const isRecord = (value: unknown): value is PlainRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
