// When to wait: a machine is free, some jobs wait for it, more may come. Start some of them together now, or wait?

import { HOUR_MS, toIso, type AtMs } from '../kernel/time.js';
import { batchesOf } from './candidates.js';
import { type Choice, choiceOf, compared, type WaitingPolicy } from './compare.js';
import { batchMs, type WaitingJob, type World } from './job.js';
import { type Arrivals, nextStep } from './look-ahead.js';
import { fitTogether } from './plate.js';
import { canKeep, keepable } from './promises.js';

/** Found on drawn arrivals, not on instances that results are told of (docs/decisions/0020). */
export const ROLLING: WaitingPolicy = {
  seed: 1,
  reachMs: 36 * HOUR_MS,
  futures: 64,
  batches: 8,
  jobs: 40,
  fills: [0.3, 0.45, 0.6],
  hindsight: 0.7,
  work: 12_000,
};

export interface Question {
  /** The machine is free. */
  readonly nowMs: AtMs;
  readonly waiting: readonly WaitingJob[];
  readonly world: World;
  readonly arrivals: Arrivals;
  readonly policy: WaitingPolicy;
}

/** `gain`: money by which the choice is expected to be better than the best of the other kind, where there is one. */
export type Decision =
  | { readonly start: readonly string[]; readonly gain?: number }
  | { readonly waitUntilMs: AtMs; readonly reason: string; readonly gain?: number };

/**
 * The jobs to start together now, or until when to wait and why. A promised day that a plan by due day can keep is not
 * broken, neither by waiting nor by starting others; what is expected and what lateness costs decides the rest.
 */
export function decideStart(question: Question): Decision {
  const { nowMs, world, arrivals, policy } = question;
  const waitUntilMs = nextStep(world, nowMs);
  const waiting = question.waiting
    .filter((job) => fitTogether(world.machine, [job]))
    .sort((a, b) => a.dueAtMs - b.dueAtMs)
    .slice(0, policy.jobs);
  if (waiting.length === 0) return { waitUntilMs, reason: 'Nothing waits that fits this machine.' };
  const asked = { ...question, waiting };
  const starts = startsOf(asked);
  const { jobs: promised } = keepable(world.machine, waiting, nowMs);
  const mayWait = canKeep(world.machine, promised, waitUntilMs);
  if (!mayWait) return toStart(compared(asked, starts)[0]!);
  const paying = starts.filter(({ atOnce }) => atOnce > 0);
  const expected = arrivals.perHour > 0 && arrivals.like.length > 0;
  // What was promised is made in any case: without company to hope for, sooner is better.
  if (!expected && paying.length > 0) return toStart(compared(asked, paying)[0]!);
  if (!expected && promised.length > 0) return toStart(compared(asked, starts)[0]!);
  const wait = choiceOf(asked, [], waitUntilMs);
  const inOrder = compared(asked, [...starts, wait]);
  const best = inOrder[0]!;
  const other = inOrder.find(({ start }) => (start.length === 0) !== (best.start.length === 0));
  const gain = other ? best.worth - other.worth : 0;
  if (best !== wait) return toStart(best, gain);
  if (paying.length === 0) return { waitUntilMs, reason: 'No batch of what waits would earn what it costs.', gain };
  const rate = arrivals.perHour.toPrecision(2);
  const reason = `Waiting until ${toIso(waitUntilMs)} is expected to earn ${gain.toFixed(2)} more, as ${rate} jobs an hour may come to share the set-up; no promised day is lost by it.`;
  return { waitUntilMs, reason, gain };
}

const toStart = ({ start }: Choice, gain?: number): Decision => ({
  start: start.map(({ id }) => id),
  ...(gain !== undefined && { gain }),
});

/** The batches that may start now: after each of them every promised day can be kept that could be before. */
function startsOf({ nowMs, waiting, world, policy }: Question): Choice[] {
  const { machine } = world;
  const { jobs: promised, first } = keepable(machine, waiting, nowMs);
  const batches = batchesOf(machine, waiting, policy.batches).filter((start) => {
    const readyMs = nowMs + batchMs(machine, start);
    const inTime = start.every((job) => !promised.includes(job) || readyMs <= job.dueAtMs);
    return inTime && canKeep(machine, promised.filter((job) => !start.includes(job)), readyMs); // prettier-ignore
  });
  if (batches.length === 0) batches.push([...first]);
  return batches.map((start) => choiceOf({ nowMs, waiting, world, policy }, start, nowMs + batchMs(machine, start)));
}
