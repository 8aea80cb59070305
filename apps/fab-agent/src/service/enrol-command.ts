// fabcommons-agent enrol: a code from the network becomes a home, with each machine and the way in which it is reached.

import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ok } from '#core/kernel/result';
import { enrol } from '../home/enrol.js';
import { PAGE_PORT } from '../local-page/page-settings.js';
import { address, driverOf, isSaid, withDriverOptions, type DriverOptions } from './driver-options.js';
import { tellRefusal, type Terminal } from './terminal.js';

interface EnrolOptions extends DriverOptions {
  network: string;
  home: string;
  machine?: string;
  accept?: string;
  page: number;
  nats?: string;
  force: boolean;
}

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('It has to be a number of a port, or 0.');
}

/** Adds `enrol`. */
export function addEnrolCommand(program: Command, { defaultHome, say, fail }: Terminal): void {
  withDriverOptions(program.command('enrol').description('trade a one-time code for this lab’s own credentials'))
    .argument('<code>', 'the code that the network shows for the lab')
    .requiredOption('--network <url>', 'address of the network, e.g. https://fabcommons.example', address)
    .option('--home <dir>', 'folder of this lab’s settings, journal and files', defaultHome)
    .option('--machine <name>', 'the machine that the address is of, where the lab has several')
    .addOption(new Option('--accept <how>', 'answer to offers (auto)').choices(['auto', 'ask', 'never']))
    .option('--page <port>', 'port of the operator’s page on this computer; 0: none', port, PAGE_PORT)
    .option('--nats <url>', 'NATS server, where it is not the one that the network names')
    .option('--force', 'take the folder over from another lab', false)
    .action(async (code: string, options: EnrolOptions) => {
      const { network, machine, accept, force, nats } = options;
      const home = resolve(options.home);
      const driver = isSaid(options) ? await driverOf(options, say) : ok(undefined);
      if (!driver.ok) return fail(tellRefusal(driver.refusal));
      // Simulated labs are many on one computer, and nobody stands before them.
      const page = driver.value?.kind === 'simulated' || options.page === 0 ? undefined : options.page;
      const enrolment = { code, networkUrl: network, home, accept, force, natsUrl: nats, machine, pagePort: page };
      const done = await enrol({ ...enrolment, driver: driver.value });
      if (!done.ok) return fail(tellRefusal(done.refusal));
      const { labName, labId, machines } = done.value;
      say(`${labName} (${labId}) is enrolled with ${machines.length} machines in ${home}.`);
      for (const { machine: one, driver: how } of machines)
        if (how.kind === 'manual')
          say(`${one.name} is run by hand. Connect it: fabcommons-agent machine connect "${one.name}" --machine-url …`);
      say(`Look over it: fabcommons-agent doctor --home ${home}`);
      say(`Start it: fabcommons-agent run --home ${home}`);
    });
}
