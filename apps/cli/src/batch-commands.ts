// fabcommons batch: one machine, parts that come one after the other, and when to start; docs/batch.md has the formats.

import { type Command, Option } from 'commander';
import { batchInstance, POLICIES, type PolicyName } from './batch-instance.js';
import { command, type Common } from './command.js';

type Options = Common & { readonly instance: string; readonly policy: PolicyName };

export function batchCommands(program: Command): void {
  command<Options>(
    program,
    'batch',
    'play an instance of online batching: start a batch now, or wait for more, without a network',
    async (output, { instance, policy }) => {
      const answer = await batchInstance(instance, policy);
      output.result(answer, () => {
        for (const { startHours, readyHours, parts, earned } of answer.batches) {
          output.say(
            `${startHours.toFixed(2)} h to ${readyHours.toFixed(2)} h: ${parts.join(', ')} (${earned.toFixed(2)})`,
          );
        }
        for (const { id, why } of answer.left) output.say(`${id} was left: ${why}.`);
        output.say(`Profit: ${answer.profit.toFixed(2)}`);
      });
    },
  )
    .requiredOption('--instance <file>', 'the instance: published text or JSON')
    .addOption(new Option('--policy <name>', 'who decides').choices(POLICIES).default('rolling' satisfies PolicyName));
}
