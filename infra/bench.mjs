// npm run bench: every published figure, beside this machine's own limits, measured in one run.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare } from './prepare/prepare.mjs';
import { REPOSITORY } from './prepare/step.mjs';

const USAGE = `npm run bench -- [--json] [--only NAME] [--seconds N]

  --only NAME   one of quotes-per-second, order-to-offer
  --seconds N   length of each measured loop (6)
  --json        print JSON, and nothing else, on stdout`;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    seconds: { type: 'string', default: '6' },
    help: { type: 'boolean', default: false },
  },
});

async function main() {
  if (values.json) console.log = (...args) => void process.stderr.write(`${args.join(' ')}\n`);
  if (!(await prepare())) return 1;
  const { runBenchmarks, tableOf } = await import('../dist/benchmarks/run.js');
  const folder = join(REPOSITORY, '.fabcommons', 'benchmarks');
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const dataDir = mkdtempSync(join(folder, 'run-'));
  try {
    const results = await runBenchmarks(dataDir, { only: values.only, spanMs: Number(values.seconds) * 1000 });
    process.stdout.write(values.json ? `${JSON.stringify(results, null, 2)}\n` : `\n${tableOf(results).join('\n')}\n`);
    return 0;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

if (values.help) console.log(USAGE);
else process.exitCode = await main();
