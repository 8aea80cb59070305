// What PrusaLink says, read: answers in, states and records out. Nothing here asks anything.

import { z } from 'zod';
import type { Observation } from '../../machine.js';
import { jobOfName, type Look, type ServerRecord } from '../../served/dialect.js';
import type { JobNote } from '../../served/job-notes.js';
import { bodyOf, maybeNumber, type Answer } from '../../served/machine-server.js';

const text = z.string().max(1_000);
const statusSchema = z.object({
  printer: z.object({ state: text, status_printer: z.object({ ok: z.boolean(), message: text }).partial().optional() }),
});
const fileSchema = z.object({ name: text.nullish(), display_name: text.nullish() });
const jobSchema = z.object({
  id: z.number().int(),
  state: text,
  progress: maybeNumber,
  time_remaining: maybeNumber,
  file: fileSchema.nullish(),
});
const legacySchema = z.object({ job: z.object({ file: z.object({ name: text.nullish(), display: text.nullish() }) }) });

/** The answers of one look: `/api/v1/status`, `/api/v1/job` and `/api/job`, which remembers the last file. */
export interface Answers {
  readonly status: Answer;
  readonly job: Answer;
  readonly legacy: Answer;
}

/** The server's job now, with the id that its commands want. Short names of the firmware are no names of ours. */
export function currentJob({ job }: Pick<Answers, 'job'>) {
  if (job.status === 204 || job.status === 404) return undefined;
  const read = bodyOf(jobSchema, job, 'the job');
  const jobId = jobOfName(read.file?.display_name) ?? jobOfName(read.file?.name);
  return { ...read, jobId };
}

function lastFileJob({ legacy }: Answers): string | undefined {
  const read = legacySchema.safeParse(legacy.body);
  const file = read.success ? read.data.job.file : undefined;
  return jobOfName(file?.display) ?? jobOfName(file?.name);
}

const printerOf = ({ status }: Answers) => bodyOf(statusSchema, status, 'the printer').printer;
const AT_WORK = new Set(['PRINTING', 'PAUSED', 'ATTENTION', 'BUSY']);

/** State from what PrusaLink says of its printer and of its job. */
export function readState(answers: Answers): Observation {
  const printer = printerOf(answers);
  const { ok, message } = printer.status_printer ?? {};
  if (printer.state === 'ERROR' || ok === false)
    return {
      how: 'seen',
      state: 'error',
      waitsFor: `a person: ${(message ?? 'the printer has an error').slice(0, 200)}`,
    };
  switch (printer.state) {
    case 'IDLE':
    case 'READY':
      return { how: 'seen', state: 'idle' };
    case 'PRINTING':
      return atWork(answers, 'printing', undefined);
    case 'PAUSED':
      return atWork(answers, 'paused', 'a person to resume the print');
    case 'ATTENTION':
      if (currentJob(answers) !== undefined)
        return atWork(answers, 'paused', 'a person: the printer asks for attention');
      return { how: 'seen', state: 'waiting', waitsFor: 'a person: the printer asks for attention' };
    case 'FINISHED':
    case 'STOPPED':
      return { how: 'seen', state: 'waiting', waitsFor: 'PrusaLink to put its last print away' };
    default:
      return { how: 'seen', state: 'waiting', waitsFor: `the printer, which is ${printer.state.slice(0, 40)}` };
  }
}

function atWork(answers: Answers, state: 'printing' | 'paused', waitsFor: string | undefined): Observation {
  const job = currentJob(answers);
  return {
    how: 'seen',
    state,
    ...(job?.jobId === undefined ? {} : { jobId: job.jobId }),
    ...(job?.progress === undefined ? {} : { percent: Math.min(100, job.progress) }),
    ...(job?.time_remaining === undefined ? {} : { remainingSeconds: job.time_remaining }),
    ...(waitsFor === undefined ? {} : { waitsFor }),
  };
}

/**
 * What has to be noted now, because PrusaLink forgets ends after some seconds and keeps no history. `before`: the job
 * that the look before saw at work; gone together with the printer, it has failed.
 */
export function readLesson(answers: Answers, before?: string): Look['learnt'] {
  const { state, status_printer: printer } = printerOf(answers);
  const job = currentJob(answers);
  if (AT_WORK.has(state)) return job?.jobId === undefined ? undefined : { jobId: job.jobId, change: { seen: true } };
  if (state === 'ERROR' && job === undefined && before !== undefined) {
    const reason = printer?.message?.slice(0, 200) ?? 'The printer was lost.';
    return { jobId: before, change: { ended: { outcome: 'failed', reason } } };
  }
  const jobId = job === undefined ? lastFileJob(answers) : job.jobId;
  const outcome = ENDS[state];
  return jobId === undefined || outcome === undefined ? undefined : { jobId, change: { ended: { outcome } } };
}

const ENDS: Readonly<Record<string, 'finished' | 'stopped'>> = { FINISHED: 'finished', STOPPED: 'stopped' };

/** The record of a file's job. An end that nobody saw is nowhere written down: then nothing is said about it. */
export function readRecord(
  answers: Answers & { readonly file: Answer; readonly before?: string | undefined },
  name: string,
  note: JobNote | undefined,
): ServerRecord {
  const { state } = printerOf(answers);
  const wanted = jobOfName(name);
  const isCurrent = wanted !== undefined && currentJob(answers)?.jobId === wanted;
  if (isCurrent && AT_WORK.has(state)) return { kind: 'running' };
  const lesson = readLesson(answers, answers.before);
  const ended = lesson?.jobId === wanted ? lesson?.change.ended : undefined;
  if (ended) return { kind: 'ended', ...ended };
  const last = lastFileJob(answers);
  // PrusaLink still knows its last print, and it is another one.
  const isTheSame = note?.before !== undefined && namesLast(answers) === note.before;
  const isProof = state === 'IDLE' && isTheSame && last !== wanted;
  return { kind: 'nothing', fileIsThere: answers.file.status === 200, isProof };
}

/** The name of the last file that PrusaLink remembers, ours or not. */
export function namesLast({ legacy }: Pick<Answers, 'legacy'>): string | undefined {
  const read = legacySchema.safeParse(legacy.body);
  return (read.success && read.data.job.file.name) || undefined;
}

/** A file's size in bytes; undefined where there is none. */
export function sizeOf(answer: Answer): number | undefined {
  const read = z.object({ size: z.number().int() }).safeParse(answer.body);
  return answer.status === 200 && read.success ? read.data.size : undefined;
}
