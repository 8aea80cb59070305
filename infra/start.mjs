// npm start: from a fresh clone to a running network with one address. Ctrl-C ends it; the next start finds its data.

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare } from './prepare/prepare.mjs';
import { REPOSITORY, secondsSince, step } from './prepare/step.mjs';
import { seedNetwork } from './seed.mjs';

const USAGE = `npm start -- [--fresh] [--port N] [--data DIR] [--labs N]

  --fresh     begin anew: delete what earlier starts have left
  --port N    the first port to try for the web (4800)
  --data DIR  where everything is kept (.fabcommons)
  --labs N    how many simulated labs to run (12; 0 for none)

DATABASE_URL and NATS_URL point the network at servers that exist already (see infra/README.md).`;

/** @param {string} text @param {string} name @param {number} highest */
function wholeNumber(text, name, highest) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= highest) return number;
  throw new Error(`--${name} takes a whole number up to ${highest}, not "${text}".`);
}

function readFlags() {
  const { values } = parseArgs({
    options: {
      fresh: { type: 'boolean', default: false },
      port: { type: 'string', default: '4800' },
      data: { type: 'string', default: '.fabcommons' },
      labs: { type: 'string', default: '12' },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    fresh: values.fresh,
    help: values.help,
    port: wholeNumber(values.port, 'port', 65_535),
    labs: wholeNumber(values.labs, 'labs', 1000),
    dataDir: resolve(REPOSITORY, values.data),
  };
}

/** A broken terminal must not end the network. */
function surviveClosedTerminal() {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/**
 * First signal: end in order; second: kill.
 * @param {AbortController} ending
 * @param {{ network?: import('./network/network.js').Network }} running
 */
function listenForTheEnd(ending, running) {
  const onSignal = async () => {
    if (ending.signal.aborted) {
      await running.network?.killAll();
      process.exit(130);
    }
    const start = Date.now();
    console.log('\nEnding …');
    ending.abort(new Error('It was ended before everything ran.'));
    if (running.network === undefined) return;
    await running.network.stop();
    console.log(`Ended in ${secondsSince(start)}. The data stays in ${running.network.folder.root}.`);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void onSignal());
}

/** @param {ReturnType<typeof readFlags>} flags */
async function main(flags) {
  const start = Date.now();
  surviveClosedTerminal();
  if (!(await prepare())) process.exit(1);
  const { startNetwork } = await import('../dist/infra/network/start-network.js');
  const ending = new AbortController();
  /** @type {{ network?: import('./network/network.js').Network }} */
  const running = {};
  listenForTheEnd(ending, running);
  /** @param {string} line */
  const say = (line) => console.log(`  ${line}`);
  const network = await step('Postgres, NATS, gateway and scheduler', () =>
    startNetwork({
      dataDir: flags.dataDir,
      ports: { web: flags.port },
      fresh: flags.fresh,
      given: process.env,
      host: process.env['HOST'] ?? '127.0.0.1',
      signal: ending.signal,
      say,
    }),
  );
  running.network = network;
  const { agentHomes, toTry } = await step('First designs and labs', () => seedNetwork(network, { labs: flags.labs }));
  if (agentHomes.length > 0)
    await step(`Agents of ${agentHomes.length} simulated labs`, () => network.startAgent('labs', agentHomes));
  console.log(`\nFabcommons runs at ${network.urls.web}  (${secondsSince(start)})`);
  for (const line of toTry) console.log(`  ${line}`);
  console.log(`\nLogs: ${network.folder.logs}\nCtrl-C ends it.`);
}

try {
  const flags = readFlags();
  if (flags.help) console.log(USAGE);
  else await main(flags);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
