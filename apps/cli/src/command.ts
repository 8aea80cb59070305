// What all commands have in common: their options, and one way of telling what went wrong.

import { type Command, InvalidArgumentError } from 'commander';
import { tellOf } from './exit.js';
import { outputFor, type Output } from './output.js';

/** Options of every command. */
export interface Common {
  readonly json: boolean;
  readonly url?: string;
  readonly key?: string;
}

/** A command with the options that all have, told in one way when it fails. */
export function command<Options extends Common>(
  parent: Command,
  usage: string,
  description: string,
  run: (output: Output, options: Options, ...args: string[]) => Promise<void>,
): Command {
  const made = parent.command(usage, { isDefault: usage.startsWith('place ') }).description(description);
  made
    .option('--json', 'print JSON for machines', false)
    .option('--url <url>', 'address of the network')
    .option('--key <key>', 'API key');
  made.action(async (...given: unknown[]) => {
    const options = made.opts<Options>();
    try {
      await run(outputFor(options.json), options, ...(given.slice(0, -2) as string[]));
    } catch (error) {
      const told = tellOf(error);
      if (options.json) process.stdout.write(`${JSON.stringify({ error: told.error }, null, 2)}\n`);
      else
        process.stderr.write(
          `${[told.error.title, told.error.detail, told.error.remedy].filter(Boolean).join('\n')}\n`,
        );
      process.exitCode = told.code;
    }
  });
  return made;
}

/** An argument that counts something. */
export const wholeNumber = (text: string): number => {
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new InvalidArgumentError('It has to be a whole number.');
};

/** An argument that is a number within bounds, both included. */
export const between =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It has to be a number from ${least} to ${most}.`);
  };
