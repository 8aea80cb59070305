// What Moonraker says, read: answers in, states and records out. Nothing here asks anything.

import { z } from 'zod';
import type { Observation } from '../../machine.js';
import { jobOfName, type ServerRecord } from '../../served/dialect.js';
import type { JobNote } from '../../served/job-notes.js';
import { bodyOf, maybeNumber, wordsOf, type Answer } from '../../served/machine-server.js';

const text = z.string().max(4_000);
const sensorSchema = z.object({ filament_detected: z.boolean(), enabled: z.boolean() });
const statusSchema = z.object({
  result: z.object({
    status: z
      .object({
        webhooks: z.object({ state: text, state_message: text }),
        print_stats: z.object({ state: text, filename: text, print_duration: z.number(), message: text }),
        virtual_sdcard: z.object({ progress: z.number(), file_position: z.number() }),
        idle_timeout: z.object({ state: text }).optional(),
      })
      .catchall(z.unknown()),
  }),
});
export type Status = z.infer<typeof statusSchema>['result']['status'];

const metadataSchema = z.object({
  result: z.object({ gcode_start_byte: maybeNumber, gcode_end_byte: maybeNumber, estimated_time: maybeNumber }),
});
export type Metadata = z.infer<typeof metadataSchema>['result'];

const entrySchema = z.object({
  job_id: text,
  filename: text,
  status: text,
  total_duration: z.number(),
  metadata: z.object({ filament_weight_total: maybeNumber }).catch({ filament_weight_total: undefined }),
});
export type HistoryEntry = z.infer<typeof entrySchema>;
const historySchema = z.object({ result: z.object({ jobs: z.array(entrySchema).max(1_000) }) });

/** An upload over the file at work is forbidden (403) whatever the key. */
export const refusesKey = ({ status }: Answer, method: string): boolean =>
  status === 401 || (status === 403 && method === 'GET');
/** A 503 of its own making tells that there is no Klipper to talk to. */
export const isMeant = (answer: Answer): boolean => answer.status === 503 && wordsOf(answer).startsWith('Klippy');

/** Status of Klipper's objects; undefined where Moonraker has no Klipper to ask. */
export const statusOf = (query: Answer): Status | undefined =>
  query.status === 503 ? undefined : bodyOf(statusSchema, query, 'the printer').result.status;

export const metadataOf = (answer: Answer): Metadata | undefined =>
  answer.status === 200 ? bodyOf(metadataSchema, answer, 'a file').result : undefined;

export const historyOf = (answer: Answer): HistoryEntry[] => bodyOf(historySchema, answer, 'the history').result.jobs;

/** The file at work; a print is only at work while Klipper itself is well. */
export const fileAtWork = ({ webhooks, print_stats: { state, filename } }: Status): string | undefined =>
  webhooks.state === 'ready' && (state === 'printing' || state === 'paused') ? filename : undefined;

/** State from Klipper's objects; `webhooks` first, for after a shutdown the others still tell of a print. */
export function readState(answers: { readonly query: Answer; readonly metadata?: Metadata | undefined }): Observation {
  const status = statusOf(answers.query);
  if (status === undefined) return trouble(`Moonraker has no Klipper to talk to (${wordsOf(answers.query)})`);
  const { webhooks, print_stats: print, idle_timeout: idle } = status;
  if (webhooks.state === 'startup') return { how: 'seen', state: 'waiting', waitsFor: 'Klipper to start' };
  if (webhooks.state !== 'ready')
    return trouble(`Klipper says “${webhooks.state}”: ${firstLine(webhooks.state_message)}`);
  if (print.state === 'printing' || print.state === 'paused') return whileMaking(status, answers.metadata);
  if (idle?.state === 'Printing') return { how: 'seen', state: 'waiting', waitsFor: 'the machine to come to rest' };
  return { how: 'seen', state: 'idle' };
}

const trouble = (what: string): Observation => ({ how: 'seen', state: 'error', waitsFor: `a person: ${what}` });
const firstLine = (message: string): string => message.trim().split('\n', 1)[0]?.slice(0, 200) ?? '';

function whileMaking(status: Status, metadata: Metadata | undefined): Observation {
  const { print_stats: print, virtual_sdcard: card } = status;
  const share = shareDone(card, metadata);
  const whole = metadata?.estimated_time;
  const jobId = jobOfName(print.filename);
  return {
    how: 'seen',
    state: print.state === 'paused' ? 'paused' : 'printing',
    ...(jobId === undefined ? {} : { jobId }),
    percent: 100 * share,
    ...(whole === undefined ? {} : { remainingSeconds: whole * (1 - share) }),
    ...(print.state === 'paused' ? { waitsFor: pauseReason(status) } : {}),
  };
}

/** Bytes of moves behind us; header and settings at a file's two ends are no work. */
function shareDone({ progress, file_position: at }: Status['virtual_sdcard'], metadata: Metadata | undefined): number {
  const { gcode_start_byte: start, gcode_end_byte: end } = metadata ?? {};
  const share = start !== undefined && end !== undefined && end > start ? (at - start) / (end - start) : progress;
  return Math.min(1, Math.max(0, share));
}

function pauseReason(status: Status): string {
  const isEmpty = Object.entries(status).some(([name, value]) => {
    const sensor = sensorSchema.safeParse(value).data;
    return /^filament_(switch|motion)_sensor /.test(name) && sensor?.enabled && !sensor.filament_detected;
  });
  return isEmpty ? 'a person to load filament and to resume' : 'a person to resume the print';
}

export interface RecordAnswers {
  readonly query: Answer;
  /** Newest first; undefined where there is no history. */
  readonly history: readonly HistoryEntry[] | undefined;
  readonly fileIsThere: boolean;
}

/** The record of a file's job. Moonraker notes a print at its beginning, so a history without it is the proof. */
export function readRecord(answers: RecordAnswers, name: string, note: JobNote | undefined): ServerRecord {
  const { history, fileIsThere } = answers;
  const status = statusOf(answers.query);
  if (status !== undefined && fileAtWork(status) === name) return { kind: 'running' };
  const print = status?.print_stats;
  const isComplete = print?.filename === name && print.state === 'complete';
  const entry = history?.find(({ filename }) => filename === name);
  if (entry !== undefined) return ofEntry(entry, isComplete);
  if (isComplete) return { kind: 'ended', outcome: 'finished' };
  const isWhole = note?.before === undefined || history?.some(({ job_id }) => job_id === note.before) === true;
  const isAtRest = status?.webhooks.state === 'ready' && print?.filename !== name;
  return { kind: 'nothing', fileIsThere, isProof: history !== undefined && isWhole && isAtRest };
}

function ofEntry(entry: HistoryEntry, isComplete: boolean): ServerRecord {
  const seconds = Math.max(0, entry.total_duration);
  const massGrams = entry.metadata.filament_weight_total;
  switch (entry.status) {
    case 'completed':
      return { kind: 'ended', outcome: 'finished', seconds, massGrams };
    case 'cancelled':
      return { kind: 'ended', outcome: 'stopped', seconds };
    // Moonraker was away at the end: the printer may have gone on without it.
    case 'in_progress':
    case 'server_exit':
      return isComplete ? { kind: 'ended', outcome: 'finished' } : { kind: 'unknown' };
    default:
      return { kind: 'ended', outcome: 'failed', seconds, reason: `Moonraker’s history says “${entry.status}”.` };
  }
}
