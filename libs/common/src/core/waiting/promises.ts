// Which promised days can be kept, and by what plan: no saving of others may make them late.

import type { AtMs } from '../kernel/time.js';
import { batchMs, type Machine, type WaitingJob } from './job.js';
import { fitTogether } from './plate.js';

/** Arithmetic of instants in other orders differs by less. */
const SAME_MS = 1e-3;

/**
 * Batches, one after the other from an instant, in which every job is ready by its day; `undefined` when there is no
 * such plan among those that batch by due day. `jobs` are sorted by due day.
 */
function planInTime(machine: Machine, jobs: readonly WaitingJob[], freeAtMs: AtMs): WaitingJob[][] | undefined {
  /** Of the plans for the first so many jobs the one that ends first, by its last batch. */
  const ends: { readyMs: AtMs; from: number }[] = [{ readyMs: freeAtMs, from: 0 }];
  for (let from = 0; from < jobs.length; from++) {
    const before = ends[from];
    if (!before) continue;
    const dueAtMs = jobs[from]!.dueAtMs;
    const batch: WaitingJob[] = [];
    for (let to = from + 1; to <= jobs.length; to++) {
      batch.push(jobs[to - 1]!);
      const readyMs = before.readyMs + batchMs(machine, batch);
      if (readyMs > dueAtMs + SAME_MS || !fitTogether(machine, batch)) break;
      if (readyMs < (ends[to]?.readyMs ?? Infinity)) ends[to] = { readyMs, from };
    }
  }
  if (!ends[jobs.length]) return undefined;
  const plan: WaitingJob[][] = [];
  for (let to = jobs.length; to > 0; to = ends[to]!.from) plan.unshift(jobs.slice(ends[to]!.from, to));
  return plan;
}

const byDue = (jobs: readonly WaitingJob[]): WaitingJob[] => jobs.toSorted((a, b) => a.dueAtMs - b.dueAtMs);

/** True when one plan keeps the days of all of these. */
export const canKeep = (machine: Machine, jobs: readonly WaitingJob[], freeAtMs: AtMs): boolean =>
  planInTime(machine, byDue(jobs), freeAtMs) !== undefined;

/** The promised jobs whose days can be kept, the more urgent ones first, and the batch that a plan for them starts with. */
export function keepable(
  machine: Machine,
  waiting: readonly WaitingJob[],
  freeAtMs: AtMs,
): { readonly jobs: readonly WaitingJob[]; readonly first: readonly WaitingJob[] } {
  const promised = byDue(waiting.filter((job) => job.promised));
  let [jobs, plan] = [promised, planInTime(machine, promised, freeAtMs)];
  if (plan) return { jobs, first: plan[0] ?? [] };
  [jobs, plan] = [[], []];
  for (const job of promised) {
    const more = planInTime(machine, [...jobs, job], freeAtMs);
    if (more) [jobs, plan] = [[...jobs, job], more];
  }
  return { jobs, first: plan[0] ?? [] };
}
