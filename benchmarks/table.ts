// The results as a table for people.

import { tellMachine, type Machine } from './machine.js';
import type { Row } from './measure.js';

export interface Results {
  readonly machine: Machine;
  /** ISO 8601, when the run began. */
  readonly at: string;
  readonly command: string;
  readonly benchmarks: readonly { readonly name: string; readonly title: string; readonly rows: readonly Row[] }[];
}

const FIGURE = 50;
const NUMBER = 11;

/** Lines without a newline. */
export function tableOf({ machine, at, command, benchmarks }: Results): string[] {
  const lines = [`${at.slice(0, 10)}, ${tellMachine(machine)}`, command];
  for (const { title, rows } of benchmarks) {
    const heads = ['per second', 'p50 ms', 'p95 ms', 'p99 ms', 'samples'].map((head) => head.padStart(NUMBER)).join('');
    lines.push('', `${title.padEnd(FIGURE + 2)}${heads}`, ...rows.map(lineOf));
  }
  return lines;
}

function lineOf({ figure, limit, perSecond, p50Ms, p95Ms, p99Ms, count, beside, note }: Row): string {
  const numbers = [perSecond, p50Ms, p95Ms, p99Ms].map((value) => short(value).padStart(NUMBER)).join('');
  const compared = beside === undefined ? '' : `${short(beside.timesSlower)} × ${beside.limit}`;
  const told = [compared, note ?? ''].filter(Boolean).join('; ');
  const line = `  ${(limit ? `· ${figure}` : figure).padEnd(FIGURE)}${numbers}${String(count ?? '').padStart(NUMBER)}   ${told}`;
  return line.trimEnd();
}

/** Three digits that mean something. */
const short = (value: number | undefined): string =>
  value === undefined ? '' : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
