// The lab's agent as a program: enrol once, then run; status and accept talk to what runs.

import 'reflect-metadata';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { addAvailabilityCommands } from './availability/availability-commands.js';
import { addDoctorCommand } from './doctor/doctor-command.js';
import { knock, type Command as DoorCommand } from './home/door.js';
import { placesIn } from './home/home-folder.js';
import { showStatus } from './home/show-status.js';
import { runAgents } from './run-agents.js';
import { positive } from './service/driver-options.js';
import { addEnrolCommand } from './service/enrol-command.js';
import { addFindCommand } from './service/find-command.js';
import { addInstallServiceCommand } from './service/install-service-command.js';
import { addMachineCommand } from './service/machine-command.js';

const homesOfEnv = (): string[] =>
  (process.env['FAB_AGENT_HOMES'] ?? '')
    .split(',')
    .map((home) => home.trim())
    .filter((home) => home !== '');
const defaultHome = (): string => homesOfEnv()[0] ?? join(homedir(), '.fabcommons-agent');
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const fail = (text: string): void => {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
};
const program = new Command('fabcommons-agent')
  .description('Lets the machines of a lab take part in a Fabcommons network.')
  .showHelpAfterError()
  .addHelpText('after', '\nExit codes: 0 done, 1 not done (the last line says why and what to do).');

const terminal = { defaultHome: defaultHome(), say, fail };
addEnrolCommand(program, terminal);
addFindCommand(program, terminal);
addMachineCommand(program, terminal);
addDoctorCommand(program, terminal);
addInstallServiceCommand(program, terminal);

program
  .command('run')
  .description('serve one lab or several, until it is told to stop')
  .option('--home <dir...>', 'folders of enrolled labs (also: FAB_AGENT_HOMES, separated by commas)')
  .action(async (options: { home?: string[] }) => {
    const homes = options.home ?? homesOfEnv();
    await runAgents((homes.length === 0 ? [defaultHome()] : homes).map((home) => resolve(home)));
  });

program
  .command('status')
  .description('machines, jobs and the link to the network')
  .option('--home <dir>', 'folder of the lab', defaultHome())
  .option('--json', 'as JSON', false)
  .action(async ({ home, json }: { home: string; json: boolean }) => {
    const shown = await showStatus(resolve(home), json);
    if (shown.ok) say(shown.value);
    else fail(shown.refusal.message);
  });

const tell = async (home: string, command: DoorCommand): Promise<void> => {
  const reply = await knock(placesIn(resolve(home)).door, command);
  if (reply === undefined) fail('No agent is running in this home. Start it with "fabcommons-agent run".');
  else if (reply.ok) say(reply.message);
  else fail(reply.message);
};

addAvailabilityCommands(program, defaultHome(), tell);

program
  .command('accept')
  .description('say yes to an offer that waits for a person')
  .argument('<offer>')
  .option('--home <dir>', 'folder of the lab', defaultHome())
  .action((offer: string, { home }: { home: string }) => tell(home, { answer: offer }));

program
  .command('decline')
  .description('say no to an offer that waits for a person')
  .argument('<offer>')
  .option('--reason <text>', 'why, for the network', 'The lab can not take it now.')
  .option('--home <dir>', 'folder of the lab', defaultHome())
  .action((offer: string, { home, reason }: { home: string; reason: string }) =>
    tell(home, { answer: offer, declinedBecause: reason }),
  );

program
  .command('counter')
  .description('say yes at another price or date to an offer that waits for a person; the customers have the last word')
  .argument('<offer>')
  .option('--price <amount>', 'what the lab asks for the batch, e.g. 12.50')
  .option('--later-hours <n>', 'how much later than estimated it would be ready', positive)
  .option('--reason <text>', 'why, for the customers', '')
  .option('--home <dir>', 'folder of the lab', defaultHome())
  .action(
    (offer: string, { home, ...counter }: { home: string; price?: string; laterHours?: number; reason: string }) =>
      tell(home, { answer: offer, counter }),
  );

program
  .command('rotate')
  .description('trade this lab’s credentials for new ones; the old ones open nothing any more')
  .option('--home <dir>', 'folder of the lab', defaultHome())
  .action(({ home }: { home: string }) => tell(home, { rotate: true }));

program
  .command('back')
  .description('after offers went unanswered: the lab is there again and takes new ones')
  .option('--home <dir>', 'folder of the lab', defaultHome())
  .action(({ home }: { home: string }) => tell(home, { back: true }));

program
  .command('cleared')
  .description('the pieces are off and the bed of this machine is clear: it may begin its next job')
  .argument('<machine>', 'its name or its id')
  .option('--home <dir>', 'folder of the lab', defaultHome())
  .action((machine: string, { home }: { home: string }) => tell(home, { bedCleared: machine }));

program
  .command('pieces')
  .description('you have looked at the pieces of a job: they are good, or --bad')
  .argument('<job>')
  .option('--bad <why>', 'what is wrong with them; the job has failed then')
  .option('--home <dir>', 'folder of the lab', defaultHome())
  .action((job: string, { home, bad }: { home: string; bad?: string }) =>
    tell(home, { piecesOf: job, ...(bad === undefined ? {} : { bad }) }),
  );

try {
  await program.parseAsync();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
