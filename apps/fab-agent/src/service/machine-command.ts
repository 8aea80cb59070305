// fabcommons-agent machine list|add|connect|remove: the machines of a home, each with the way in which it is reached.

import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { hasEnded } from '#core/job/lab-journal';
import { PROCESSES, type Process } from '#core/design/part';
import { ok, refuse, type Result } from '#core/kernel/result';
import type { Machine } from '#core/lab/lab';
import { newId } from '#platform/clock/clock';
import { lookAtMachine } from '../doctor/look-at-machine.js';
import { placesIn, readLabFile, type LabFile } from '../home/home-folder.js';
import { readJournal } from '../journal/journal.js';
import { changeLabFile, findMachine } from './change-lab-file.js';
import { driverOf, positive, withDriverOptions, type DriverOptions } from './driver-options.js';
import { tellRefusal, type Terminal } from './terminal.js';

type Entry = LabFile['machines'][number];
type Home = { home: string };

interface AddOptions extends DriverOptions, Home {
  process: Process;
  volume: Machine['buildVolumeMm'];
  round: boolean;
  nozzle?: number;
  material?: string[];
  unchecked: boolean;
}

const AGAIN = 'A running agent takes it up, and tells the network, when it is started again.';

function volume(text: string): Machine['buildVolumeMm'] {
  const [x, y, z, ...more] = text.split(/[x×]/).map(Number);
  if (x && y && z && more.length === 0 && Math.min(x, y, z) > 0) return { x, y, z };
  throw new InvalidArgumentError('It has to be three lengths in millimetres, e.g. 250x210x220.');
}

/** Adds `machine` with what it can do. */
export function addMachineCommand(program: Command, terminal: Terminal): void {
  const machine = program.command('machine').description('the machines of the lab and how they are reached');
  addList(machine, terminal);
  addAdd(machine, terminal);
  addConnect(machine, terminal);
  addRemove(machine, terminal);
}

function addList(machine: Command, { defaultHome, say, fail }: Terminal): void {
  machine
    .command('list')
    .description('machines in lab.json, without their keys')
    .option('--home <dir>', 'folder of the lab', defaultHome)
    .action(async ({ home }: Home) => {
      const lab = await readLabFile(resolve(home));
      if (lab === undefined) return fail(`${home} is not enrolled.`);
      for (const { machine: one, driver } of lab.machines) {
        const { x, y, z } = one.buildVolumeMm;
        const at = 'url' in driver ? ` at ${driver.url}` : '';
        say(`${one.id} ${one.name}: ${one.process}, ${x} × ${y} × ${z} mm, ${driver.kind}${at}`);
      }
      if (lab.machines.length === 0) say('None yet. Add one: fabcommons-agent machine add NAME --volume 250x210x220');
    });
}

function addAdd(machine: Command, { defaultHome, say, fail }: Terminal): void {
  withDriverOptions(machine.command('add').description('add a machine, and look at it'))
    .argument('<name>', 'what people call it')
    .addOption(new Option('--process <name>', 'what it does').choices(PROCESSES).default('fdm'))
    .requiredOption('--volume <mm>', 'build volume, e.g. 250x210x220', volume)
    .option('--round', 'its bed is round', false)
    .option('--nozzle <mm>', 'diameter of the nozzle', positive)
    .option('--material <name...>', 'what is loaded, e.g. PLA')
    .option('--unchecked', 'take it also when it does not answer now', false)
    .option('--home <dir>', 'folder of the lab', defaultHome)
    .action(async (name: string, options: AddOptions) => {
      const added = await changeLabFile(resolve(options.home), async (lab) => {
        if (lab.machines.some((one) => one.machine.name.toLowerCase() === name.toLowerCase()))
          return refuse('machine/known', `There is a machine “${name}” already.`, {
            remedy: 'Change how it is reached with "fabcommons-agent machine connect".',
          });
        const entry = await checked({ machine: describe(name, options) }, options, say);
        return entry.ok ? ok({ ...lab, machines: [...lab.machines, entry.value] }) : entry;
      });
      if (added.ok) say(`${name} is in lab.json. ${AGAIN}`);
      else fail(tellRefusal(added.refusal));
    });
}

function addConnect(machine: Command, { defaultHome, say, fail }: Terminal): void {
  withDriverOptions(machine.command('connect').description('say how a machine of the lab is reached, and look at it'))
    .argument('<machine>', 'its name or its id')
    .option('--unchecked', 'take it also when it does not answer now', false)
    .option('--home <dir>', 'folder of the lab', defaultHome)
    .action(async (asked: string, options: DriverOptions & Home & { unchecked: boolean }) => {
      const done = await changeLabFile(resolve(options.home), async (lab) => {
        const before = findMachine(lab, asked);
        if (!before.ok) return before;
        const entry = await checked(before.value, options, say);
        if (!entry.ok) return entry;
        const machines = lab.machines.map((one) => (one === before.value ? { ...one, ...entry.value } : one));
        return ok({ ...lab, machines });
      });
      if (done.ok) say(`lab.json knows how ${asked} is reached. ${AGAIN}`);
      else fail(tellRefusal(done.refusal));
    });
}

function addRemove(machine: Command, { defaultHome, say, fail }: Terminal): void {
  machine
    .command('remove')
    .description('take a machine out of the lab; not while it has jobs')
    .argument('<machine>', 'its name or its id')
    .option('--home <dir>', 'folder of the lab', defaultHome)
    .action(async (asked: string, { home }: Home) => {
      const { jobs } = await readJournal(placesIn(resolve(home)).journal);
      const done = await changeLabFile(resolve(home), (lab) => {
        const found = findMachine(lab, asked);
        if (!found.ok) return found;
        const open = [...jobs.values()].filter((job) => job.machineId === found.value.machine.id && !hasEnded(job));
        if (open.length > 0)
          return refuse('machine/in-use', `${asked} has ${open.length} jobs that have not ended.`, {
            remedy: 'Let them end, or have them cancelled in the network.',
          });
        return ok({ ...lab, machines: lab.machines.filter((one) => one !== found.value) });
      });
      if (done.ok) say(`${asked} is out of lab.json. ${AGAIN}`);
      else fail(tellRefusal(done.refusal));
    });
}

function describe(name: string, { process, volume: mm, round, nozzle, material }: AddOptions): Machine {
  return {
    id: newId('machine'),
    name,
    process,
    buildVolumeMm: mm,
    bedShape: round ? 'round' : 'rectangular',
    ...(nozzle === undefined ? {} : { nozzleMm: nozzle }),
    loaded: (material ?? []).map((one) => ({ material: one })),
  };
}

/** The entry with its driver, looked at once: what does not answer or refuses the key is not taken, unless it shall be. */
async function checked(
  { machine }: Pick<Entry, 'machine'>,
  options: DriverOptions & { unchecked: boolean },
  say: (text: string) => void,
): Promise<Result<Pick<Entry, 'machine' | 'driver'>>> {
  const driver = await driverOf(options, say);
  if (!driver.ok) return driver;
  const entry = { machine, driver: driver.value };
  const { state, waitsFor } = await lookAtMachine(entry);
  const isWell = state !== 'unreachable' && state !== 'error';
  if (!isWell && !options.unchecked)
    return refuse(
      'machine/not-well',
      `${machine.name} is ${state}: ${(waitsFor ?? 'it does not say why').replace(/[.]$/, '')}.`,
      {
        remedy: 'Put that right, or give --unchecked.',
      },
    );
  say(`${machine.name} by ${driver.value.kind}: ${state}${waitsFor === undefined ? '' : ` (${waitsFor})`}`);
  return ok(entry);
}
