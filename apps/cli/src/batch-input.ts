// Instances of online batching: the published text, a part a line, or the same as JSON. What is wrong is told with line and field.

import { readFile } from 'node:fs/promises';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { InputRefused } from './exit.js';

const hours = z.number().min(0).max(1e5);
const lengthMm = z.number().positive().max(1e5);
const volumeMm3 = z.number().min(0).max(1e12);
const amount = z.number().min(0).max(1e9);

const part = z.object({
  id: z.string().min(1).max(200),
  arrivalHours: hours,
  lengthMm,
  widthMm: lengthMm,
  heightMm: lengthMm,
  volumeMm3,
  supportMm3: volumeMm3.default(0),
  dueHours: hours,
  price: amount,
});
/** The defaults are those of Wu and Yu (2026). */
const machine = z.object({
  bedMm: z.tuple([lengthMm, lengthMm]).default([200, 200]),
  heightMm: lengthMm.default(200),
  setUpHours: hours.default(1),
  secondsPerMm: amount.default(200),
  partMm3PerHour: z.number().positive().default(54_000),
  supportMm3PerHour: z.number().positive().default(108_000),
});
const money = z.object({
  setUp: amount.default(300),
  perHour: amount.default(11.6),
  perMm3: amount.default(0.001),
  perLateHour: amount.default(30),
});
const instance = z.object({
  horizonHours: z.number().positive().max(10_000),
  stepHours: z.number().min(0.01).max(1000).default(1),
  machine: machine.default(machine.parse({})),
  money: money.default(money.parse({})),
  parts: z.array(part).max(10_000),
});

export type BatchInstance = z.infer<typeof instance>;
type Part = BatchInstance['parts'][number];

const wrong = (where: string, what: string): never => {
  throw new InputRefused({
    code: 'instance/unreadable',
    message: `${where}: ${what}`,
    remedy: 'docs/batch.md describes the formats.',
  });
};

/** Reads an instance, JSON by its ending .json. Throws a refusal that names line and field. */
export async function readBatchInstance(file: string): Promise<BatchInstance> {
  const text = await textOf(file);
  const read = /\.json$/i.test(file) ? fromJson(file, text) : fromText(file, text);
  const seen = new Set<string>();
  for (const { id } of read.parts) {
    if (seen.has(id)) wrong(`${file}, line ${lineWith(text, id)}, id`, `“${id}” comes twice.`);
    seen.add(id);
  }
  return read;
}

/** The last line that names something between quotes or after `ID: `. */
function lineWith(text: string, id: string): number {
  const lines = text.split('\n');
  return lines.findLastIndex((line) => line.includes(`ID: ${id},`) || line.includes(JSON.stringify(id))) + 1;
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

function fromJson(file: string, text: string): BatchInstance {
  const lines = new LineCounter();
  // JSON is YAML, and its parser knows lines.
  const document = parseDocument(text, { lineCounter: lines });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const line = document.errors[0]?.linePos?.[0].line;
    return wrong(line === undefined ? file : `${file}, line ${line}`, error.message);
  }
  const read = instance.safeParse(value);
  if (read.success) return read.data;
  const { path, message } = read.error.issues[0]!;
  const field = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('').replace(/^\./, ''); // prettier-ignore
  let line = 1;
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (!isNode(node) || !node.range) continue;
    line = lines.linePos(node.range[0]).line;
    break;
  }
  return wrong(`${file}, line ${line}, ${field || 'the whole'}`, message);
}

/** Names of a part's fields in the published text, with their unit there. */
const FIELDS: readonly (readonly [name: string, unit: string, key: Exclude<keyof Part, 'id'>])[] = [
  ['Arrival time', 'h', 'arrivalHours'],
  ['Length', 'mm', 'lengthMm'],
  ['Width', 'mm', 'widthMm'],
  ['Height', 'mm', 'heightMm'],
  ['Volume', 'mm3', 'volumeMm3'],
  ['Support', 'mm3', 'supportMm3'],
  ['Due', 'h', 'dueHours'],
  ['Price', 'CNY', 'price'],
];

function fromText(file: string, text: string): BatchInstance {
  const [head = '', ...lines] = text.split(/\r?\n/);
  const horizonHours = Number(/^Within (\d+(?:\.\d+)?) hours/.exec(head)?.[1] ?? Number.NaN);
  if (!(horizonHours > 0)) wrong(`${file}, line 1, horizon`, 'It has to begin with “Within 36 hours”.');
  const parts = lines.flatMap((line, index) => {
    if (line.trim() === '' || /^\s*Total price:/.test(line)) return [];
    return [partOf(line, `${file}, line ${index + 2}`)];
  });
  const read = instance.safeParse({ horizonHours, parts });
  return read.success ? read.data : wrong(file, read.error.issues[0]!.message);
}

function partOf(line: string, where: string): Part {
  const id = /^\s*ID: ([^,]+),/.exec(line)?.[1]?.trim();
  if (id === undefined) return wrong(`${where}, ID`, 'A part begins with “ID: P1,”.');
  const numbers = FIELDS.map(([name, unit, key]) => {
    const cell = new RegExp(`[,\\s]${name}: ([^,]*),`).exec(`${line},`)?.[1]?.trim();
    if (cell === undefined) return wrong(`${where}, ${name}`, 'It is missing.');
    const number = cell.endsWith(unit) ? cell.slice(0, -unit.length).trim() : '';
    const read = part.shape[key].safeParse(number === '' ? Number.NaN : Number(number));
    if (!read.success) return wrong(`${where}, ${name}`, `“${cell}”: ${read.error.issues[0]!.message}, in ${unit}`);
    return [key, read.data] as const;
  });
  return { id, ...(Object.fromEntries(numbers) as Omit<Part, 'id'>) };
}
