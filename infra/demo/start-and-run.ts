// A throw-away network for one demo, ended whatever happens.

import { existsSync } from 'node:fs';
import { InputRefused } from '../../apps/cli/src/exit.js';
import { startNetwork } from '../network/start-network.js';
import { type MachineFlags, machineFrom, lookAt } from './real-machine.js';
import { runDemo, type DemoChoices } from './run-demo.js';
import type { Report } from './report.js';

type Flags = MachineFlags &
  Readonly<Record<'design' | 'to' | 'quantity' | 'material' | 'labs' | 'agents' | 'minutes', string>> & {
    readonly license?: string | undefined;
    readonly 'fail-first': boolean;
  };

const refuse = (message: string, remedy: string): InputRefused =>
  new InputRefused({ code: 'demo/bad-flag', message, remedy });

/** The flags as choices; throws what a person can mend. */
export function choicesFrom(flags: Flags): DemoChoices {
  const point = /^\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*$/.exec(flags.to);
  const to = { lat: Number(point?.[1]), lon: Number(point?.[2]) };
  if (!(Math.abs(to.lat) <= 90 && Math.abs(to.lon) <= 180))
    throw refuse(`--to "${flags.to}" is no point on the Earth.`, 'Write it as "45.76,4.84": latitude, then longitude.');
  const whole = (name: 'quantity' | 'agents' | 'minutes', most: number): number => {
    const value = Number(flags[name]);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw refuse(`--${name} ${flags[name]} is not a whole number from 1 to ${most}.`, 'Choose another number.');
  };
  for (const name of ['design', 'labs'] as const)
    if (!existsSync(flags[name]))
      throw refuse(`There is nothing at ${flags[name]}.`, `Check the path given with --${name}.`);
  const machine = machineFrom(flags);
  return {
    machine,
    design: flags.design,
    license: flags.license,
    to,
    quantity: whole('quantity', 10_000),
    material: flags.material,
    labs: flags.labs,
    failFirst: flags['fail-first'],
    // Others that can would be nearer, or be chosen: it is this machine that is to be seen.
    agents: machine ? 1 : whole('agents', 50),
    withinMs: whole('minutes', 600) * 60_000,
  };
}

/** Starts the network, runs the demo, ends the network. */
export async function startAndRun(
  dataDir: string,
  choices: DemoChoices,
  { say, prepareMs }: { say: (line: string) => void; prepareMs: number },
): Promise<Report> {
  const begun = performance.now();
  if (choices.machine) say(await lookAt(choices.machine));
  const stop = new AbortController();
  const onSignal = (): void => stop.abort(new Error('The demo was ended.'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
  const network = await startNetwork({ dataDir, throwAway: true, say, signal: stop.signal });
  const startMs = Math.round(performance.now() - begun);
  say(`The network runs (${(startMs / 1000).toFixed(1)} s)`);
  try {
    const interrupted = new Promise<never>((_, reject) =>
      stop.signal.addEventListener('abort', () => reject(stop.signal.reason as Error)),
    );
    const report = await Promise.race([runDemo(network, choices, say), interrupted]);
    const totalMs = prepareMs + Math.round(performance.now() - begun);
    return { ...report, timings: { prepareMs, startMs, ...report.timings, totalMs } };
  } finally {
    await network.stop();
  }
}
