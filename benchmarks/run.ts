// Runs the benchmarks on one network and answers one document: the machine, the day, the command and every figure.

import { cpus, totalmem } from 'node:os';
import { startBenchNetwork } from './bench-network.js';
import type { Row } from './measure.js';
import { orderToOffer } from './order-to-offer.bench.js';
import { quotesPerSecond } from './quotes-per-second.bench.js';

const BENCHMARKS = [quotesPerSecond, orderToOffer];

export interface Results {
  readonly machine: string;
  readonly date: string;
  readonly benchmarks: readonly { readonly name: string; readonly title: string; readonly rows: readonly Row[] }[];
}

/** Runs those whose name is asked for, or all; `spanMs` is the length of each measured loop. */
export async function runBenchmarks(
  dataDir: string,
  { only, spanMs }: { only?: string | undefined; spanMs: number },
): Promise<Results> {
  const network = await startBenchNetwork(dataDir);
  try {
    const benchmarks = [];
    for (const benchmark of BENCHMARKS.filter(({ name }) => only === undefined || name === only)) {
      const { name, title } = benchmark;
      benchmarks.push({ name, title, rows: await benchmark.run(network, spanMs) });
    }
    const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
    return { machine, date: new Date().toISOString().slice(0, 10), benchmarks };
  } finally {
    await network.stop();
  }
}

/** The results as a table for people. */
export function tableOf({ machine, date, benchmarks }: Results): string[] {
  const number = (value: number | undefined, decimals: number): string =>
    value === undefined ? '' : value.toFixed(decimals);
  const lines = [`${machine}, ${date}`];
  for (const { title, rows } of benchmarks) {
    lines.push(
      '',
      title,
      `${''.padEnd(46)}${'per second'.padStart(12)}${'p50 ms'.padStart(10)}${'p99 ms'.padStart(10)}`,
    );
    for (const { figure, perSecond, p50Ms, p99Ms, note } of rows)
      lines.push(
        `  ${figure.padEnd(44)}${number(perSecond, 0).padStart(12)}${number(p50Ms, 2).padStart(10)}${number(p99Ms, 2).padStart(10)}   ${note ?? ''}`,
      );
  }
  return lines;
}
