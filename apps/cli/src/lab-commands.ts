// fabcommons labs: the labs of the network.

import type { Command } from 'commander';
import { EXIT } from './exit.js';
import { command, type Common } from './command.js';
import { readLabList, sendLabs } from './import-labs.js';
import { readModels, SHIPPED_MODELS } from './machine-models.js';
import { connectionFrom } from './session.js';

export function labCommands(program: Command): void {
  const labs = program.command('labs').description('labs of the network');
  command<Common & { models?: string }>(
    labs,
    'import <file>',
    'list labs from a public source (JSON as data/labs/sample-labs.json; a CSV of machine models is checked)',
    async (output, options, file) => {
      if (file!.endsWith('.csv')) {
        const models = await readModels(file!);
        output.result({ models: models.length }, () =>
          output.say(
            `${models.length} machine models can be used: give the file with --models when labs are imported.`,
          ),
        );
        return;
      }
      const { labs: list, refused } = await readLabList(file!, await readModels(options.models ?? SHIPPED_MODELS));
      const bar = output.progress('Importing', list.length);
      const sent = await sendLabs(connectionFrom(options, 'steward'), list, (count) => bar.done(count));
      bar.end();
      output.result({ ...sent, refused }, () => {
        output.say(`${sent.added} labs added, ${sent.changed} changed, ${refused.length} refused.`);
        for (const { row, id, reason } of refused) output.say(`  row ${row} (${id}): ${reason}`);
      });
      if (refused.length > 0) process.exitCode = EXIT.unusableInput;
    },
  ).option('--models <csv>', 'machine models that give names their size');
}
