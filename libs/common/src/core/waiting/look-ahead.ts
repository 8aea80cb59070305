// What may come, played to an end: a plain rule decides in drawn futures, so that "start these now" and "wait" can be
// compared by what they lead to (rollout: Bertsekas, Tsitsiklis and Wu 1997).

import { HOUR_MS, type AtMs } from '../kernel/time.js';
import { type Chance, oneOf } from '../nesting/seeded.js';
import { batchMs, batchProfit, latenessOf, type PastJob, type WaitingJob, type World } from './job.js';
import { areaOf, fillPlate, seemsToFit } from './plate.js';

/** How jobs are expected to come. */
export interface Arrivals {
  readonly perHour: number;
  /** What they may be like, each as likely as the other. Empty: none are expected. */
  readonly like: readonly PastJob[];
}

/** A job that comes, and the decision that is the first to know it. */
export interface Coming {
  readonly knownAtMs: AtMs;
  readonly job: WaitingJob;
}

/** Where a comparison starts: the machine free at an instant, jobs that wait for it, and a drawn future. */
export interface Onset {
  readonly freeAtMs: AtMs;
  readonly waiting: readonly WaitingJob[];
  readonly future: readonly Coming[];
}

/** Two instants nearer than this are the same. */
const SAME_MS = 1;
/** No drawn future is longer, however much is expected. */
const MOST_COMING = 50;

/** The next instant at which a machine that is free is decided about again. */
export const nextStep = ({ stepMs }: World, atMs: AtMs): AtMs => (Math.floor((atMs + SAME_MS) / stepMs) + 1) * stepMs;
export const hasEnded = ({ endMs }: World, atMs: AtMs): boolean => atMs >= endMs - SAME_MS;
const lastStep = ({ stepMs, endMs }: World): AtMs => (Math.ceil((endMs - SAME_MS) / stepMs) - 1) * stepMs;

/** One drawn future, in the order in which jobs come: a Poisson stream of jobs like those of the past. */
export function drawFuture(
  world: World,
  { perHour, like }: Arrivals,
  { nowMs, chance }: { nowMs: AtMs; chance: Chance },
): Coming[] {
  const future: Coming[] = [];
  if (!(perHour > 0) || like.length === 0) return future;
  let atMs = nowMs;
  while (future.length < MOST_COMING) {
    atMs += (-Math.log(1 - chance()) / perHour) * HOUR_MS;
    const knownAtMs = nextStep(world, atMs);
    if (hasEnded(world, knownAtMs)) break;
    const past = like[oneOf(chance, like.length)]!;
    future.push({ knownAtMs, job: { ...past, id: '', promised: false, dueAtMs: atMs + past.noticeMs } });
  }
  return future;
}

/** The plate that the rule would start, and what it needs to know of it. */
interface Loaded {
  readonly jobs: readonly WaitingJob[];
  readonly full: boolean;
  readonly spanMs: number;
  /** The latest start at which nothing on it is late. */
  readonly needMs: AtMs;
}

/**
 * Plays the slack rule from an instant at which the machine is free and answers the money earned until the end. It
 * fills the plate by due day, and starts when that pays and the plate is full to a share of `fill`, or something would
 * be late by the next step.
 */
export function playOut(world: World, { freeAtMs, waiting: first, future }: Onset, fill: number): number {
  let [waiting, atMs, next, profit] = [first, freeAtMs, 0, 0];
  let loaded: Loaded | undefined;
  while (!hasEnded(world, atMs)) {
    const known = next;
    while (next < future.length && future[next]!.knownAtMs <= atMs + SAME_MS) next++;
    if (next > known) {
      waiting = [...waiting, ...future.slice(known, next).map(({ job }) => job)];
      loaded = undefined;
    }
    const comesMs = future[next]?.knownAtMs ?? Infinity;
    if (waiting.length === 0) {
      atMs = comesMs;
      continue;
    }
    loaded ??= load(world, waiting, fill);
    if (isTime(world, loaded, atMs) && batchProfit(world, loaded.jobs, atMs) > 0) {
      const { jobs } = loaded;
      profit += batchProfit(world, jobs, atMs);
      atMs += loaded.spanMs;
      waiting = waiting.filter((job) => !jobs.includes(job));
      loaded = undefined;
    } else {
      atMs = quietUntil(world, { loaded, comesMs }, atMs);
    }
  }
  return profit - latenessOf(world.lateness, waiting, world.endMs);
}

function load({ machine }: World, waiting: readonly WaitingJob[], fill: number): Loaded {
  const byDue = waiting.toSorted((a, b) => a.dueAtMs - b.dueAtMs);
  const jobs = fillPlate(machine, byDue, seemsToFit);
  const spanMs = batchMs(machine, jobs);
  const area = jobs.reduce((sum, job) => sum + areaOf(job), 0);
  const full = jobs.length < waiting.length || area >= fill * machine.bed.xMm * machine.bed.yMm;
  return { jobs, full, spanMs, needMs: Math.min(...jobs.map(({ dueAtMs }) => dueAtMs)) - spanMs };
}

function isTime(world: World, { full, spanMs, needMs }: Loaded, atMs: AtMs): boolean {
  const then = nextStep(world, atMs);
  if (then > needMs || hasEnded(world, then)) return true;
  // A batch that ends after the last start may as well be that last start, with all that comes before it.
  const last = lastStep(world);
  return full && (atMs + spanMs < last || atMs >= last);
}

/** The next instant at which the rule may think otherwise. */
function quietUntil(world: World, { loaded, comesMs }: { loaded: Loaded; comesMs: AtMs }, atMs: AtMs): AtMs {
  const urgentMs = Math.floor(loaded.needMs / world.stepMs) * world.stepMs;
  return Math.max(nextStep(world, atMs), Math.min(comesMs, urgentMs, lastStep(world)));
}
