// fabcommons-agent doctor: looks over all that the agent needs, and says what to do about what is wrong.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { placesIn, readLabFile } from '../home/home-folder.js';
import type { Terminal } from '../service/terminal.js';
import type { Check } from './check.js';
import { wrong } from './check.js';
import { checkDisk, checkModes } from './check-home.js';
import { checkMachines } from './check-machines.js';
import { checkBroker, checkHttp } from './check-network.js';
import { checkSlicer } from './check-slicer.js';

/** Adds `doctor`. */
export function addDoctorCommand(program: Command, { defaultHome, say }: Terminal): void {
  program
    .command('doctor')
    .description('look over network, clock, machines, slicer and disk; exit code 1 when something is wrong')
    .option('--home <dir>', 'folder of the lab', defaultHome)
    .option('--json', 'as JSON', false)
    .action(async ({ home, json }: { home: string; json: boolean }) => {
      const checks = await examine(resolve(home));
      const isWell = checks.every((check) => check.isWell);
      if (json) say(JSON.stringify({ isWell, checks }, null, 2));
      else for (const check of checks) say(lineOf(check));
      process.exitCode = isWell ? 0 : 1;
      // A connection that never came about can not be called off, and would hold the process.
      setTimeout(() => process.exit(), 500).unref();
    });
}

async function examine(home: string): Promise<Check[]> {
  const lab = await readLabFile(home).catch((error: unknown) => String(error));
  if (lab === undefined) return [wrong('home', `${home} is not enrolled.`, 'Run "fabcommons-agent enrol CODE" first.')];
  if (typeof lab === 'string') return [wrong('home', lab, 'Put lab.json right: docs/generated/lab.schema.json')];
  const { NATS_URL, GATEWAY_URL } = process.env;
  const found = await Promise.all([
    checkHttp(GATEWAY_URL || lab.networkUrl),
    checkBroker(NATS_URL || lab.natsUrl, placesIn(home).creds, lab.labId),
    checkMachines(lab),
    checkSlicer(lab, home),
    checkDisk(home),
    checkModes(home),
  ]);
  return found.flat();
}

const lineOf = ({ name, isWell, says, todo }: Check): string =>
  `${isWell ? 'ok   ' : 'WRONG'} ${name}: ${says}${todo === undefined ? '' : `\n      → ${todo}`}`;
