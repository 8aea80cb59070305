// How the figures are made: closed loops of clients for a span of time, after a warm-up; percentiles of what they saw.

import type { BenchNetwork } from './bench-network.js';

/** What a closed loop saw. */
export interface Loop {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly count: number;
}

export interface LoopOptions {
  readonly clients: number;
  readonly spanMs: number;
  /** Not counted, first. */
  readonly warmUpMs?: number;
}

/** Runs `once` again and again from several clients, each waiting for its own answer. A failure ends the benchmark. */
export async function closedLoop(once: (round: number) => Promise<unknown>, options: LoopOptions): Promise<Loop> {
  const { clients, spanMs, warmUpMs = spanMs / 4 } = options;
  const samplesMs: number[] = [];
  let round = 0;
  const begin = performance.now();
  const countFrom = begin + warmUpMs;
  const end = countFrom + spanMs;
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      const start = performance.now();
      await once(round++);
      if (start >= countFrom) samplesMs.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { perSecond: samplesMs.length / (spanMs / 1000), ...percentiles(samplesMs), count: samplesMs.length };
}

/** The median and the 99th percentile (nearest rank). */
export function percentiles(samplesMs: readonly number[]): { p50Ms: number; p99Ms: number } {
  const sorted = samplesMs.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** One line of the printed table. */
export interface Row {
  readonly figure: string;
  readonly perSecond?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly note?: string;
}

export const rowOf = (figure: string, { perSecond, p50Ms, p99Ms, count }: Loop): Row => ({
  figure,
  perSecond,
  p50Ms,
  p99Ms,
  note: `${count} samples`,
});

/** A benchmark: one published figure, with the limits that it is held against, measured in the same run. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  run(network: BenchNetwork, spanMs: number): Promise<Row[]>;
}
