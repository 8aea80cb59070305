// A machine server that is given: looked at first, then the only machine of the nearest lab.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Connection } from '#contracts/http/call-route';
import type { Machine } from '#core/lab/lab';
import { systemClock } from '#platform/clock/clock';
import { InputRefused } from '../../apps/cli/src/exit.js';
import {
  connectMachine,
  driverSchema,
  type DriverSettings,
} from '../../apps/fab-agent/src/machines/connect-machine.js';
import type { Network } from '../network/network.js';
import { enrolSimulated, type ListedLab } from './simulated-labs.js';

export interface RealMachine {
  readonly driver: DriverSettings;
  readonly buildVolumeMm: Machine['buildVolumeMm'];
}

export interface MachineFlags {
  readonly driver?: string | undefined;
  readonly 'machine-url'?: string | undefined;
  readonly 'api-key'?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly bed: string;
}

/** Machines that print without a person. */
const SERVERS: readonly string[] = ['octoprint', 'moonraker', 'prusalink'];

const refuse = (message: string, remedy: string): InputRefused =>
  new InputRefused({ code: 'demo/bad-flag', message, remedy });

/** The machine that the flags name; undefined: simulated ones. Throws what a person can mend. */
export function machineFrom(flags: MachineFlags): RealMachine | undefined {
  if (flags.driver === undefined) return undefined;
  if (!SERVERS.includes(flags.driver))
    throw refuse(`--driver ${flags.driver} is none of ${SERVERS.join(', ')}.`, 'Without it machines are simulated.');
  const { driver: kind, 'machine-url': url, 'api-key': apiKey, user, password, bed } = flags;
  const parsed = driverSchema.safeParse({
    kind,
    ...(url === undefined ? {} : { url }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
  });
  if (!parsed.success)
    throw refuse(
      `The machine's settings are wrong: ${z.prettifyError(parsed.error)}`,
      'E.g. --driver octoprint --machine-url http://octopi.local --api-key KEY.',
    );
  const size = /^(\d+)x(\d+)x(\d+)$/.exec(bed);
  if (!size) throw refuse(`--bed ${bed} is no size.`, 'Write it as 250x210x220, millimetres.');
  const [x, y, z_] = size.slice(1).map(Number) as [number, number, number];
  return { driver: parsed.data, buildVolumeMm: { x, y, z: z_ } };
}

/** One look at the machine, in words; throws when it cannot be reached or will not have us. */
export async function lookAt({ driver, buildVolumeMm }: RealMachine): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'fabcommons-look-'));
  const machine = { id: 'mac_look', name: 'The machine', process: 'fdm', buildVolumeMm, bedShape: 'rectangular', loaded: [] } as const; // prettier-ignore
  const ending = new AbortController();
  try {
    for await (const seen of connectMachine({ machine, driver }, { folder, clock: systemClock }).observe(
      ending.signal,
    )) {
      if (seen.state === 'idle') return 'The machine answers and is idle';
      throw refuse(
        `The machine is ${seen.state}${seen.waitsFor === undefined ? '' : `: ${seen.waitsFor.replace(/\.+$/, '')}`}.`,
        'Make it ready: it has to answer, to be connected to its printer, and to print nothing else.',
      );
    }
    throw refuse('The machine says nothing.', 'Look at --machine-url.');
  } finally {
    ending.abort();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Gives a listed lab this machine alone; nobody has to clear its bed in a demo of one order. Answers the agent's home. */
export async function enrolReal(
  network: Network,
  steward: Connection,
  lab: ListedLab,
  { machine, material }: { machine: RealMachine; material: string },
): Promise<string> {
  const printer = {
    name: 'The machine',
    process: 'fdm' as const,
    buildVolumeMm: machine.buildVolumeMm,
    bedShape: 'rectangular' as const,
    nozzleMm: 0.4,
    loaded: [],
  };
  const draft = { ...lab.draft, machines: [printer] };
  const home = await enrolSimulated(network, steward, { ...lab, draft }, { materials: [material], speed: 1 });
  const path = join(home, 'lab.json');
  const file = JSON.parse(readFileSync(path, 'utf8')) as { machines: object[] };
  file.machines = file.machines.map((each) => ({ ...each, driver: machine.driver, clearBed: 'automatic' }));
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  return home;
}
