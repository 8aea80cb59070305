// A job: an accepted batch being made, and what the network believes about it. The lab's machine is the truth; a job out
// of sight may well be printing on, and a machine that was told to stop may not have.

import { next, type Transitions } from '../kernel/transitions.js';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.js';
import type { AtMs } from '../kernel/time.js';

export const JOB_STATES = [
  'accepted',
  'permitted',
  'printing',
  'unseen',
  'stopping',
  'done',
  'failed',
  'cancelled',
  'lost',
] as const;
export type JobState = (typeof JOB_STATES)[number];

/**
 * `accepted` waits to start under a lease; `permitted` has the permission; `unseen` is out of sight, and only a report
 * from the lab or the end of the long trust leaves it; `stopping` was told to stop and has not confirmed. `lost`: given
 * up, its pieces were routed again.
 */
export const JOB_TRANSITIONS = {
  accepted: { permitted: 'permitted', failed: 'failed', cancelled: 'cancelled', lost: 'lost' },
  permitted: { started: 'printing', finished: 'done', failed: 'failed', unseen: 'unseen', stopAsked: 'stopping' },
  printing: { finished: 'done', failed: 'failed', unseen: 'unseen', stopAsked: 'stopping' },
  unseen: {
    started: 'printing',
    seen: 'printing',
    finished: 'done',
    failed: 'failed',
    stopAsked: 'stopping',
    lost: 'lost',
  },
  stopping: { cancelled: 'cancelled', finished: 'done', failed: 'failed', lost: 'lost' },
  done: {},
  failed: {},
  cancelled: {},
  lost: {},
} as const satisfies Transitions<JobState, JobEvent['kind']>;

export interface Job {
  readonly state: JobState;
  readonly fence: number;
  readonly percent: number;
  readonly estimateSeconds: number;
  /** When the lab was last heard of; the server's clock. */
  readonly heardAtMs: AtMs;
}

/** Limits of patience, milliseconds; see the routing policy. */
export interface Patience {
  readonly unseenAfterMs: number;
  readonly startLeaseMs: number;
  readonly lostAfterMs: number;
  readonly lostAfterShareOfEstimate: number;
}

/** What a lab says, always under the fence it was given. */
export type LabReport =
  | { readonly kind: 'askPermission'; readonly fence: number }
  | { readonly kind: 'reportStarted'; readonly fence: number }
  | { readonly kind: 'reportProgress'; readonly fence: number; readonly percent: number }
  | { readonly kind: 'reportFinished'; readonly fence: number }
  | { readonly kind: 'reportFailed'; readonly fence: number; readonly reason: string }
  | { readonly kind: 'reportStopped'; readonly fence: number };

export type JobCommand =
  | LabReport
  | { readonly kind: 'cancel'; readonly reason: string }
  /** As cancelling, but only what has no permission to start. */
  | { readonly kind: 'let-go'; readonly reason: string }
  | { readonly kind: 'look'; readonly atMs: AtMs; readonly patience: Patience };

export type JobEvent =
  | { readonly kind: 'permitted' }
  | { readonly kind: 'started' }
  | { readonly kind: 'seen' }
  | { readonly kind: 'progressed'; readonly percent: number }
  | { readonly kind: 'unseen' }
  | { readonly kind: 'stopAsked'; readonly reason: string }
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'cancelled'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string };

export type JobRefusal = 'job/stale-fence' | 'job/ended' | 'job/not-startable' | 'job/nothing-new';
export type JobDecision = Result<readonly JobEvent[], Refusal<JobRefusal>>;

const ENDED: ReadonlySet<JobState> = new Set(['done', 'failed', 'cancelled', 'lost']);
export const jobEnded = (state: JobState): boolean => ENDED.has(state);

