// Lists of real labs into the network, without inventing facts: what a row does not say stays unsaid, and a row that
// cannot be true is refused with its reason while the others go in.

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { callRoute, type Connection } from '#contracts/http/call-route';
import { importLabs, labDraftSchema, type LabDraft } from '#contracts/http/labs';
import type { Process } from '#core/design/part';
import { InputRefused } from './exit.js';
import { modelOf, type MachineModel } from './machine-models.js';

const rowSchema = z.object({
  id: z.coerce.string(),
  name: z.string(),
  url: z.string().nullish(),
  country: z.string().nullish(),
  city: z.string().nullish(),
  lat: z.number().nullish(),
  lon: z.number().nullish(),
  capabilities: z.array(z.string()).nullish(),
  machines: z
    .array(z.object({ machine: z.string(), brand: z.string().nullish(), type: z.string().nullish() }))
    .nullish(),
});
export type LabRow = z.infer<typeof rowSchema>;

/** Words of public lab lists, as processes. */
const CAPABILITIES: Readonly<Record<string, Process>> = {
  three_d_printing: 'fdm',
  laser: 'laser-cutting',
  cnc_milling: 'cnc-milling',
  precision_milling: 'cnc-milling',
  vinyl_cutting: 'vinyl-cutting',
  circuit_production: 'pcb-milling',
};

export interface RefusedRow {
  readonly row: number;
  readonly id: string;
  readonly reason: string;
}

export interface LabList {
  readonly labs: readonly { sourceId: string; source: string; draft: LabDraft }[];
  readonly refused: readonly RefusedRow[];
}

/** Reads a list; throws where the file is no such list at all. */
export async function readLabList(path: string, models: readonly MachineModel[]): Promise<LabList> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new InputRefused({ code: 'file/not-found', message: `There is no file ${path}.`, remedy: 'Check the path.' });
  });
  const rows = z.array(z.unknown()).safeParse(jsonOf(text, path));
  if (!rows.success)
    throw new InputRefused({
      code: 'labs/not-a-list',
      message: `${path} is JSON, but no list of labs.`,
      remedy: 'The shape is in data/SOURCES.md.',
    });
  const labs: LabList['labs'][number][] = [];
  const refused: RefusedRow[] = [];
  rows.data.forEach((row, index) => {
    const parsed = rowSchema.safeParse(row);
    const draft = parsed.success ? labDraftSchema.safeParse(draftOf(parsed.data, models)) : undefined;
    if (parsed.success && draft?.success) labs.push({ sourceId: parsed.data.id, source: 'import', draft: draft.data });
    else
      refused.push({
        row: index + 1,
        id: parsed.success ? parsed.data.id : '?',
        reason: reasonOf(parsed.success ? draft!.error! : parsed.error),
      });
  });
  return { labs, refused };
}

/** Sends a list to the network in portions. */
export async function sendLabs(
  connection: Connection,
  labs: LabList['labs'],
  onSent: (count: number) => void = () => {},
): Promise<{ added: number; changed: number; labIds: string[] }> {
  const sum = { added: 0, changed: 0, labIds: [] as string[] };
  for (let from = 0; from < labs.length; from += 200) {
    const portion = labs.slice(from, from + 200);
    const answer = await callRoute(connection, importLabs, { body: { labs: portion } });
    sum.added += answer.added;
    sum.changed += answer.changed;
    sum.labIds.push(...answer.labIds);
    onSent(from + portion.length);
  }
  return sum;
}

/** A row as a draft; a machine takes part only where a model tells its size. */
export function draftOf(row: LabRow, models: readonly MachineModel[]): z.input<typeof labDraftSchema> {
  const machines = (row.machines ?? []).flatMap(({ machine, brand }) => {
    const model = modelOf(models, brand ?? '', machine);
    return model === undefined ? [] : [{ name: machine.trim(), ...model.machine }];
  });
  return {
    name: row.name,
    at: { lat: row.lat ?? Number.NaN, lon: row.lon ?? Number.NaN },
    ...(row.city?.trim() ? { city: row.city.trim() } : {}),
    ...(row.country?.length === 2 ? { country: row.country } : {}),
    ...(row.url && /^https?:\/\//.test(row.url) ? { url: row.url } : {}),
    processes: [...new Set((row.capabilities ?? []).flatMap((word) => CAPABILITIES[word] ?? []))],
    machines,
  };
}

function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputRefused({
      code: 'labs/not-json',
      message: `${path} is not JSON: ${(error as Error).message}.`,
      remedy: 'labs import reads a JSON list of labs, or a CSV of machine models.',
    });
  }
}

const reasonOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
