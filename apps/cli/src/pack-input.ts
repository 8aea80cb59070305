// Instances as they are published: rectangles as CSV (items, and bins beside them) or JSON, strips as JSON; what is wrong
// in one is told with its line and field.

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { LineCounter, isNode, parseDocument } from 'yaml';
import { z } from 'zod';
import { InputRefused } from './exit.js';

const length = z.number().positive().max(1e7);
const coordinate = z.number().min(-1e7).max(1e7);
const id = z.union([z.string().max(200), z.number()]);
const demand = z.int().min(0).max(10_000).default(1);

const rectangleInstance = z.object({
  name: z.string().default(''),
  bin: z.object({ width: length, height: length }),
  items: z.array(z.object({ id, width: length, height: length, demand })).max(10_000),
  rotation: z.boolean().default(true),
});
const stripInstance = z.object({
  name: z.string().default(''),
  strip_height: length,
  items: z
    .array(
      z.object({
        id,
        demand,
        allowed_orientations: z.array(z.number().min(-360).max(360)).min(1).max(72).default([0]),
        shape: z.object({
          type: z.literal('simple_polygon'),
          data: z
            .array(z.tuple([coordinate, coordinate]))
            .min(3)
            .max(5000),
        }),
      }),
    )
    .max(10_000),
});

export type RectangleInstance = z.infer<typeof rectangleInstance>;
export type StripInstance = z.infer<typeof stripInstance>;

const wrong = (where: string, what: string): never => {
  throw new InputRefused({
    code: 'instance/unreadable',
    message: `${where}: ${what}`,
    remedy: 'docs/pack.md describes the formats.',
  });
};

/** Reads an instance by its ending, .csv or .json. Throws a refusal that names line and field. */
export async function readInstance(file: string): Promise<RectangleInstance | StripInstance> {
  const text = await textOf(file);
  if (/\.csv$/i.test(file)) return rectanglesFromCsv(file, text);
  const value = parsed(file, text);
  const isStrip = typeof value === 'object' && value !== null && 'strip_height' in value;
  const read = (isStrip ? stripInstance : rectangleInstance).safeParse(value);
  if (read.success) return read.data;
  const { path, message } = read.error.issues[0]!;
  return wrong(`${file}, line ${lineOf(text, path)}, ${fieldOf(path)}`, message);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EISDIR') throw error;
    return wrong(file, 'There is no such file.');
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // JSON is YAML, and its parser knows lines.
    const line = parseDocument(text).errors[0]?.linePos?.[0].line;
    return wrong(line === undefined ? file : `${file}, line ${line}`, error.message);
  }
}

/** The line of the innermost thing on the way to a field that is there. */
function lineOf(text: string, path: readonly PropertyKey[]): number {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** `items[3].width`. */
const fieldOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('').replace(/^\./, '') || 'the whole'; // prettier-ignore

async function rectanglesFromCsv(file: string, text: string): Promise<RectangleInstance> {
  const binsFile = file.replace(/_items\.csv$/i, '_bins.csv');
  if (binsFile === file) wrong(file, 'A CSV of rectangles is named …_items.csv, with …_bins.csv beside it.');
  const [bin] = rows(binsFile, await textOf(binsFile));
  if (!bin) return wrong(binsFile, 'It names no bin.');
  const items = rows(file, text).map(({ id: item, width, height, demand: copies }) => ({
    id: item,
    width,
    height,
    demand: copies,
  }));
  return { name: basename(file, '_items.csv'), bin, items, rotation: true };
}

function rows(file: string, text: string): { id: string; width: number; height: number; demand: number }[] {
  const [head = '', ...lines] = text.split(/\r?\n/);
  const columns = head.split(',').map((name) => name.trim().toUpperCase());
  for (const name of ['ID', 'WIDTH', 'HEIGHT']) if (!columns.includes(name)) wrong(`${file}, line 1`, `There is no column ${name}.`); // prettier-ignore
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const cells = line.split(',');
    const number = (name: string, schema: z.ZodType<number>): number => {
      const cell = cells[columns.indexOf(name)]?.trim() ?? '';
      const read = schema.safeParse(cell === '' ? undefined : Number(cell));
      if (read.success) return read.data;
      return wrong(`${file}, line ${index + 2}, ${name}`, `“${cell}”: ${read.error.issues[0]!.message}`);
    };
    const copies = columns.includes('COPIES') ? number('COPIES', demand) : 1;
    const size = { width: number('WIDTH', length), height: number('HEIGHT', length) };
    return [{ id: cells[columns.indexOf('ID')]!.trim(), ...size, demand: copies }];
  });
}