/** What follows from a command. A report under another fence is `job/stale-fence`, after the end `job/ended`. */
export function decideJob(command: JobCommand, job: Job): JobDecision {
  if ('fence' in command && command.fence !== job.fence) {
    return refuse('job/stale-fence', `The job has moved on to fence ${job.fence}; this report bears ${command.fence}.`);
  }
  if (ENDED.has(job.state)) return refuse('job/ended', `The job is ${job.state} already.`);
  switch (command.kind) {
    case 'askPermission':
      return permit(job);
    case 'reportStarted':
      return job.state === 'accepted'
        ? refuse('job/not-startable', 'The job was started without permission.')
        : job.state === 'printing' || job.state === 'stopping'
          ? refuse('job/nothing-new', 'The job is known to run.')
          : ok([{ kind: 'started' }]);
    case 'reportProgress':
      return progress(job, command.percent);
    case 'reportFinished':
      return job.state === 'accepted'
        ? refuse('job/not-startable', 'The job was finished without permission to start.')
        : ok([{ kind: 'finished' }]);
    case 'reportFailed':
      return ok([{ kind: 'failed', reason: command.reason }]);
    case 'reportStopped':
      // A machine that stopped without being asked has failed its job.
      return ok([
        job.state === 'stopping'
          ? { kind: 'cancelled', reason: 'stopped by the lab' }
          : { kind: 'failed', reason: 'stopped at the lab' },
      ]);
    case 'cancel':
      return cancel(job, command.reason);
    case 'let-go':
      return job.state === 'accepted'
        ? ok([{ kind: 'cancelled', reason: command.reason }])
        : refuse('job/not-startable', `The job is ${job.state}: it stays where it is.`);
    case 'look':
      return look(job, command.atMs, command.patience);
  }
}

function permit(job: Job): JobDecision {
  if (job.state === 'accepted') return ok([{ kind: 'permitted' }]);
  // The same agent asks again after a restart: the permission it has is still the permission.
  if (job.state === 'permitted') return ok([]);
  return refuse('job/not-startable', `The job is ${job.state}; it is not to be started.`);
}

function progress(job: Job, percent: number): JobDecision {
  if (job.state === 'accepted')
    return refuse('job/not-startable', 'Progress of a job that has no permission to start.');
  if (job.state === 'stopping') return refuse('job/nothing-new', 'The job is being stopped.');
  const begun: JobEvent[] =
    job.state === 'permitted' ? [{ kind: 'started' }] : job.state === 'unseen' ? [{ kind: 'seen' }] : [];
  const moved: JobEvent[] = percent > job.percent ? [{ kind: 'progressed', percent }] : [];
  return ok([...begun, ...moved]);
}

function cancel(job: Job, reason: string): JobDecision {
  if (job.state === 'accepted') return ok([{ kind: 'cancelled', reason }]);
  if (job.state === 'stopping') return ok([]);
  return ok([{ kind: 'stopAsked', reason }]);
}

function look(job: Job, atMs: AtMs, patience: Patience): JobDecision {
  const silentMs = atMs - job.heardAtMs;
  if (job.state === 'accepted') {
    return silentMs >= patience.startLeaseMs
      ? ok([{ kind: 'lost', reason: 'The lab fell silent before it started.' }])
      : ok([]);
  }
  const trustMs = Math.max(patience.lostAfterMs, patience.lostAfterShareOfEstimate * job.estimateSeconds * 1000);
  if ((job.state === 'unseen' || job.state === 'stopping') && silentMs >= trustMs) {
    return ok([{ kind: 'lost', reason: 'No sign of life from the lab for too long.' }]);
  }
  if ((job.state === 'printing' || job.state === 'permitted') && silentMs >= patience.unseenAfterMs)
    return ok([{ kind: 'unseen' }]);
  return ok([]);
}

/** The job after an event; an event the table does not know leaves the state as it is. */
export function evolveJob(job: Job, event: JobEvent): Job {
  const state = next<JobState, JobEvent['kind']>(JOB_TRANSITIONS, job.state, event.kind) ?? job.state;
  const percent = event.kind === 'progressed' ? event.percent : event.kind === 'finished' ? 100 : job.percent;
  return { ...job, state, percent };
}
