// npm run bench: every published figure, beside this machine's own limits, measured in one run.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare } from './prepare/prepare.mjs';
import { REPOSITORY } from './prepare/step.mjs';

const USAGE = `npm run bench -- [--json] [--only NAME] [--quick]

  --only NAME   one of estimate-accuracy, general-assignment, geographic-assignment, label-matching, mesh-measures,
                nearest-labs, online-batching, order-to-offer, plate-packing, quotes-per-second, rectangle-packing,
                strip-packing
  --quick       short rounds: to see that it runs, not for publishing
  --json        print JSON, and nothing else, on stdout

What each figure means is in docs/benchmarks.md.`;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** @param {string} line */
const say = (line) => void process.stderr.write(`  ${line}\n`);

async function main() {
  // The set-up tells its steps on stdout; with --json that belongs to the results.
  if (values.json) console.log = (...args) => void process.stderr.write(`${args.join(' ')}\n`);
  if (!(await prepare())) return 1;
  const { runBenchmarks } = await import('../dist/benchmarks/run.js');
  const { tableOf } = await import('../dist/benchmarks/table.js');
  const folder = join(REPOSITORY, '.fabcommons', 'benchmarks');
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const dataDir = mkdtempSync(join(folder, 'run-'));
  try {
    const results = await runBenchmarks({
      dataDir,
      only: values.only,
      effort: values.quick ? { rounds: 1, roundMs: 800 } : { rounds: 3, roundMs: 1_800 },
      command: ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' '),
      say,
    });
    process.stdout.write(values.json ? `${JSON.stringify(results, null, 2)}\n` : `\n${tableOf(results).join('\n')}\n`);
    return 0;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

if (values.help) console.log(USAGE);
else process.exitCode = await main();
