// Journal × machine → what the lab does next with a job. One table, so that a restart at any instant is just another look.

import { hasEnded, type LabJob } from './lab-journal.js';
import type { MachineState } from '../lab/lab.js';

/** What a machine's own record says of one job. `unknown`: it has no such record, or cannot be asked now. */
export type JobRecord =
  | { readonly kind: 'never' }
  | { readonly kind: 'running' }
  | {
      readonly kind: 'ended';
      readonly outcome: 'finished' | 'failed' | 'stopped';
      readonly reason?: string | undefined;
      readonly seconds?: number | undefined;
      readonly massGrams?: number | undefined;
    }
  | { readonly kind: 'unknown' };

export type EndedRecord = Extract<JobRecord, { kind: 'ended' }>;

/** A job and its machine at one look. */
export interface JobLook {
  readonly job: LabJob;
  readonly state: MachineState;
  readonly record: JobRecord;
  /** True when no earlier job of this machine is to be made first. */
  readonly isNext: boolean;
  /** What the machine is given; the plate, where it is not said. */
  readonly takes?: 'plate' | 'gcode' | undefined;
  /** True while a person has not said that the bed is clear after what was made last. */
  readonly isBedUsed?: boolean | undefined;
}

export type JobStep =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'wait'; readonly for: string }
  | { readonly kind: 'fetch-plate' }
  | { readonly kind: 'prepare-gcode' }
  | { readonly kind: 'ask-and-start' }
  | { readonly kind: 'record-started' }
  | { readonly kind: 'record-end'; readonly record: EndedRecord }
  | { readonly kind: 'stop-machine' };

const STOPPED: JobStep = { kind: 'record-end', record: { kind: 'ended', outcome: 'stopped' } };
const wait = (reason: string): JobStep => ({ kind: 'wait', for: reason });

/** The one next step for a job. A start is only ever a step where the machine's own record says that it never started. */
export function nextStep(look: JobLook): JobStep {
  const { job } = look;
  if (hasEnded(job)) return { kind: 'nothing' };
  if (job.stage === 'assigned') return job.cancelled === undefined ? { kind: 'fetch-plate' } : STOPPED;
  if (job.stage === 'fetched' || job.stage === 'prepared') {
    if (job.cancelled !== undefined) return STOPPED;
    return look.takes === 'gcode' && job.stage === 'fetched' ? { kind: 'prepare-gcode' } : toStart(look);
  }
  return job.stage === 'made' ? afterMaking(job) : afterCommand(look);
}

function afterMaking({ cancelled, made }: LabJob): JobStep {
  if (cancelled === undefined) return wait('a person to say whether the pieces are good');
  // Called off too late: it is made.
  return { kind: 'record-end', record: { ...made, kind: 'ended', outcome: 'finished' } };
}

function toStart({ state, isNext, isBedUsed = false }: JobLook): JobStep {
  if (!isNext) return wait('the jobs before it');
  switch (state) {
    case 'idle':
      return isBedUsed ? wait('a person to say that the bed is clear') : { kind: 'ask-and-start' };
    case 'waiting':
      return wait('the bed to be cleared');
    case 'printing':
    case 'paused':
      return wait('the machine to finish what it does');
    case 'error':
      return wait('a person: the machine reports an error');
    case 'unreachable':
      return wait('the machine to answer');
  }
}

/** The machine was told to start, or was about to be: only its own record says which. */
function afterCommand(look: JobLook): JobStep {
  const { job, record, state } = look;
  switch (record.kind) {
    case 'unknown':
      // Stopping touches this job alone: a machine that answers is told, whatever it knows of the job.
      if (job.cancelled !== undefined && state !== 'unreachable') return { kind: 'stop-machine' };
      return wait('the machine to say what became of the job');
    case 'ended':
      return { kind: 'record-end', record };
    case 'running':
      if (job.cancelled !== undefined) return { kind: 'stop-machine' };
      return job.stage === 'commanded' ? { kind: 'record-started' } : { kind: 'nothing' };
    case 'never':
      if (job.stage === 'started') return wait('a person: the machine has forgotten a job that it had begun');
      // It was clear when the machine was told to start, and nothing has begun since.
      return job.cancelled === undefined ? toStart({ ...look, isBedUsed: false }) : STOPPED;
  }
}
