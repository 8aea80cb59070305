// fabcommons inspect and estimate: what can be told of files here, without a network.

import type { Command } from 'commander';
import { command, type Common } from './command.js';
import { estimateFiles, withEstimateOptions, type EstimateOptions } from './estimate-files.js';
import { EXIT } from './exit.js';
import { inspectFiles, isUsable } from './inspect-files.js';

export function measureCommands(program: Command): void {
  command<Common>(
    program,
    'inspect <files...>',
    'measure mesh files here, without a network',
    async (output, _options, ...given) => {
      const files = given.flat();
      const bar = output.progress('Measuring', files.length);
      let done = 0;
      const inspected = await inspectFiles(files, () => bar.done(++done));
      bar.end();
      output.result(inspected, () => {
        for (const { file, measured, refusal } of inspected) {
          output.say(file);
          if (refusal) output.say(`  ${refusal.code}: ${refusal.message} ${refusal.remedy ?? ''}`);
          if (!measured) continue;
          const { boxMm, volumeMm3, areaMm2, triangles, shells, watertight } = measured.measures;
          output.say(
            `  ${boxMm.x.toFixed(2)} × ${boxMm.y.toFixed(2)} × ${boxMm.z.toFixed(2)} mm, ${(volumeMm3 / 1000).toFixed(3)} cm³, ${(areaMm2 / 100).toFixed(2)} cm², ${triangles} triangles, ${shells} ${shells === 1 ? 'body' : 'bodies'}, ${watertight ? 'watertight' : 'not watertight'}`,
          );
          for (const { severity, message } of measured.problems) output.say(`  ${severity}: ${message}`);
        }
      });
      if (!inspected.every(isUsable)) process.exitCode = EXIT.unusableInput;
    },
  );

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
