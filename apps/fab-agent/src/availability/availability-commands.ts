// What a person types about the lab's times and machines: pause, resume, load, confirm.

import { type Command, InvalidArgumentError } from 'commander';
import type { Command as DoorCommand } from '../home/door.js';
import { CONFIRMED_STEPS, type ConfirmedStep } from '../machines/machine.js';

type Tell = (home: string, command: DoorCommand) => Promise<void>;
type Home = { home: string };

function stepOf(text: string): ConfirmedStep {
  const step = CONFIRMED_STEPS.find((one) => one === text);
  if (step !== undefined) return step;
  throw new InvalidArgumentError(`It has to be one of ${CONFIRMED_STEPS.join(', ')}.`);
}

/** Adds the commands; `tell` says them to the agent that runs in a home. */
export function addAvailabilityCommands(program: Command, defaultHome: string, tell: Tell): void {
  program
    .command('pause')
    .description('take no offers and begin nothing, until "resume"; what is being made goes on')
    .option('--because <text>', 'why, for those who look', '')
    .option('--home <dir>', 'folder of the lab', defaultHome)
    .action(({ home, because }: Home & { because: string }) => tell(home, { paused: true, because }));
  program
    .command('resume')
    .description('go on after "pause"')
    .option('--home <dir>', 'folder of the lab', defaultHome)
    .action(({ home }: Home) => tell(home, { paused: false }));
  program
    .command('load')
    .description('say what is on a machine now; without a material: not said')
    .argument('<machine>', 'its name or its id')
    .argument('[material]', 'e.g. PLA')
    .argument('[color]', 'e.g. red')
    .option('--home <dir>', 'folder of the lab', defaultHome)
    .action((machine: string, material: string | undefined, color: string | undefined, { home }: Home) => {
      const loaded = material === undefined ? [] : [{ material, ...(color === undefined ? {} : { color }) }];
      return tell(home, { load: machine, loaded });
    });
  program
    .command('confirm')
    .description('say what became of a job where its machine can not')
    .argument('<job>')
    .argument('<step>', CONFIRMED_STEPS.join(', '), stepOf)
    .option('--because <text>', 'why it failed or was stopped')
    .option('--home <dir>', 'folder of the lab', defaultHome)
    .action((job: string, step: ConfirmedStep, { home, because }: Home & { because?: string }) =>
      tell(home, { confirm: job, step, ...(because === undefined ? {} : { because }) }),
    );
}
