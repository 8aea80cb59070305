// fabcommons inspect and estimate: what can be told of files here, without a network.

import { type Command, Option } from 'commander';
import { OUTLINE_UNITS_MM, type OutlineUnit } from '#core/geometry/outline/outline';
import { command, type Common } from './command.js';
import { estimateFiles, withEstimateOptions, type EstimateOptions } from './estimate-files.js';
import { EXIT } from './exit.js';
import { inspectFiles, isUsable } from './inspect-files.js';
import { tellMeasures } from './tell-measures.js';

export function measureCommands(program: Command): void {
  command<Common & { readonly unit?: OutlineUnit }>(
    program,
    'inspect <files...>',
    'measure meshes and drawings here, without a network',
    async (output, { unit }, ...given) => {
      const files = given.flat();
      const bar = output.progress('Measuring', files.length);
      let done = 0;
      const inspected = await inspectFiles(files, { unit, onDone: () => bar.done(++done) });
      bar.end();
      output.result(inspected, () => {
        for (const line of inspected.flatMap(tellMeasures)) output.say(line);
      });
      if (!inspected.every(isUsable)) process.exitCode = EXIT.unusableInput;
    },
  ).addOption(new Option('--unit <unit>', 'of drawings that name none').choices(Object.keys(OUTLINE_UNITS_MM)));

  withEstimateOptions(
    command<Common & EstimateOptions>(
      program,
      'estimate <files...>',
      'time and material of mesh files as they lie, without slicing and without a network',
      async (output, options, ...given) => {
        if (!(await estimateFiles(given.flat(), options, output))) process.exitCode = EXIT.unusableInput;
      },
    ),
  );
}
