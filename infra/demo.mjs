// npm run demo: the whole journey on this machine, with one report at the end. Nothing of it stays.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare } from './prepare/prepare.mjs';
import { REPOSITORY } from './prepare/step.mjs';

const USAGE = `npm run demo -- [--design PATH] [--license SPDX] [--to "LAT,LON"] [--quantity N] [--material PLA] [--labs FILE] [--fail-first] [--json]

  --design PATH    folder or file to publish (a design that ships with the repository)
  --license SPDX   its licence, where the folder names none
  --to "LAT,LON"   where it is wanted ("45.76,4.84")
  --quantity N     how many (1)
  --material NAME  material family (PLA)
  --labs FILE      list of labs (a sample of real ones that ships with the repository)
  --fail-first     the first machine fails half-way; what is missing is routed again
  --json           print the report as JSON, and nothing else, on stdout
  --agents N       how many of the nearest labs that can print get a simulated agent (4)
  --minutes N      give up after (10; 600 with --driver)

On a machine server that is given, in its own time (the smaller design unless told otherwise):
  --driver KIND    octoprint, moonraker or prusalink
  --machine-url URL
  --api-key KEY    or --user NAME --password WORD where the server takes those
  --bed XxYxZ      its build volume, millimetres (250x210x220)

Exit code 0 only if the order was settled.`;

const { values } = parseArgs({
  options: {
    design: { type: 'string' },
    license: { type: 'string' },
    to: { type: 'string', default: '45.76,4.84' },
    quantity: { type: 'string', default: '1' },
    material: { type: 'string', default: 'PLA' },
    labs: { type: 'string', default: join(REPOSITORY, 'data/labs/sample-labs.json') },
    'fail-first': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    agents: { type: 'string', default: '4' },
    minutes: { type: 'string' },
    driver: { type: 'string' },
    'machine-url': { type: 'string' },
    'api-key': { type: 'string' },
    user: { type: 'string' },
    password: { type: 'string' },
    bed: { type: 'string', default: '250x210x220' },
    help: { type: 'boolean', default: false },
  },
});

/** @param {string} line */
const say = (line) => void process.stderr.write(`  ${line}\n`);

async function main() {
  // The set-up tells its steps on stdout; with --json that belongs to the report.
  if (values.json) console.log = (...args) => void process.stderr.write(`${args.join(' ')}\n`);
  const started = performance.now();
  if (!(await prepare())) return 1;
  const prepareMs = Math.round(performance.now() - started);
  const { choicesFrom, startAndRun } = await import('../dist/infra/demo/start-and-run.js');
  const { tellOf } = await import('../dist/apps/cli/src/exit.js');
  const { tellReport } = await import('../dist/infra/demo/report.js');
  const demos = join(REPOSITORY, '.fabcommons', 'demos');
  mkdirSync(demos, { recursive: true, mode: 0o711 });
  const dataDir = mkdtempSync(join(demos, 'run-'));
  try {
    const from = process.env['INIT_CWD'] ?? process.cwd();
    const shipped = join(REPOSITORY, 'data/designs', values.driver === undefined ? 'syringe-pump' : 'switch-plate');
    const choices = choicesFrom({
      ...values,
      minutes: values.minutes ?? (values.driver === undefined ? '10' : '600'),
      design: values.design === undefined ? shipped : resolve(from, values.design),
      labs: resolve(from, values.labs),
    });
    const report = await startAndRun(dataDir, choices, { say, prepareMs });
    process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : `${tellReport(report).join('\n')}\n`);
    return report.order?.state === 'settled' ? 0 : 6;
  } catch (error) {
    const { code, error: told } = tellOf(error);
    if (values.json) process.stdout.write(`${JSON.stringify({ error: told }, null, 2)}\n`);
    else process.stderr.write(`\n${[told.title, told.detail, told.remedy].filter(Boolean).join('\n')}\n`);
    return code;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

if (values.help) console.log(USAGE);
else process.exitCode = await main();
