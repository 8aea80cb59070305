// The shapes in which public lists tell of labs, as rows: JSON lists, CSV, lists of machines with the lab they stand in,
// Open Know-Where facilities and SpaceAPI documents. What none of them says stays unsaid.

import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { readCsvRows } from '#core/design/csv';
import type { Process } from '#core/design/part';
import { LAB_KINDS } from '#core/lab/lab';
import type { Capability } from '#core/lab/capabilities';
import { InputRefused } from './exit.js';
import { isFacility, isSpace, rowOfFacility, rowOfSpace } from './lab-documents.js';

export const labRowSchema = z.object({
  id: z.coerce.string(),
  name: z.string(),
  kind: z.enum(LAB_KINDS).nullish().catch('other'),
  url: z.string().nullish(),
  country: z.string().nullish(),
  city: z.string().nullish(),
  lat: z.number().nullish(),
  lon: z.number().nullish(),
  capabilities: z.array(z.string()).nullish(),
  certifications: z.array(z.string()).nullish(),
  machines: z
    .array(z.object({ machine: z.string(), brand: z.string().nullish(), type: z.string().nullish() }))
    .nullish(),
});
export type LabRow = z.infer<typeof labRowSchema>;

interface Meaning {
  readonly capability?: Capability;
  readonly process?: Process;
}

/** Words of public lists; those that leave open what they mean have neither. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  three_d_printing: { capability: '3d-printing', process: 'fdm' },
  '3d_printing': { capability: '3d-printing', process: 'fdm' },
  laser: { capability: 'laser', process: 'laser-cutting' },
  laser_cutting: { capability: 'laser', process: 'laser-cutting' },
  cnc_milling: { capability: 'cnc-milling', process: 'cnc-milling' },
  cnc_routing: { capability: 'cnc-milling', process: 'cnc-milling' },
  precision_milling: { capability: 'precision-milling', process: 'cnc-milling' },
  vinyl_cutting: { capability: 'vinyl-cutting', process: 'vinyl-cutting' },
  circuit_production: { capability: 'circuit-production', process: 'pcb-milling' },
  pcb_electronics: {},
  cnc_unspecified: {},
};

/** What words say; capabilities are left unsaid where a word may mean one or not. */
export function readCapabilities(words: readonly string[] | null | undefined): {
  processes: Process[];
  declares?: Capability[];
} {
  const known = (words ?? []).flatMap((word) => MEANINGS[plain(word)] ?? []);
  const processes = [...new Set(known.flatMap(({ process }) => process ?? []))];
  if (!words || words.length === 0 || known.some(({ capability }) => !capability)) return { processes };
  return { processes, declares: [...new Set(known.flatMap(({ capability }) => capability ?? []))] };
}

/** Also of addresses like https://en.wikipedia.org/wiki/Laser_cutting. */
const plain = (word: string): string =>
  word
    .replace(/^.*\/wiki\//, '')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

const MOST_ROWS = 1_000_000;

/** The rows of a file by what is in it; throws where it is nothing that tells of labs. */
export function rowsOfList(path: string, text: string): unknown[] {
  if (/\.csv$/i.test(path)) return rowsOfTable(text);
  const value = /\.ya?ml$/i.test(path) ? fromYaml(path, text) : fromJson(path, text);
  const documents: unknown[] = Array.isArray(value) ? (value as unknown[]) : [value];
  if (documents.some(isSpace)) return documents.map((one) => (isSpace(one) ? rowOfSpace(one) : one));
  if (documents.length > 0 && documents.every(isPlacedMachine)) return rowsOfMachines(documents);
  if (documents.some(isFacility) && !Array.isArray(value)) return documents.map((one) => rowOfFacility(path, one));
  if (Array.isArray(value)) return documents;
  throw new InputRefused({
    code: 'labs/not-a-list',
    message: `${path} is no list of labs, no Open Know-Where facility and no SpaceAPI document.`,
    remedy: 'The shape of a list is in data/SOURCES.md.',
  });
}

function rowsOfTable(text: string): unknown[] {
  const [columns = [], ...rows] = readCsvRows(text, MOST_ROWS);
  return rows.map((cells) => {
    const row = Object.fromEntries(columns.map((column, at) => [column, cells[at] || undefined]));
    const number = (cell: string | undefined): number | undefined => (cell === undefined ? undefined : Number(cell));
    const capabilities = row['capabilities']?.split(';');
    return { ...row, lat: number(row['lat']), lon: number(row['lon']), capabilities };
  });
}

const placedMachine = z.object({
  machine: z.string(),
  brand: z.string().nullish(),
  type: z.string().nullish(),
  lab: z.string(),
  lat: z.number().nullish(),
  lon: z.number().nullish(),
});
type PlacedMachine = z.infer<typeof placedMachine>;
const isPlacedMachine = (value: unknown): value is PlacedMachine => placedMachine.safeParse(value).success;

/** One row for all machines of one name at one place. */
function rowsOfMachines(machines: readonly PlacedMachine[]): unknown[] {
  const labs = new Map<string, LabRow & { machines: NonNullable<LabRow['machines']> }>();
  for (const { lab, lat, lon, ...machine } of machines) {
    const id = `${lab}@${lat},${lon}`.slice(0, 120);
    const row = labs.get(id) ?? { id, name: lab, lat, lon, machines: [] };
    row.machines.push(machine);
    labs.set(id, row);
  }
  return [...labs.values()];
}

function fromJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InputRefused({
      code: 'labs/not-json',
      message: `${path} is not JSON: ${error.message}.`,
      remedy: 'labs import reads JSON and CSV lists of labs, Open Know-Where in YAML or JSON, and SpaceAPI.',
    });
  }
}

function fromYaml(path: string, text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100, uniqueKeys: false });
  } catch (error) {
    if (!(error instanceof YAMLParseError) && !(error instanceof ReferenceError)) throw error;
    throw new InputRefused({
      code: 'labs/not-yaml',
      message: `${path} is not YAML: ${error.message}`,
      remedy: 'Mend the file.',
    });
  }
}
