// The most that could be earned if a drawn future were known: batches of jobs that follow each other by due day, found
// by dynamic programming over how many of them are done, with the instants and sums that no other beats.

import { SECOND_MS, HOUR_MS, type AtMs } from '../kernel/time.js';
import { latenessOf, type WaitingJob, type World } from './job.js';
import { hasEnded, type Coming, type Onset } from './look-ahead.js';
import { addTo, emptyLoad, seemsToFit } from './plate.js';

/** The first so many jobs done or left: the machine is free at an instant, with so much earned. */
interface Reached {
  readonly freeAtMs: AtMs;
  readonly earned: number;
}

/** How many ways to have done the same jobs are kept. */
const MOST_WAYS = 6;

/** An upper bound for plans that batch by due day: nobody knows the future. */
export function bestInHindsight(world: World, { freeAtMs, waiting, future }: Onset): number {
  const jobs = [...waiting.map((job): Coming => ({ knownAtMs: -Infinity, job })), ...future].sort(
    (a, b) => a.job.dueAtMs - b.job.dueAtMs,
  );
  const ways: Reached[][] = Array.from({ length: jobs.length + 1 }, () => []);
  ways[0]!.push({ freeAtMs, earned: 0 });
  for (const [done, { job }] of jobs.entries()) {
    // The richest when they are many.
    const from = ways[done]!.slice(-MOST_WAYS);
    const lost = latenessOf(world.lateness, [job], world.endMs);
    for (const { freeAtMs: atMs, earned } of from) enter(ways[done + 1]!, { freeAtMs: atMs, earned: earned - lost });
    makeNext(world, { jobs, done, from, ways });
  }
  return ways[jobs.length]!.reduce((best, { earned }) => Math.max(best, earned), -Infinity);
}

interface Next {
  readonly jobs: readonly Coming[];
  readonly done: number;
  readonly from: readonly Reached[];
  readonly ways: readonly Reached[][];
}

/** Every batch of the jobs after those that are done, as soon as its last job is there and the machine is free. */
function makeNext(world: World, { jobs, done, from, ways }: Next): void {
  const { machine, lateness } = world;
  let [value, seconds, height, knownAtMs] = [-machine.setUpMoney, 0, 0, -Infinity];
  const batch: WaitingJob[] = [];
  const load = emptyLoad();
  const firstDueAtMs = jobs[done]!.job.dueAtMs;
  for (let last = done; last < jobs.length; last++) {
    const { job } = jobs[last]!;
    batch.push(job);
    addTo(load, machine, job);
    knownAtMs = Math.max(knownAtMs, jobs[last]!.knownAtMs);
    if (hasEnded(world, knownAtMs) || !seemsToFit(load, machine)) return;
    value += job.value;
    seconds += job.seconds;
    height = Math.max(height, job.heightMm);
    const madeMs = (seconds + height * machine.secondsPerMm) * SECOND_MS;
    const money = value - (madeMs / HOUR_MS) * machine.moneyPerHour;
    for (const { freeAtMs, earned } of from) {
      const startMs = Math.max(freeAtMs, knownAtMs);
      if (hasEnded(world, startMs)) continue;
      const readyMs = startMs + machine.setUpSeconds * SECOND_MS + madeMs;
      const late = readyMs > firstDueAtMs ? latenessOf(lateness, batch, readyMs) : 0;
      enter(ways[last + 1]!, { freeAtMs: readyMs, earned: earned + money - late });
    }
  }
}

/** Adds a way to those that no other beats in both, which are kept by time and so by what they earn. */
function enter(ways: Reached[], way: Reached): void {
  let at = ways.length;
  while (at > 0 && ways[at - 1]!.freeAtMs > way.freeAtMs) at--;
  if (at > 0 && ways[at - 1]!.earned >= way.earned) return;
  if (at > 0 && ways[at - 1]!.freeAtMs === way.freeAtMs) at--;
  let end = at;
  while (end < ways.length && ways[end]!.earned <= way.earned) end++;
  if (end === at) ways.splice(at, 0, way);
  else {
    ways[at] = way;
    ways.splice(at + 1, end - at - 1);
  }
}
