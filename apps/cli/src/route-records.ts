// Records of a file one after the other, each with its line: JSON (a list, or an object that holds one), JSON lines, and
// CSV with a header. JSON lines and CSV are read as a stream, so that their length does not matter.

import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { readCsvRows } from '#core/design/csv';
import { InputRefused } from './exit.js';

export interface Record {
  readonly line: number;
  /** A JSON value, or the cells of a row by their column; undefined with {@link wrong}. */
  readonly value?: unknown;
  /** Why the line cannot be read. */
  readonly wrong?: string;
}

const wrong = (where: string, what: string): InputRefused =>
  new InputRefused({
    code: 'route/unreadable',
    message: `${where}: ${what}`,
    remedy: 'docs/route.md describes the formats.',
  });

/** Reads by the ending of the name: .csv, .jsonl or .ndjson, otherwise JSON, where `list` may hold the records. */
export async function* recordsOf(file: string, list: 'labs' | 'orders'): AsyncGenerator<Record> {
  try {
    if (/\.csv$/i.test(file)) yield* csvRecords(file);
    else if (/\.(jsonl|ndjson)$/i.test(file)) yield* jsonLines(file);
    else yield* jsonRecords(file, list);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EISDIR') throw error;
    throw wrong(file, 'There is no such file.');
  }
}

async function* linesOf(file: string): AsyncGenerator<{ line: number; text: string }> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() !== '') yield { line, text: line === 1 ? text.replace(/^\uFEFF/, '') : text };
  }
}

async function* jsonLines(file: string): AsyncGenerator<Record> {
  for await (const { line, text } of linesOf(file)) yield { line, ...parsed(text) };
}

async function* csvRecords(file: string): AsyncGenerator<Record> {
  let head: { text: string; columns: string[] } | undefined;
  for await (const { line, text } of linesOf(file)) {
    if (head === undefined) {
      head = { text, columns: readCsvRows(text, 1)[0] ?? [] };
      continue;
    }
    // The header comes along because it tells the separator.
    const cells = readCsvRows(`${head.text}\n${text}`, 2)[1] ?? [];
    if (cells.length > head.columns.length) {
      yield { line, wrong: `has ${cells.length} fields; the header names ${head.columns.length}` };
      continue;
    }
    const named = head.columns
      .map((column, at) => [column, cells[at] ?? ''] as const)
      .filter(([, cell]) => cell !== '');
    yield { line, value: Object.fromEntries(named) };
  }
}

async function* jsonRecords(file: string, list: string): AsyncGenerator<Record> {
  const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  const read = parsed(text);
  if (read.wrong !== undefined) throw wrong(`${file}${lineOfSyntax(text, read.wrong)}`, read.wrong);
  const held = (read.value as { [list]?: unknown } | null)?.[list as never] as unknown;
  const records = Array.isArray(read.value) ? (read.value as unknown[]) : held;
  if (!Array.isArray(records)) throw wrong(file, `It holds no list of ${list}.`);
  const lines = linesOfElements(text, list);
  for (const [at, value] of (records as unknown[]).entries()) yield { line: lines[at] ?? 1, value };
}

function parsed(text: string): { value?: unknown; wrong?: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { wrong: error.message };
  }
}

/** Engines tell the position of what they do not understand, where they tell it at all. */
function lineOfSyntax(text: string, message: string): string {
  const position = /position (\d+)/.exec(message)?.[1];
  return position === undefined ? '' : `, line ${text.slice(0, Number(position)).split('\n').length}`;
}

/** Lines on which the elements of the list under the key begin, or of the outermost list; the text is valid JSON. */
function linesOfElements(text: string, key: string): number[] {
  const from = text.trimStart().startsWith('[')
    ? 0
    : Math.max(0, text.search(new RegExp(`"${key}"\\s*:\\s*\\[`)) + key.length + 2);
  const lines: number[] = [];
  let line = text.slice(0, from).split('\n').length;
  let depth = 0;
  let fresh = false;
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (char === '\n') line += 1;
    if (/[\s:]/.test(char)) continue;
    if (fresh && char !== ']') lines.push(line);
    fresh = false;
    if (char === '"') at = endOfString(text, at);
    else if (char === '[' || char === '{') fresh = ++depth === 1;
    else if (char === ']' || char === '}') depth -= 1;
    else if (char === ',') fresh = depth === 1;
    if (depth === 0) return lines;
  }
  return lines;
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
