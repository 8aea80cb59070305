// Amounts, dates and measures in words, in the reader's own way of writing them.

import { CURRENCY_DECIMALS, type Currency } from '#core/kernel/money';

const LOCALE =
  typeof navigator === 'undefined' ? 'en-GB' : (navigator.languages.find((tag) => tag.startsWith('en-')) ?? 'en-GB');

/** `1234 EUR` → `€12.34`. */
export const showMoney = (minor: number, currency: Currency): string =>
  new Intl.NumberFormat(LOCALE, { style: 'currency', currency }).format(minor / 10 ** CURRENCY_DECIMALS[currency]);

/** At most `digits` decimals. */
export const showNumber = (value: number, digits = 0): string =>
  // “negative”: what rounds to nothing has no sign.
  new Intl.NumberFormat(LOCALE, { maximumFractionDigits: digits, signDisplay: 'negative' }).format(value);

/** `7 Nov 2026, 14:30`. */
export const showDateTime = (at: number | string): string =>
  new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

export const showDate = (at: number | string): string =>
  new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium' }).format(new Date(at));

/** `Tue 7 Nov, 14:30`: when something will be ready. */
export const showReady = (atMs: number): string =>
  new Intl.DateTimeFormat(LOCALE, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(atMs);

export const showClock = (at: string): string =>
  new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(at));

/** `0.4 km` below ten kilometres, whole ones above. */
export const showKm = (km: number): string => `${showNumber(km, km < 10 ? 1 : 0)} km`;

/** Grams, or kilograms from one thousand on. */
export const showGrams = (grams: number): string =>
  grams >= 1000 ? `${showNumber(grams / 1000, 2)} kg` : `${showNumber(grams, grams < 10 ? 1 : 0)} g`;

/** `2 h 05 min`. */
export function showDuration(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

export const showBox = ({ x, y, z }: { readonly x: number; readonly y: number; readonly z: number }): string =>
  `${[x, y, z].map((mm) => showNumber(mm, 1)).join(' × ')} mm`;

/** Cubic centimetres. */
export const showVolume = (mm3: number): string => `${showNumber(mm3 / 1000, mm3 < 10_000 ? 2 : 1)} cm³`;
/** Square centimetres. */
export const showArea = (mm2: number): string => `${showNumber(mm2 / 100, 1)} cm²`;

/** `1.2 MB`, decimal. */
export function showBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${showNumber(bytes / 1e3)} kB`;
  return `${showNumber(bytes / 1e6, 1)} MB`;
}

/** `1 part`, `3 parts`. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${showNumber(count)} ${count === 1 ? one : many}`;

/** `x` of a list as words: `a, b and c`. */
export const listOf = (words: readonly string[]): string => new Intl.ListFormat('en-GB').format(words);

const PROCESS_WORDS: Readonly<Record<string, string>> = {
  fdm: '3D printing (FDM)',
  sla: 'Resin printing (SLA)',
  sls: 'Powder printing (SLS)',
  'laser-cutting': 'Laser cutting',
  'cnc-milling': 'CNC milling',
  'vinyl-cutting': 'Vinyl cutting',
  'pcb-milling': 'PCB milling',
};
export const showProcess = (process: string): string => PROCESS_WORDS[process] ?? process;

/** The region's name, e.g. `FR` → `France`; the code where it is none. */
export function showCountry(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  try {
    return new Intl.DisplayNames('en-GB', { type: 'region' }).of(code.toUpperCase());
  } catch {
    return code; // Not a region code: shown as it was given.
  }
}
