// How often jobs come, learnt from those that came: a rate for each key (place, material, technology …) in which the past
// fades, beside what was believed before anything was seen.

import { HOUR_MS, type AtMs } from '../kernel/time.js';
import type { PastJob } from './job.js';
import type { Arrivals } from './look-ahead.js';

export interface ArrivalEvent {
  readonly atMs: AtMs;
  /** What comes together is learnt together; see {@link arrivalKey}. */
  readonly key: string;
  readonly job: PastJob;
}

export interface Memory {
  /** After this time something seen counts half. */
  readonly halfLifeMs: number;
  /** Believed before: a rate, as if it had been seen for so many hours. */
  readonly prior: { readonly perHour: number; readonly hours: number };
  /** The latest so many jobs are remembered. */
  readonly jobs: number;
}

/** What is known of one key. The first job starts the clock and is not counted. */
export interface Learnt {
  readonly sinceMs: AtMs;
  readonly lastMs: AtMs;
  /** Jobs that came after the first, faded until {@link lastMs}. */
  readonly came: number;
  readonly like: readonly PastJob[];
}

/** `confidence`, 0 to 1: how much of the rate was seen and not believed before. */
export interface Expected extends Arrivals {
  readonly confidence: number;
}

/** One key for jobs that may share a plate: the cell of their place, material and technology. */
export const arrivalKey = (cell: string, material: string, technology: string): string =>
  JSON.stringify([cell, material, technology]);

/** What is known after some events in order of time; an event from before the last one counts as coming with it. */
export function learnArrivals(
  before: ReadonlyMap<string, Learnt>,
  events: Iterable<ArrivalEvent>,
  memory: Memory,
): Map<string, Learnt> {
  const after = new Map(before);
  for (const { atMs, key, job } of events) {
    const known = after.get(key);
    if (!known) {
      after.set(key, { sinceMs: atMs, lastMs: atMs, came: 0, like: [job] });
      continue;
    }
    const lastMs = Math.max(atMs, known.lastMs);
    const came = 1 + known.came * faded(lastMs - known.lastMs, memory);
    after.set(key, { ...known, lastMs, came, like: [...known.like, job].slice(-memory.jobs) });
  }
  return after;
}

/** What to expect of a key from an instant on. A key that was never seen has the prior rate and nothing to be like. */
export function expectedOf(learnt: Learnt | undefined, nowMs: AtMs, memory: Memory): Expected {
  const { prior, halfLifeMs } = memory;
  if (!learnt) return { perHour: prior.perHour, like: [], confidence: 0 };
  const came = learnt.came * faded(Math.max(0, nowMs - learnt.lastMs), memory);
  // The time seen fades as the jobs seen in it do.
  const meanLifeMs = halfLifeMs / Math.LN2;
  const seenHours = (meanLifeMs * (1 - faded(Math.max(0, nowMs - learnt.sinceMs), memory))) / HOUR_MS;
  const hours = seenHours + prior.hours;
  if (!(hours > 0)) return { perHour: prior.perHour, like: learnt.like, confidence: 0 };
  const perHour = (came + prior.perHour * prior.hours) / hours;
  return { perHour, like: learnt.like, confidence: seenHours / hours };
}

const faded = (agoMs: number, { halfLifeMs }: Memory): number => 2 ** (-agoMs / halfLifeMs);
