// PrusaSlicer's console. Its exit codes lie, so sizes are checked before it runs and its G-code afterwards; of a plate
// it sees the geometry and nothing else.

import { readFile, stat, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { boxOf } from '#core/geometry/measure';
import { writePlate3mf } from '#core/geometry/plate';
import { readMesh } from '#core/geometry/read-mesh';
import { ok, refuse, type Result } from '#core/kernel/result';
import type { Machine } from '#core/lab/lab';
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

const MOST_TRIANGLES = 4_000_000;
/** Sizes are measured in single precision. */
const SLACK_MM = 0.01;

export class PrusaSlicer implements Slicer {
  constructor(private readonly parts: PrusaSlicerParts) {}

  async slice(order: SliceOrder, signal: AbortSignal): Promise<Result<Sliced, SliceRefusal>> {
    const profile = await this.profileOf(order);
    if (!profile.ok) return profile;
    const geometry = join(order.folder, 'geometry.3mf');
    const box = await writeGeometry(order, geometry, this.parts.own.gcode.originMm);
    if (!box.ok) return box;
    const file = join(order.folder, 'sliced.gcode');
    const loads = profile.value.flatMap((path) => ['--load', path]);
    const data = ['--datadir', join(order.folder, 'data')];
    const args = [...data, ...loads, '--dont-arrange', '--export-gcode', '--output', file, geometry];
    const { command, timeoutSeconds, memoryMb } = this.parts.lab;
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

type Box = NonNullable<Sliced['boxMm']>;

/** Writes the plate anew with its geometry alone, in its place; refuses what the machine cannot hold. */
async function writeGeometry(
  { plate, machine }: SliceOrder,
  to: string,
  origin = { x: 0, y: 0 },
): Promise<Result<Box, SliceRefusal>> {
  const read = readMesh(new Uint8Array(await readFile(plate)), 'plate.3mf', { maxTriangles: MOST_TRIANGLES });
  if (!read.ok) return refuse('plate/unreadable', `The plate can not be read: ${read.refusal.message}`);
  const { minMm, maxMm } = boxOf(read.value.mesh.positions);
  const sizeMm = { x: maxMm.x - minMm.x, y: maxMm.y - minMm.y, z: maxMm.z - minMm.z };
  const too = tooLarge(sizeMm, machine);
  if (too !== undefined) return refuse('plate/too-large', too);
  // Plates are laid out from the corner of the bed; on a round bed that corner is of the square about it.
  const corner = cornerOf(machine, origin);
  const [xMm, yMm] = [minMm.x + corner.x, minMm.y + corner.y];
  const bytes = writePlate3mf({
    title: 'plate',
    parts: [{ name: 'plate', mesh: read.value.mesh }],
    items: [{ part: 0, xMm, yMm, rotationDeg: 0 }],
  });
  await writeFile(to, bytes);
  return ok({ minMm: [xMm, yMm, 0], maxMm: [xMm + sizeMm.x, yMm + sizeMm.y, sizeMm.z] });
}

const cornerOf = ({ bedShape, buildVolumeMm: { x, y } }: Machine, origin: { x: number; y: number }) =>
  bedShape === 'round' ? { x: -x / 2, y: -y / 2 } : origin;

function tooLarge(size: { x: number; y: number; z: number }, { buildVolumeMm, name }: Machine): string | undefined {
  const axis = (['x', 'y', 'z'] as const).find((one) => size[one] > buildVolumeMm[one] + SLACK_MM);
  if (axis === undefined) return undefined;
  const [has, takes] = [size[axis].toFixed(1), buildVolumeMm[axis].toFixed(1)];
  return `The plate is ${has} mm along ${axis.toUpperCase()}; ${name} makes ${takes} mm.`;
}
