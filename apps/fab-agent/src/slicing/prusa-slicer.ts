// PrusaSlicer's console. Its exit codes lie, so sizes are checked before it runs and its G-code afterwards; of a plate
// it sees the geometry and nothing else.

import { stat, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { ok, refuse, type Result } from '#core/kernel/result';
import { plainGeometryInThread } from './in-thread.js';
import { overProfile, plainProfile, type ProfileCase } from './plain-profile.js';
import { runProgram, type ProgramEnd } from './run-program.js';
import type { Sliced, SliceOrder, SliceRefusal, Slicer } from './slicer.js';
import type { LabSlicing, MachineSlicing } from './slicing-settings.js';

export interface PrusaSlicerParts {
  readonly lab: LabSlicing;
  readonly own: MachineSlicing;
  /** Where relative paths of profiles begin. */
  readonly home: string;
}

export class PrusaSlicer implements Slicer {
  constructor(private readonly parts: PrusaSlicerParts) {}

  async slice(order: SliceOrder, signal: AbortSignal): Promise<Result<Sliced, SliceRefusal>> {
    const profile = await this.profileOf(order);
    if (!profile.ok) return profile;
    const geometry = join(order.folder, 'geometry.3mf');
    const { command, timeoutSeconds, memoryMb } = this.parts.lab;
    const originMm = this.parts.own.gcode.originMm ?? { x: 0, y: 0 };
    const asked = { plate: order.plate, to: geometry, machine: order.machine, originMm };
    const box = await plainGeometryInThread(asked, { timeoutSeconds, memoryMb }, signal);
    if (!box.ok) return box;
    const file = join(order.folder, 'sliced.gcode');
    const loads = profile.value.flatMap((path) => ['--load', path]);
    const data = ['--datadir', join(order.folder, 'data')];
    const args = [...data, ...loads, '--dont-arrange', '--export-gcode', '--output', file, geometry];
    const end = await runProgram({ command, args, folder: order.folder, timeoutSeconds, memoryMb }, signal);
    const size = await stat(file).then(({ size: bytes }) => bytes, () => 0); // prettier-ignore
    if (end.how === 'ended' && end.code === 0 && size > 0) return ok({ file, boxMm: box.value });
    return this.reasonOf(end);
  }

  /** The files that are loaded, later ones over earlier ones. */
  private async profileOf(order: SliceOrder): Promise<Result<string[], SliceRefusal>> {
    const { own, home } = this.parts;
    const { machine, settings, folder } = order;
    const material = order.material ?? machine.loaded[0]?.material ?? 'PLA';
    const asked: ProfileCase = { machine, material, settings, gcode: own.gcode };
    const theirs = own.profiles[material] ?? own.profiles['*'];
    const written = join(folder, 'profile.ini');
    if (theirs !== undefined) {
      const path = isAbsolute(theirs) ? theirs : join(home, theirs);
      const isThere = await stat(path).then((found) => found.isFile(), () => false); // prettier-ignore
      if (!isThere)
        return refuse('slicing/no-profile', `The profile ${path} for ${material} on ${machine.name} is not there.`);
      await writeFile(written, overProfile(asked));
      return ok([path, written]);
    }
    const plain = plainProfile(asked);
    if (plain === undefined)
      return refuse('slicing/no-profile', `${machine.name} has no profile for ${material}, and none is known for it.`, {
        remedy: 'Name an .ini of PrusaSlicer for it in lab.json, under slicing.profiles of the machine.',
      });
    await writeFile(written, plain);
    return ok([written]);
  }

  private reasonOf({ how, code, words }: ProgramEnd): Result<never, SliceRefusal> {
    const { command, timeoutSeconds } = this.parts.lab;
    const last = words.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
    switch (how) {
      case 'killed':
        return refuse('slicing/later', 'Slicing was broken off.');
      case 'missing':
        return refuse('slicing/no-slicer', `There is no slicer: ${command} was not found.`, {
          remedy: 'Install PrusaSlicer (Debian: apt install prusa-slicer) or name its path in lab.json.',
        });
      case 'timeout':
        return refuse('slicing/too-long', `Slicing took longer than ${timeoutSeconds} seconds and was stopped.`);
      case 'ended':
        return refuse('slicing/failed', `The slicer gave up on the plate (exit code ${code ?? 'none'}): ${last}`);
    }
  }
}
