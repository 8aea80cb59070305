// What OctoPrint says, read: answers in, states and records out. Nothing here asks anything.

import { z } from 'zod';
import type { JobRecord } from '#core/job/lab-journal-step';
import type { Observation } from '../../machine.js';
import { jobOfName, type ServerRecord } from '../../served/dialect.js';
import type { JobNote } from '../../served/job-notes.js';
import { bodyOf, maybeNumber, wordsOf, type Answer } from '../../served/machine-server.js';

const text = z.string().max(4_000);
export const jobSchema = z.object({
  state: text,
  error: text.nullish(),
  job: z.object({ file: z.object({ path: text.nullish(), origin: text.nullish() }) }),
  progress: z.object({ completion: maybeNumber, printTimeLeft: maybeNumber }),
});
type Job = z.infer<typeof jobSchema>;

const printerSchema = z.object({
  state: z.object({ flags: z.object({ operational: z.boolean(), ready: z.boolean(), error: z.boolean() }) }),
});

const fileSchema = z.object({
  prints: z
    .object({
      success: z.number().int().min(0),
      failure: z.number().int().min(0),
      last: z.object({ success: z.boolean(), printTime: maybeNumber }).nullish(),
    })
    .nullish(),
});

const MAKING = new Set(['Starting', 'Printing', 'Pausing', 'Resuming', 'Finishing', 'Cancelling', 'Printing from SD']);
const CONNECTING = /^(Opening|Detecting|Connecting|Transferring)/;

/** A wrong key is a 403 to those who read and "CSRF validation failed" to those who write. */
export const refusesKey = (answer: Answer): boolean =>
  answer.status === 401 || answer.status === 403 || (answer.status === 400 && wordsOf(answer).startsWith('CSRF'));

/** The file that is loaded, if it is on OctoPrint's own disk. */
export const loadedFile = ({ job: { file } }: Job): string | undefined =>
  file.origin === 'local' ? (file.path ?? undefined) : undefined;

export const isAtWork = ({ state }: Job): boolean => MAKING.has(state) || state === 'Paused';

/** State from `/api/job` and `/api/printer`; free only where both say so. */
export function readState(answers: { readonly job: Answer; readonly printer: Answer }): Observation {
  const job = bodyOf(jobSchema, answers.job, 'the job');
  if (isAtWork(job)) return whileMaking(job);
  if (CONNECTING.test(job.state)) return { how: 'seen', state: 'waiting', waitsFor: 'OctoPrint to reach its printer' };
  if (job.state !== 'Operational') {
    const why = job.error ? ` (${job.error.trim().slice(0, 160)})` : '';
    return { how: 'seen', state: 'error', waitsFor: `a person: OctoPrint says “${job.state.slice(0, 160)}”${why}` };
  }
  const printer = printerSchema.safeParse(answers.printer.body);
  const flags = printer.success ? printer.data.state.flags : undefined;
  if (flags?.ready && flags.operational && !flags.error) return { how: 'seen', state: 'idle' };
  return { how: 'seen', state: 'waiting', waitsFor: 'the printer to be ready' };
}

function whileMaking(job: Job): Observation {
  const { completion, printTimeLeft } = job.progress;
  const jobId = jobOfName(loadedFile(job));
  return {
    how: 'seen',
    state: job.state === 'Paused' ? 'paused' : 'printing',
    ...(jobId === undefined ? {} : { jobId }),
    ...(completion === undefined ? {} : { percent: Math.min(100, completion) }),
    ...(printTimeLeft === undefined ? {} : { remainingSeconds: printTimeLeft }),
    ...(job.state === 'Paused' ? { waitsFor: 'a person to resume the print' } : {}),
  };
}

/** The record of a file's job. While the file is still loaded and OctoPrint has not lost it, no print means: never begun. */
export function readRecord(
  answers: { readonly job: Answer; readonly file: Answer },
  name: string,
  note: JobNote | undefined,
): ServerRecord {
  const job = bodyOf(jobSchema, answers.job, 'the job');
  const isLoaded = loadedFile(job) === name;
  if (isLoaded && isAtWork(job)) return { kind: 'running' };
  if (answers.file.status === 404) return { kind: 'nothing', fileIsThere: false, isProof: false };
  const { prints } = bodyOf(fileSchema, answers.file, 'a file');
  if (prints && prints.success + prints.failure > 0) return endOf(prints, note);
  const isUntouched = job.state === 'Operational' && !job.progress.completion;
  return { kind: 'nothing', fileIsThere: true, isProof: isLoaded && isUntouched };
}

type Prints = NonNullable<z.infer<typeof fileSchema>['prints']>;

/** OctoPrint keeps "not finished" only; whether somebody wanted that is known from what was seen. */
function endOf({ success, last }: Prints, note: JobNote | undefined): Extract<JobRecord, { kind: 'ended' }> {
  const seconds = last?.printTime === undefined ? {} : { seconds: last.printTime };
  if (success > 0) return { kind: 'ended', outcome: 'finished', ...seconds };
  if (note?.stopAsked) return { kind: 'ended', outcome: 'stopped' };
  return { kind: 'ended', outcome: 'failed', reason: 'OctoPrint recorded that the print did not succeed.' };
}
