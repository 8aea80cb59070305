// Runs the benchmarks of this folder one after the other and answers one document with the machine, the day and every figure.

import { readdirSync } from 'node:fs';
import { startBenchNetwork, type BenchNetwork } from './bench-network.js';
import type { BenchContext, Benchmark } from './benchmark.js';
import { thisMachine } from './machine.js';
import type { Effort } from './measure.js';
import type { Results } from './table.js';

export interface RunOptions {
  readonly dataDir: string;
  readonly only?: string | undefined;
  readonly effort: Effort;
  readonly command: string;
  readonly say: (line: string) => void;
}

/** Runs the benchmark that is asked for, or all. Throws when there is none of that name. */
export async function runBenchmarks({ dataDir, only, effort, command, say }: RunOptions): Promise<Results> {
  const chosen = (await allBenchmarks()).filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0) throw new Error(`There is no benchmark “${only}”.`);
  const machine = thisMachine();
  const at = new Date().toISOString();
  let network: Promise<BenchNetwork> | undefined;
  const context: BenchContext = { effort, network: () => (network ??= startBenchNetwork(dataDir, say)) };
  try {
    const benchmarks = [];
    for (const benchmark of chosen) {
      const { name, title } = benchmark;
      const begin = performance.now();
      benchmarks.push({ name, title, rows: await benchmark.run(context) });
      say(`${name} (${((performance.now() - begin) / 1000).toFixed(0)} s)`);
    }
    return { machine, at, command, benchmarks };
  } finally {
    await network?.then((started) => started.stop());
  }
}

/** One per file `*.bench.js` beside this one, by name; those that leave work behind come last. */
async function allBenchmarks(): Promise<Benchmark[]> {
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.bench.js'));
  const modules = files.toSorted().map((file) => import(new URL(file, import.meta.url).href) as Promise<unknown>);
  const found = await Promise.all(
    modules.map(async (module) => ((await module) as { benchmark: Benchmark }).benchmark),
  );
  return found.toSorted((a, b) => Number(a.last ?? false) - Number(b.last ?? false));
}
