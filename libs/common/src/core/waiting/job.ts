// Jobs that wait for a machine, and what a batch of them takes and earns: the arithmetic of the waiting room.

import { HOUR_MS, SECOND_MS, type AtMs } from '../kernel/time.js';

/** The footprint of one piece, millimetres. */
export interface BoxMm {
  readonly xMm: number;
  readonly yMm: number;
}

/** What is known of a job, whoever ordered it. Money is in any one currency, the same throughout a question. */
export interface JobShape {
  readonly boxes: readonly BoxMm[];
  readonly heightMm: number;
  /** Machine time that it adds to a batch, without what its height adds. */
  readonly seconds: number;
  /** What it earns when it is made, less what it costs alone (material). */
  readonly value: number;
}

/** A job of the past: what it was like, and how long before its day it came. */
export interface PastJob extends JobShape {
  readonly noticeMs: number;
}

export interface WaitingJob extends JobShape {
  readonly id: string;
  readonly dueAtMs: AtMs;
  /** The day was promised to somebody: no saving of others makes it late. */
  readonly promised: boolean;
}

export interface Machine {
  readonly bed: BoxMm;
  /** Between pieces; not to the edge. */
  readonly gapMm: number;
  /** Once a batch: machine time, and money that includes the price of that time. */
  readonly setUpSeconds: number;
  readonly setUpMoney: number;
  /** Of machine time after the set-up. */
  readonly moneyPerHour: number;
  /** For each millimetre of the highest job of a batch. */
  readonly secondsPerMm: number;
}

/** What lateness costs, for each job. */
export interface Lateness {
  readonly moneyPerHour: number;
  /** Lateness after this instant does not count; Infinity for a world without an end. */
  readonly countedUntilMs: AtMs;
}

/** A machine, and the time in which it is decided about. */
export interface World {
  readonly machine: Machine;
  readonly lateness: Lateness;
  /** Decisions are taken at whole multiples of this, and when the machine becomes free. */
  readonly stepMs: number;
  /** No batch starts at this instant or later; Infinity for a world without an end. */
  readonly endMs: AtMs;
}

/** From start to the end of a batch, set-up included. */
export function batchMs(machine: Machine, jobs: readonly JobShape[]): number {
  let [seconds, height] = [0, 0];
  for (const job of jobs) {
    seconds += job.seconds;
    if (job.heightMm > height) height = job.heightMm;
  }
  return (machine.setUpSeconds + seconds + machine.secondsPerMm * height) * SECOND_MS;
}

/** What jobs that are ready at an instant lose by being late. */
export function latenessOf(lateness: Lateness, jobs: readonly WaitingJob[], readyAtMs: AtMs): number {
  const counted = Math.min(readyAtMs, lateness.countedUntilMs);
  let lateMs = 0;
  for (const { dueAtMs } of jobs) if (counted > dueAtMs) lateMs += counted - dueAtMs;
  return (lateMs / HOUR_MS) * lateness.moneyPerHour;
}

/** What a batch earns when it starts at an instant: values less set-up, machine time and lateness. */
export function batchProfit(
  { machine, lateness }: Pick<World, 'machine' | 'lateness'>,
  jobs: readonly WaitingJob[],
  startMs: AtMs,
): number {
  const spanMs = batchMs(machine, jobs);
  const hours = spanMs / HOUR_MS - machine.setUpSeconds / 3600;
  const value = jobs.reduce((sum, job) => sum + job.value, 0);
  return value - machine.setUpMoney - hours * machine.moneyPerHour - latenessOf(lateness, jobs, startMs + spanMs);
}
