// Lists of real labs into the network, without inventing facts: what a row does not say stays unsaid, and a row that
// cannot be true is refused with its reason while the others go in.

import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { callRoute, type Connection } from '#contracts/http/call-route';
import { importLabs, labDraftSchema, type LabDraft } from '#contracts/http/labs';
import { InputRefused } from './exit.js';
import { type LabRow, labRowSchema, readCapabilities, rowsOfList } from './lab-rows.js';
import type { MachineModel } from './machine-models.js';
import { modelMatcher } from './match-models.js';

export interface RefusedRow {
  readonly row: number;
  readonly id: string;
  readonly reason: string;
}

/** A name that a list has for a machine, and the model it is taken for; undefined: its size is not known. */
export interface NamedMachine {
  readonly name: string;
  readonly times: number;
  readonly model?: string | undefined;
  readonly confidence?: number | undefined;
}

export interface LabList {
  readonly labs: readonly { sourceId: string; source: string; draft: LabDraft }[];
  readonly refused: readonly RefusedRow[];
  readonly machines: readonly NamedMachine[];
}

/** Reads a list; throws where the file is no such list at all. */
export async function readLabList(path: string, models: readonly MachineModel[]): Promise<LabList> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'EISDIR') throw error;
    throw new InputRefused({ code: 'file/not-found', message: `There is no file ${path}.`, remedy: 'Check the path.' });
  });
  const match = modelMatcher(models);
  const labs: LabList['labs'][number][] = [];
  const refused: RefusedRow[] = [];
  const named = new Map<string, NamedMachine>();
  rowsOfList(path, text).forEach((row, index) => {
    const parsed = labRowSchema.safeParse(row);
    const draft = parsed.success ? labDraftSchema.safeParse(draftOf(parsed.data, match)) : undefined;
    if (parsed.success && draft?.success) labs.push({ sourceId: parsed.data.id, source: 'import', draft: draft.data });
    else
      refused.push({
        row: index + 1,
        id: parsed.success ? parsed.data.id : '?',
        reason: reasonOf(parsed.success ? draft!.error! : parsed.error),
      });
    for (const { brand, machine } of parsed.data?.machines ?? []) count(named, [brand ?? '', machine], match);
  });
  return { labs, refused, machines: [...named.values()].toSorted((a, b) => b.times - a.times) };
}

type Match = ReturnType<typeof modelMatcher<MachineModel>>;

function count(named: Map<string, NamedMachine>, [brand, machine]: [string, string], match: Match): void {
  const name = `${brand} ${machine}`.trim();
  const found = match(brand, machine);
  const known = found && { model: `${found.model.vendor} ${found.model.model}`, confidence: found.confidence };
  named.set(name, { name, times: (named.get(name)?.times ?? 0) + 1, ...known });
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

/** A row as a draft; a machine takes part only where a model tells its size, and it is said to print. */
function draftOf(row: LabRow, match: Match): z.input<typeof labDraftSchema> {
  const machines = (row.machines ?? []).flatMap(({ machine, brand, type }) => {
    const found = type && !/print/i.test(type) ? undefined : match(brand ?? '', machine);
    return found === undefined ? [] : [{ name: machine.trim(), ...found.model.machine }];
  });
  const { processes, declares } = readCapabilities(row.capabilities);
  const { certifications } = row;
  return {
    name: row.name,
    kind: row.kind ?? 'fablab',
    at: { lat: row.lat ?? Number.NaN, lon: row.lon ?? Number.NaN },
    ...(row.city?.trim() ? { city: row.city.trim() } : {}),
    ...(row.country?.length === 2 ? { country: row.country } : {}),
    ...(row.url && /^https?:\/\//.test(row.url) ? { url: row.url } : {}),
    processes,
    ...(declares ? { declares } : {}),
    ...(certifications ? { certifications } : {}),
    machines,
  };
}

const reasonOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
