// TOML as OKH-LOSH writes it.

import { parse, TomlDate, TomlError } from 'smol-toml';
import { isRecord, Budget, ManifestLimit, plainScalar, toPlain } from './to-plain.js';
import type { ParsedManifest, SyntaxFault } from './manifest-syntax.js';

/** Plain values of a TOML document, or where and why it is none. */
export function parseTomlManifest(text: string): ParsedManifest | SyntaxFault {
  try {
    const root = toPlain(withoutDates(parse(text, { integersAsBigInt: 'asNeeded', maxDepth: 100 }), 0), new Budget());
    return { root: isRecord(root) ? root : {}, ...placesOf(text), notes: [] };
  } catch (error) {
    if (error instanceof ManifestLimit) return { fault: error.message };
    if (!(error instanceof TomlError)) throw error;
    const [first = ''] = error.message.split('\n');
    return { fault: first.replace(/^Invalid TOML document: /, ''), line: error.line, column: error.column };
  }
}

/** The parser's dates know how they were written. */
function withoutDates(value: unknown, depth: number): unknown {
  if (value instanceof TomlDate) return value.toISOString();
  if (depth > 100 || typeof value !== 'object' || value === null)
    return typeof value === 'bigint' ? plainScalar(value) : value;
  if (Array.isArray(value)) return value.map((item) => withoutDates(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutDates(item, depth + 1)]));
}

const TOP_KEY = /^(?:\[{1,2})?\s*["']?([A-Za-z0-9_-]+)["']?\s*(?:\]|=\s*(-?\d[\d._]*(?=\s*(?:#|$)))?)/;

/** The parser keeps no places, so top-level keys are found again in the text, as far as the first table. */
function placesOf(text: string): Pick<ParsedManifest, 'lines' | 'numbers'> {
  const lines = new Map<string, number>();
  const numbers = new Map<string, string>();
  let inTable = false;
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const table = line.startsWith('[');
    const [, key, number] = (!inTable || table ? TOP_KEY.exec(line) : undefined) ?? [];
    inTable ||= table;
    if (key === undefined || lines.has(key)) continue;
    lines.set(key, i + 1);
    if (number !== undefined) numbers.set(key, number);
  }
  return { lines, numbers };
}
