// What the driver of one make of machine server has to say; all that keeps a machine safe is in served-machine.ts.

import type { JobRecord } from '#core/job/lab-journal-step';
import type { Result } from '#core/kernel/result';
import type { Observation } from '../machine.js';
import type { JobNote } from './job-notes.js';
import type { FileToSend } from './machine-server.js';

/** A look, and what it taught about a job that the server will soon have forgotten. */
export interface Look {
  readonly observation: Observation;
  readonly learnt?: { readonly jobId: string; readonly change: Partial<JobNote> } | undefined;
}

/**
 * What the server's own record says of the job of one file. `nothing`: no trace that it ever began; `isProof`: and had it
 * begun since `note` was made, there would be one.
 */
export type ServerRecord =
  | Exclude<JobRecord, { kind: 'never' }>
  | { readonly kind: 'nothing'; readonly fileIsThere: boolean; readonly isProof: boolean };

export type Command = 'cancel' | 'pause' | 'resume';

/** Every method may throw `NoAnswer` and `KeyRefused`. A refusal means that nothing has been done. */
export interface Dialect {
  look(): Promise<Look>;
  recordOf(name: string, note: JobNote | undefined): Promise<ServerRecord>;
  /** Puts a file on the server, and starts nothing. */
  handOver(file: FileToSend): Promise<Result<void>>;
  /** Makes that a start which did not come about can be told later; the newest thing in the server's own record. */
  ready(name: string): Promise<Result<string | undefined>>;
  begin(name: string): Promise<Result<void>>;
  /** Ends, pauses or resumes the print of this file, and of no other. */
  tell(name: string, what: Command): Promise<Result<void>>;
  /** Calls `changed` when the server says that something has changed, until the signal ends it. */
  listen(changed: () => void, signal: AbortSignal): Promise<void>;
}

const PREFIX = 'fabcommons-';
const SUFFIX = '.gcode';
const NAME = new RegExp(`^${PREFIX}([A-Za-z0-9_-]{1,80})\\${SUFFIX}$`);

/** The file of a job on a machine server; undefined for an id that can be no part of a name. */
export function nameOfJob(jobId: string): string | undefined {
  const name = `${PREFIX}${jobId}${SUFFIX}`;
  return NAME.test(name) ? name : undefined;
}

/** The job whose file this is; undefined for files that are not ours. */
export const jobOfName = (name: string | null | undefined): string | undefined => NAME.exec(name ?? '')?.[1];
