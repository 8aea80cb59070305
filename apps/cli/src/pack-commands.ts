// fabcommons pack: parts onto plates, or a published instance into bins or a strip; docs/pack.md has the formats.

import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ZoneMm } from '#core/nesting/sheet';
import { between, command, type Common } from './command.js';
import { EXIT, InputRefused } from './exit.js';
import { type BedSize, type PackOptions, packFiles } from './pack-files.js';
import { packInstance } from './pack-instance.js';

type Options = Common &
  Partial<PackOptions> & { readonly gap: number; readonly effort: number; readonly instance?: string };

export function packCommands(program: Command): void {
  command<Options>(
    program,
    'pack [files...]',
    'lay parts on plates, several designs together, without a network',
    async (output, options, ...given) => {
      const files = given.flat();
      if (options.instance !== undefined) {
        const packed = await packInstance(options.instance, options);
        output.result(packed, () => output.say(JSON.stringify(packed, null, 2)));
        return;
      }
      const { bed, out } = options;
      if (!bed || out === undefined || files.length === 0) {
        throw new InputRefused({
          code: 'pack/incomplete',
          message: 'Packing needs files, a bed and a folder for the plates.',
          remedy: 'For example: fabcommons pack --bed 250x210 --gap 6 part.stl --out plates',
        });
      }
      if (!(await packFiles(files, { ...options, bed, out }, output))) process.exitCode = EXIT.unusableInput;
    },
  )
    .addOption(new Option('--bed <size>', 'millimetres: 250x210, 250x210x200 with a height').argParser(bedSize))
    .option('--round', 'the bed is round; its first size is the diameter')
    .addOption(new Option('--exclude <x,y,w,d>', 'a box of the bed to keep free; may be repeated').argParser(zone))
    .addOption(new Option('--gap <mm>', 'between parts').argParser(between(0, 1000)).default(6))
    .addOption(
      new Option('--effort <n>', 'million comparisons for a denser answer').argParser(between(0, 1e5)).default(50),
    )
    .option('--out <folder>', 'where plates go')
    .option('--instance <file>', 'pack a rectangle or strip instance and print JSON');
}

function bedSize(text: string): BedSize {
  const sizes = text.split('x').map(Number);
  const [xMm, yMm, heightMm] = sizes;
  const usable = sizes.length <= 3 && sizes.every((size) => size >= 1 && size <= 10_000);
  if (!usable || xMm === undefined || yMm === undefined) {
    throw new InvalidArgumentError('It has to be like 250x210 or 250x210x200, each from 1 to 10000 mm.');
  }
  return { xMm, yMm, heightMm };
}

function zone(text: string, before: readonly ZoneMm[] = []): ZoneMm[] {
  const [xMm, yMm, widthMm, depthMm, ...more] = text.split(',').map(Number);
  const numbers = [xMm, yMm, widthMm, depthMm].every(Number.isFinite) && more.length === 0;
  if (!numbers || !(widthMm! > 0) || !(depthMm! > 0)) {
    throw new InvalidArgumentError('It has to be like 0,0,20,15: corner, width and depth in mm.');
  }
  return [...before, { xMm: xMm!, yMm: yMm!, widthMm: widthMm!, depthMm: depthMm! }];
}
