// fabcommons labs: the labs of the network.

import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { EXIT } from './exit.js';
import { command, type Common } from './command.js';
import { type LabList, readLabList, sendLabs } from './import-labs.js';
import type { Output } from './output.js';
import { readModels, SHIPPED_MODELS } from './machine-models.js';
import { connectionFrom } from './session.js';

export function labCommands(program: Command): void {
  const labs = program.command('labs').description('labs of the network');
  command<Common & { models?: string; check?: boolean }>(
    labs,
    'import <file>',
    'list labs from a public source: JSON or CSV lists, Open Know-Where, SpaceAPI; a CSV of machine models is checked',
    async (output, options, file) => {
      if (file!.endsWith('.csv') && (await isListOfModels(file!))) {
        const models = await readModels(file!);
        output.result({ models: models.length }, () =>
          output.say(
            `${models.length} machine models can be used: give the file with --models when labs are imported.`,
          ),
        );
        return;
      }
      const list = await readLabList(file!, await readModels(options.models ?? SHIPPED_MODELS));
      const { labs: labList, refused, machines } = list;
      if (options.check) {
        const ready = labList.filter(({ draft }) => draft.machines.length > 0).length;
        output.result({ labs: labList.length, withMachines: ready, machines, refused }, () => {
          output.say(`${labList.length} labs can be listed, ${ready} with machines; ${refused.length} cannot.`);
          tell(list, output);
        });
        if (refused.length > 0) process.exitCode = EXIT.unusableInput;
        return;
      }
      const bar = output.progress('Importing', labList.length);
      const sent = await sendLabs(connectionFrom(options, 'steward'), labList, (count) => bar.done(count));
      bar.end();
      output.result({ ...sent, machines, refused }, () => {
        output.say(`${sent.added} labs added, ${sent.changed} changed, ${refused.length} refused.`);
        tell(list, output);
      });
      if (refused.length > 0) process.exitCode = EXIT.unusableInput;
    },
  )
    .option('--models <csv>', 'machine models that give names their size')
    .option('--check', 'say what would be listed, and send nothing');
}

/** Names of machines with what they were taken for, and rows that cannot be used. */
function tell({ machines, refused }: LabList, output: Output): void {
  const known = machines.filter(({ model }) => model !== undefined);
  const times = (list: LabList['machines']): number => list.reduce((sum, one) => sum + one.times, 0);
  if (machines.length > 0)
    output.say(`Of ${times(machines)} machines ${times(known)} have a size, by a model of their name:`);
  for (const { name, times: count, model, confidence } of known)
    output.say(`  ${count} × ${name} → ${model} (${confidence})`);
  for (const { name, times: count } of machines.filter(({ model }) => model === undefined))
    output.say(`  ${count} × ${name} → no model`);
  for (const { row, id, reason } of refused) output.say(`  row ${row} (${id}): ${reason}`);
}

const isListOfModels = async (file: string): Promise<boolean> =>
  /^\uFEFF?[^\n]*\bbuild_x_mm\b/.test(await readFile(file, 'utf8').catch(() => ''));
