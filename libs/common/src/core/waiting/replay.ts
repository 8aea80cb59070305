// One machine and a list of jobs that come, played through: what a policy earns that knows at each instant only what has
// come by then.

import type { AtMs } from '../kernel/time.js';
import { decideStart, type Decision } from './decide-start.js';
import { batchMs, batchProfit, latenessOf, type WaitingJob, type World } from './job.js';
import { expectedOf, learnArrivals, type Memory } from './learn-arrivals.js';
import { hasEnded, nextStep } from './look-ahead.js';
import { areaOf, fillPlate } from './plate.js';
import type { WaitingPolicy } from './compare.js';

export interface ArrivingJob extends WaitingJob {
  readonly arrivedAtMs: AtMs;
}

/** What a policy is told when the machine is free and something waits. */
export interface Situation {
  readonly nowMs: AtMs;
  readonly world: World;
  readonly waiting: readonly ArrivingJob[];
  /** All that came until now, in the order in which it came; some may be made already. */
  readonly came: readonly ArrivingJob[];
}

export type Decide = (situation: Situation) => Decision;

export interface PlayedBatch {
  readonly startMs: AtMs;
  readonly readyMs: AtMs;
  readonly jobs: readonly string[];
  readonly earned: number;
}

export interface Played {
  readonly earned: number;
  readonly batches: readonly PlayedBatch[];
  /** Never started; their lateness counts until the end. */
  readonly left: readonly string[];
}

/** Plays until the world's end. Jobs become known at whole steps; the machine is asked about when it is free. */
export function replay(world: World, jobs: readonly ArrivingJob[], decide: Decide): Played {
  const inOrder = jobs.toSorted((a, b) => a.arrivedAtMs - b.arrivedAtMs);
  const batches: PlayedBatch[] = [];
  let left = inOrder;
  let nowMs = 0;
  while (!hasEnded(world, nowMs)) {
    const knownMs = nextStep(world, nowMs) - world.stepMs;
    const waiting = left.filter(({ arrivedAtMs }) => arrivedAtMs <= knownMs);
    const came = inOrder.filter(({ arrivedAtMs }) => arrivedAtMs <= knownMs);
    const decision = waiting.length === 0 ? undefined : decide({ nowMs, world, waiting, came });
    if (!decision || !('start' in decision)) {
      nowMs = nextStep(world, nowMs);
      continue;
    }
    const batch = waiting.filter(({ id }) => decision.start.includes(id));
    const readyMs = nowMs + batchMs(world.machine, batch);
    const earned = batchProfit(world, batch, nowMs);
    batches.push({ startMs: nowMs, readyMs, jobs: batch.map(({ id }) => id), earned });
    left = left.filter((job) => !batch.includes(job));
    nowMs = readyMs;
  }
  const earned = batches.reduce((sum, batch) => sum + batch.earned, -latenessOf(world.lateness, left, world.endMs));
  return { earned, batches, left: left.map(({ id }) => id) };
}

/** Always starts what lies on the plate, first come, first placed. */
export const startNow: Decide = ({ world, waiting }) => ({
  start: fillPlate(world.machine, waiting).map(({ id }) => id),
});

/** Starts when that pays and the plate is full to a share of `fill` or something would be late by the next step. */
export const startBySlack =
  (fill: number): Decide =>
  ({ nowMs, world, waiting }) => {
    const jobs = fillPlate(world.machine, waiting.toSorted((a, b) => a.dueAtMs - b.dueAtMs)); // prettier-ignore
    const waitUntilMs = nextStep(world, nowMs);
    const { bed } = world.machine;
    const isFull = jobs.reduce((sum, job) => sum + areaOf(job), 0) >= fill * bed.xMm * bed.yMm;
    const readyMs = waitUntilMs + batchMs(world.machine, jobs);
    const isUrgent = hasEnded(world, waitUntilMs) || jobs.some(({ dueAtMs }) => dueAtMs < readyMs);
    const pays = batchProfit(world, jobs, nowMs) > 0;
    if (pays && (isFull || isUrgent)) return { start: jobs.map(({ id }) => id) };
    return { waitUntilMs, reason: pays ? 'The plate is not full, and nothing is urgent.' : 'It would not pay.' };
  };

/** Looks ahead, with arrivals learnt from what came. */
export const startByLooking =
  (policy: WaitingPolicy, memory: Memory): Decide =>
  ({ nowMs, world, waiting, came }) => {
    const events = came.map((job) => ({ atMs: job.arrivedAtMs, key: '', job: { ...job, noticeMs: job.dueAtMs - job.arrivedAtMs } })); // prettier-ignore
    const learnt = learnArrivals(new Map(), events, memory).get('');
    return decideStart({ nowMs, world, waiting, policy, arrivals: expectedOf(learnt, nowMs, memory) });
  };
