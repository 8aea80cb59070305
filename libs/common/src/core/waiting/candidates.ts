// Which batches are worth a look when a machine is free.

import type { Machine, WaitingJob } from './job.js';
import { fillPlate } from './plate.js';

type Order = (a: WaitingJob, b: WaitingJob) => number;

const byDue: Order = (a, b) => a.dueAtMs - b.dueAtMs;
const byHeight: Order = (a, b) => a.heightMm - b.heightMm;
const byValue: Order = (a, b) => b.value - a.value;

/**
 * Full plates by several orders, their most urgent and their lowest jobs, and each full plate less one job. Every batch
 * lies on the plate; none comes twice.
 */
export function batchesOf(machine: Machine, waiting: readonly WaitingJob[], most: number): WaitingJob[][] {
  const found = new Map<string, WaitingJob[]>();
  const keep = (jobs: readonly WaitingJob[]): void => {
    if (jobs.length === 0 || found.size >= most) return;
    const inOrder = waiting.filter((job) => jobs.includes(job));
    const key = inOrder.map((job) => waiting.indexOf(job)).join();
    if (!found.has(key)) found.set(key, inOrder);
  };
  const full = [byDue, byHeight, byValue].map((order) => fillPlate(machine, waiting.toSorted(order)));
  full.forEach(keep);
  for (const order of [byDue, byHeight]) {
    const inOrder = full[0]!.toSorted(order);
    for (let count = inOrder.length - 1; count > 0; count--) keep(inOrder.slice(0, count));
  }
  for (const jobs of full) for (const left of jobs) keep(jobs.filter((job) => job !== left));
  return [...found.values()];
}
