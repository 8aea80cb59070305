// Labs of a file as routing knows them: what a record does not say stays unsaid, except prices, which are the network's
// defaults.

import { z } from 'zod';
import { labDraftSchema } from '#contracts/http/labs';
import { labSightSchema, machineStateSchema } from '#contracts/shapes';
import type { LabId, MachineId } from '#core/kernel/ids';
import { HOUR_MS } from '#core/kernel/time';
import type { LabPrices, LiveLab, LiveMachine } from '#core/lab/lab';
import { LabIndex } from '#core/routing/lab-index';
import { type Record, recordsOf } from './route-records.js';

/** What the network takes for a lab that names no prices, minor units. */
const DEFAULT_PRICES: LabPrices = {
  currency: 'EUR',
  machineHourMinor: 150,
  setUpMinor: 200,
  labourHourMinor: 2000,
  energyKwhMinor: 25,
  materialKgMinor: 2500,
};

const id = z.union([z.string().trim().min(1).max(200), z.number()]).transform(String);
const machineSchema = labDraftSchema.shape.machines.unwrap().element.extend({
  id: id.optional(),
  state: machineStateSchema.default('idle'),
  /** How long it is busy yet: a span, so that no clock of a lab is believed. */
  busySeconds: z.number().min(0).max(1e9).default(0),
});
const labSchema = labDraftSchema.extend({
  id,
  sight: labSightSchema.default('live'),
  status: z.enum(['listed', 'member', 'suspended']).default('member'),
  machines: z.array(machineSchema).max(200).default([]),
});
type LabRecord = z.infer<typeof labSchema>;

/** A record that is no lab, with its line and field. */
export interface WrongRecord {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

export interface Labs {
  /** In the order of their ids. */
  readonly labs: readonly LiveLab[];
  readonly index: LabIndex;
  readonly wrong: readonly WrongRecord[];
}

/** Reads labs; those that cannot be used are told, the others are used. */
export async function readLabs(file: string, nowMs: number): Promise<Labs> {
  const labs = new Map<string, LabRecord>();
  const wrong: WrongRecord[] = [];
  for await (const record of recordsOf(file, 'labs')) {
    const read = labOf(record);
    if ('message' in read) wrong.push({ file, line: record.line, ...read });
    else if (labs.has(read.id) && !/\.csv$/i.test(file))
      wrong.push({ file, line: record.line, field: 'id', message: `“${read.id}” is there before.` });
    else {
      // In a table each row is a machine.
      const before = labs.get(read.id);
      labs.set(read.id, before ? { ...before, machines: [...before.machines, ...read.machines] } : read);
    }
  }
  const live = [...labs.values()]
    .map((lab) => liveOf(lab, nowMs))
    .sort((a, b) => (a.profile.id < b.profile.id ? -1 : 1));
  return { labs: live, index: new LabIndex(live.map(({ profile }) => profile.at)), wrong };
}

type Wrong = Pick<WrongRecord, 'field' | 'message'>;

/** The first thing that is wrong, by its field. */
export const firstIssue = ({ issues }: z.ZodError): Wrong => {
  const [first] = issues;
  const field = first!.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return { field: field.replace(/^\./, '') || 'the whole', message: first!.message };
};

function labOf({ value, wrong }: Record): LabRecord | Wrong {
  if (wrong !== undefined) return { field: 'the whole', message: wrong };
  const read = labSchema.safeParse(isRow(value) ? fromRow(value) : value);
  return read.success ? read.data : firstIssue(read.error);
}

/** Cells of a table are text; the JSON of a lab has its place under `at`. */
const isRow = (value: unknown): value is { [column: string]: string } =>
  typeof value === 'object' && value !== null && !('at' in value) && ('lat' in value || 'lon' in value);

export const numberIn = (cell: unknown): number | undefined =>
  cell === undefined || cell === '' ? undefined : Number(cell);

function fromRow(row: { [column: string]: unknown }): unknown {
  const { id: labId, name, country, city, process, materials } = row;
  const loaded =
    typeof materials === 'string'
      ? materials.split(';').map((roll) => {
          const [material = '', color] = roll.split(':');
          return { material, color };
        })
      : [];
  const machine = {
    name: row['machine'] ?? `${String(process)} of ${String(name ?? labId)}`,
    process,
    buildVolumeMm: { x: numberIn(row['x_mm']), y: numberIn(row['y_mm']), z: numberIn(row['z_mm']) },
    bedShape: row['bed_shape'],
    nozzleMm: numberIn(row['nozzle_mm']),
    loaded,
  };
  return {
    id: labId,
    name: name ?? labId,
    country,
    city,
    at: { lat: numberIn(row['lat']), lon: numberIn(row['lon']) },
    processes: process === undefined ? [] : [process],
    machines: process === undefined || row['x_mm'] === undefined ? [] : [machine],
  };
}

function liveOf({ machines, sight, prices, processes, ...lab }: LabRecord, nowMs: number): LiveLab {
  return {
    sight,
    profile: {
      ...lab,
      id: lab.id as LabId,
      prices: prices ?? DEFAULT_PRICES,
      processes: [...new Set([...processes, ...machines.map(({ process }) => process)])],
    },
    machines: machines.map(({ busySeconds, ...machine }, at): LiveMachine => ({
      ...machine,
      id: (machine.id ?? `${lab.id}/${at + 1}`) as MachineId,
      freeAtMs: nowMs + (busySeconds * HOUR_MS) / 3600,
    })),
  };
}
