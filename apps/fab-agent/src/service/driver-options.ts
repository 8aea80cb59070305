// How a machine is reached, as it is typed: a driver by name or by what answers at an address, and its key.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { ok, refuse, type Result } from '#core/kernel/result';
import { systemClock } from '#platform/clock/clock';
import { driverSchema, type DriverSettings } from '../machines/connect-machine.js';
import { askAppKey } from '../machines/drivers/octoprint/ask-app-key.js';
import { probe, SERVER_KINDS } from '../machines/find/probe.js';

export const DRIVERS = [...SERVER_KINDS, 'manual', 'folder', 'simulated'] as const;

export interface DriverOptions {
  driver?: (typeof DRIVERS)[number];
  machineUrl?: string;
  apiKey?: string;
  user?: string;
  password?: string;
  folder?: string;
  speed?: number;
  failAt?: number;
  failFirstJobs?: number;
}

/** The text as a number above zero; what commander shows otherwise. */
export function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It has to be a number above 0.');
}

/** The text as an address of HTTP. */
export function address(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('It has to begin with http:// or https://.');
}

/** Adds the options that say how a machine is reached. */
export const withDriverOptions = (command: Command): Command =>
  command
    .addOption(new Option('--driver <kind>', 'how it is reached; without it: what answers there').choices(DRIVERS))
    .option('--machine-url <url>', 'address of its OctoPrint, Moonraker or PrusaLink', address)
    .addOption(new Option('--api-key <key>', 'its key').env('FAB_MACHINE_API_KEY'))
    .option('--user <name>', 'PrusaLink: user')
    .addOption(new Option('--password <text>', 'PrusaLink: password').env('FAB_MACHINE_PASSWORD'))
    .option('--folder <dir>', 'driver “folder”: where jobs are dropped')
    .option('--speed <factor>', 'simulated: how much faster than real time', positive)
    .option('--fail-at <percent>', 'simulated: jobs fail at this percentage', positive)
    .option('--fail-first-jobs <n>', 'simulated: only so many jobs fail', positive);

/** True where something is said of how a machine is reached. */
export const isSaid = ({ driver, machineUrl, folder, speed, failAt, failFirstJobs }: DriverOptions): boolean =>
  [driver, machineUrl, folder, speed, failAt, failFirstJobs].some((one) => one !== undefined);

/**
 * The driver's settings, checked. Without a kind: simulated where something of a simulation is set, what answers at the
 * address, or else a person. OctoPrint is asked for a key where none is given.
 */
export async function driverOf(options: DriverOptions, say: (text: string) => void): Promise<Result<DriverSettings>> {
  const kind = await kindOf(options);
  if (!kind.ok) return kind;
  const isServed = (SERVER_KINDS as readonly string[]).includes(kind.value);
  const { machineUrl: url, user, password, folder, speed, failAt, failFirstJobs } = options;
  if (isServed && url === undefined)
    return refuse('driver/no-address', `${kind.value} has an address.`, { remedy: 'Give it with --machine-url.' });
  const key = await keyOf(kind.value, options, say);
  if (!key.ok) return key;
  const raw = { kind: kind.value, url, apiKey: key.value, user, password, folder, speed, failAt, failFirstJobs };
  const settings = driverSchema.safeParse(raw);
  if (settings.success) return ok(settings.data);
  return refuse('driver/invalid', `The driver's settings are wrong: ${z.prettifyError(settings.error)}`);
}

async function kindOf(options: DriverOptions): Promise<Result<string>> {
  const { driver, machineUrl, speed, failAt, failFirstJobs } = options;
  if (driver !== undefined) return ok(driver);
  if ([speed, failAt, failFirstJobs].some((one) => one !== undefined)) return ok('simulated');
  if (machineUrl === undefined) return ok('manual');
  const probed = await probe(machineUrl);
  if (probed !== undefined) return ok(probed.kind);
  return refuse('driver/unknown', `Neither OctoPrint, Moonraker nor PrusaLink answers at ${machineUrl}.`, {
    remedy: 'Look at the address, or name the driver with --driver.',
  });
}

async function keyOf(
  kind: string,
  { machineUrl, apiKey, user }: DriverOptions,
  say: (text: string) => void,
): Promise<Result<string | undefined>> {
  if (kind !== 'octoprint' || apiKey !== undefined || machineUrl === undefined) return ok(apiKey);
  const onAsked = (): void => say(`Open ${machineUrl} and press “Allow” for the Fabcommons agent …`);
  try {
    return await askAppKey({ url: machineUrl, user, clock: systemClock, onAsked });
  } catch (error) {
    return refuse('octoprint/away', `OctoPrint gives no key: ${String(error)}`, { remedy: 'Give one with --api-key.' });
  }
}
