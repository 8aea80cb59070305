// A machine as a function of time: given what it remembers and the time now, what it does and shows.

import type { JobRecord } from '#core/job/lab-journal-step';
import type { AtMs } from '#core/kernel/time';

/** How a simulated machine behaves. Its seconds run `speed` times as fast as ours. */
export interface SimulationSettings {
  readonly speed: number;
  readonly heatSeconds: number;
  /** How long after a job a simulated person takes the pieces off. */
  readonly clearBedSeconds: number;
  /** Jobs fail at this percentage; all of them, or as many as `failFirstJobs`. */
  readonly failAt?: number | undefined;
  readonly failFirstJobs?: number | undefined;
  /** From this percentage of a job the machine does not answer, for so many of its seconds. */
  readonly unreachableAt?: { readonly percent: number; readonly seconds: number } | undefined;
}

/** One job in the machine's memory. Times are ours, seconds are the machine's. */
export interface SimulatedJob {
  readonly jobId: string;
  readonly startedAtMs: AtMs;
  readonly seconds: number;
  readonly massGrams: number;
  /** Decided at the start, so that it does not depend on when one looks. */
  readonly failAt?: number | undefined;
  /** What the firmware stopped for, at the end of `seconds`. */
  readonly fault?: string | undefined;
  readonly stoppedAtMs?: AtMs | undefined;
}

/** What the machine keeps over a loss of its power or of the agent: its jobs, oldest first. */
export interface SimulatedMemory {
  readonly jobs: readonly SimulatedJob[];
  readonly failures: number;
}

export const EMPTY_MEMORY: SimulatedMemory = { jobs: [], failures: 0 };

const LAYER_SECONDS = 30;
const MOST_LAYERS = 400;

/** The machine's memory after a job began. Throws when the job was begun before: no caller may ever do that. */
export function begin(
  memory: SimulatedMemory,
  job: Omit<SimulatedJob, 'failAt' | 'stoppedAtMs'>,
  settings: SimulationSettings,
): SimulatedMemory {
  if (memory.jobs.some(({ jobId }) => jobId === job.jobId)) throw new Error(`Job ${job.jobId} was started twice.`);
  const { failAt, failFirstJobs = Infinity } = settings;
  const fails = failAt !== undefined && memory.failures < failFirstJobs;
  return {
    jobs: [...memory.jobs, fails ? { ...job, failAt } : job],
    failures: memory.failures + (fails ? 1 : 0),
  };
}

/** The memory after a stop; a job that is over stays as it ended. */
export function halt(memory: SimulatedMemory, jobId: string, at: At): SimulatedMemory {
  return {
    ...memory,
    jobs: memory.jobs.map((job) =>
      job.jobId === jobId && phaseOf(job, at).kind === 'making' ? { ...job, stoppedAtMs: at.nowMs } : job,
    ),
  };
}

export interface At {
  readonly nowMs: AtMs;
  readonly settings: SimulationSettings;
}

type Phase =
  | { readonly kind: 'making'; readonly percent: number; readonly remainingSeconds: number; readonly silent: boolean }
  | { readonly kind: 'over'; readonly outcome: 'finished' | 'failed' | 'stopped'; readonly endedAtMs: AtMs };

function phaseOf(job: SimulatedJob, { nowMs, settings }: At): Phase {
  const { speed, heatSeconds, unreachableAt } = settings;
  const total = heatSeconds + job.seconds;
  const endSeconds = heatSeconds + (job.seconds * (job.failAt ?? 100)) / 100;
  const endedAtMs = job.startedAtMs + (endSeconds / speed) * 1000;
  if (job.stoppedAtMs !== undefined) return { kind: 'over', outcome: 'stopped', endedAtMs: job.stoppedAtMs };
  const fails = job.failAt !== undefined || job.fault !== undefined;
  if (nowMs >= endedAtMs) return { kind: 'over', outcome: fails ? 'failed' : 'finished', endedAtMs };
  // A clock set back must not make a print run backwards past its start.
  const elapsed = Math.max(0, ((nowMs - job.startedAtMs) / 1000) * speed);
  const layers = Math.min(MOST_LAYERS, Math.max(1, Math.ceil(job.seconds / LAYER_SECONDS)));
  const printed = job.seconds === 0 ? 0 : Math.max(0, elapsed - heatSeconds) / job.seconds;
  const silentFrom = unreachableAt && heatSeconds + (job.seconds * unreachableAt.percent) / 100;
  const silent = silentFrom !== undefined && elapsed >= silentFrom && elapsed < silentFrom + unreachableAt!.seconds;
  return {
    kind: 'making',
    percent: (100 * Math.floor(printed * layers)) / layers,
    remainingSeconds: total - elapsed,
    silent,
  };
}

/** What one sees at the machine now. */
export interface SimulatedView {
  readonly state: 'idle' | 'printing' | 'waiting' | 'unreachable';
  readonly jobId?: string;
  readonly percent?: number;
  readonly remainingSeconds?: number;
}

export function viewOf(memory: SimulatedMemory, at: At): SimulatedView {
  const last = memory.jobs.at(-1);
  if (last === undefined) return { state: 'idle' };
  const phase = phaseOf(last, at);
  if (phase.kind === 'making') {
    if (phase.silent) return { state: 'unreachable' };
    const { percent, remainingSeconds } = phase;
    return { state: 'printing', jobId: last.jobId, percent, remainingSeconds };
  }
  const clearAtMs = phase.endedAtMs + (at.settings.clearBedSeconds / at.settings.speed) * 1000;
  return { state: at.nowMs < clearAtMs ? 'waiting' : 'idle' };
}

/** The machine's record of a job. */
export function recordOf(memory: SimulatedMemory, jobId: string, at: At): JobRecord {
  if (viewOf(memory, at).state === 'unreachable') return { kind: 'unknown' };
  const job = memory.jobs.find((one) => one.jobId === jobId);
  if (job === undefined) return { kind: 'never' };
  const phase = phaseOf(job, at);
  if (phase.kind === 'making') return { kind: 'running' };
  const { outcome } = phase;
  if (outcome === 'finished')
    return {
      kind: 'ended',
      outcome,
      seconds: at.settings.heatSeconds + job.seconds,
      massGrams: job.massGrams,
    };
  return outcome === 'failed'
    ? { kind: 'ended', outcome, reason: job.fault ?? `The simulated machine failed at ${job.failAt} %.` }
    : { kind: 'ended', outcome };
}
