// The most that an instance of online batching can earn when all arrivals are known: exact, by dynamic programming over
// sets of jobs done, with the instants and sums that no other beats. For up to some fourteen jobs.

import { batchMs, batchProfit, latenessOf, type World } from '#core/waiting/job';
import { hasEnded } from '#core/waiting/look-ahead';
import { fitTogether } from '#core/waiting/plate';
import type { ArrivingJob } from '#core/waiting/replay';

interface Batch {
  readonly jobs: readonly ArrivingJob[];
  readonly knownMs: number;
  readonly spanMs: number;
}

interface Reached {
  readonly freeAtMs: number;
  readonly earned: number;
}

const MOST_JOBS = 16;

/** Any set of jobs may be a batch that lies on the plate; it starts when all its jobs are known and the machine is free. */
export function offlineOptimum(world: World, jobs: readonly ArrivingJob[]): number {
  if (jobs.length > MOST_JOBS) throw new RangeError(`${jobs.length} jobs are more than ${MOST_JOBS}`);
  const sets = 2 ** jobs.length;
  const batches = Array.from({ length: sets }, (_, set) => batchOf(world, jobs, set));
  // A set fits only when it fits without its first job.
  const fits = new Uint8Array(sets).fill(1, 0, 1);
  for (let set = 1; set < sets; set++) {
    fits[set] = fits[set & (set - 1)] === 1 && fitTogether(world.machine, batches[set]!.jobs) ? 1 : 0;
  }
  const ways: Reached[][] = Array.from({ length: sets }, () => []);
  ways[0]!.push({ freeAtMs: 0, earned: 0 });
  let best = -Infinity;
  for (let done = 0; done < sets; done++) {
    const from = unbeaten(ways[done]!);
    ways[done] = [];
    const rest = sets - 1 - done;
    const lost = latenessOf(world.lateness, batches[rest]!.jobs, world.endMs);
    best = Math.max(best, (from.at(-1)?.earned ?? -Infinity) - lost);
    for (let set = rest; set > 0; set = (set - 1) & rest) {
      if (fits[set] === 0) continue;
      const { jobs: batch, knownMs, spanMs } = batches[set]!;
      for (const { freeAtMs, earned } of from) {
        const startMs = Math.max(freeAtMs, knownMs);
        if (hasEnded(world, startMs)) continue;
        const more = earned + batchProfit(world, batch, startMs);
        ways[done + set]!.push({ freeAtMs: startMs + spanMs, earned: more });
      }
    }
  }
  return best;
}

function batchOf(world: World, all: readonly ArrivingJob[], set: number): Batch {
  const jobs = all.filter((_, index) => (set >> index) & 1);
  const knownMs = jobs.map(({ arrivedAtMs }) => Math.ceil(arrivedAtMs / world.stepMs) * world.stepMs);
  return { jobs, knownMs: Math.max(0, ...knownMs), spanMs: batchMs(world.machine, jobs) };
}

function unbeaten(ways: Reached[]): Reached[] {
  const kept: Reached[] = [];
  ways.sort((a, b) => a.freeAtMs - b.freeAtMs || b.earned - a.earned);
  for (const way of ways) if (way.earned > (kept.at(-1)?.earned ?? -Infinity)) kept.push(way);
  return kept;
}
