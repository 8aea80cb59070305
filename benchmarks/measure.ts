// How the figures are made: closed loops of clients, in rounds after a warm-up; the median of the rounds is told.

/** What a loop saw. */
export interface Loop {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly count: number;
}

/** How long to measure. */
export interface Effort {
  readonly rounds: number;
  /** Length of one round, milliseconds. */
  readonly roundMs: number;
}

/** One line of the printed table. */
export interface Row extends Partial<Loop> {
  readonly figure: string;
  /** What the line is held against in the same run. */
  readonly limit?: boolean;
  /** This line beside a limit: how many times slower it is. */
  readonly beside?: { readonly limit: string; readonly timesSlower: number };
  readonly note?: string;
}

/** Runs `once` again and again from several clients, each waiting for its own answer. A failure ends the benchmark. */
export async function closedLoop(
  once: (turn: number, client: number) => Promise<unknown>,
  { clients, effort }: { readonly clients: number; readonly effort: Effort },
): Promise<Loop> {
  let turn = 0;
  const round = async (spanMs: number): Promise<Loop> => {
    const samplesMs: number[] = [];
    const begin = performance.now();
    const client = async (_: unknown, number: number): Promise<void> => {
      while (performance.now() < begin + spanMs) {
        const start = performance.now();
        await once(turn++, number);
        samplesMs.push(performance.now() - start);
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    return loopOf(samplesMs, performance.now() - begin);
  };
  await round(effort.roundMs / 2);
  const rounds: Loop[] = [];
  for (let i = 0; i < effort.rounds; i++) rounds.push(await round(effort.roundMs));
  return medianOf(rounds);
}

/** Runs a function of this thread `times` times, after `warmUp` runs that do not count. */
export function alone(times: number, once: (turn: number) => unknown, warmUp = Math.ceil(times / 10)): Loop {
  for (let i = 0; i < warmUp; i++) once(i);
  const begin = performance.now();
  const samplesMs = Array.from({ length: times }, (_, i) => {
    const start = performance.now();
    once(i);
    return performance.now() - start;
  });
  return loopOf(samplesMs, performance.now() - begin);
}

/** Rate, median, 95th and 99th percentile (nearest rank) of what was seen in a span. */
export function loopOf(samplesMs: readonly number[], spanMs: number): Loop {
  const sorted = samplesMs.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  const perSecond = (1000 * sorted.length) / spanMs;
  return { perSecond, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), count: sorted.length };
}

/** Of every figure the median of the rounds; the samples of all rounds are counted together. */
export function medianOf(rounds: readonly Loop[]): Loop {
  const median = (of: (loop: Loop) => number): number =>
    rounds.map(of).toSorted((a, b) => a - b)[Math.floor((rounds.length - 1) / 2)] ?? Number.NaN;
  return {
    perSecond: median((loop) => loop.perSecond),
    p50Ms: median((loop) => loop.p50Ms),
    p95Ms: median((loop) => loop.p95Ms),
    p99Ms: median((loop) => loop.p99Ms),
    count: rounds.reduce((sum, { count }) => sum + count, 0),
  };
}

/** A figure beside a limit of the same run, compared by their medians. */
export const beside = (row: Row, limit: Row): Row => ({
  ...row,
  beside: { limit: limit.figure, timesSlower: (row.p50Ms ?? Number.NaN) / (limit.p50Ms ?? Number.NaN) },
});
