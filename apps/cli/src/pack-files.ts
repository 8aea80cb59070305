// Mesh files onto plates on this machine: each plate as 3MF for a slicer and as JSON with what lies where.

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { boxOf } from '#core/geometry/measure';
import type { Mesh } from '#core/geometry/mesh';
import { writePlate3mf } from '#core/geometry/plate';
import { readBodies } from '#core/geometry/read-mesh';
import type { Refusal } from '#core/kernel/result';
import { nestParts, type PlacedPart } from '#core/nesting/nest-parts';
import type { BedShape, ZoneMm } from '#core/nesting/sheet';
import { silhouetteOf } from '#core/nesting/silhouette';
import type { Output } from './output.js';

/** As the network takes them. */
const MOST_BYTES = 200 * 2 ** 20;
const MOST_PIECES = 10_000;

export interface BedSize {
  readonly xMm: number;
  readonly yMm: number;
  readonly heightMm: number | undefined;
}

export interface PackOptions {
  readonly bed: BedSize;
  readonly round?: boolean;
  readonly exclude?: readonly ZoneMm[];
  readonly gap: number;
  /** Million comparisons. */
  readonly effort: number;
  readonly out: string;
}

/** A body of a file, to be made as often as the file places it. */
interface Body {
  readonly file: string;
  readonly name: string;
  readonly mesh: Mesh;
  readonly copies: number;
}

/** What was not placed, and why. */
interface Left {
  readonly file: string;
  readonly part?: string;
  readonly copies?: number;
  readonly refusal: Refusal;
}

/** Packs the files and writes the plates; true when everything was placed. */
export async function packFiles(files: readonly string[], options: PackOptions, output: Output): Promise<boolean> {
  const { bodies, left } = await read(files);
  const high = bodies.filter(({ mesh }) => heightOf(mesh) > (options.bed.heightMm ?? Infinity));
  left.push(...high.map((body) => leftBehind(body, `is ${heightOf(body.mesh).toFixed(1)} mm high`, options)));
  const bed: BedShape = {
    xMm: options.bed.xMm,
    yMm: options.round ? options.bed.xMm : options.bed.yMm,
    shape: options.round ? 'round' : 'rectangular',
    excluded: options.exclude ?? [],
  };
  const parts = bodies
    .filter((body) => !high.includes(body))
    .map((body) => ({ tag: body, copies: body.copies, triangles: silhouetteOf(body.mesh) }));
  const nested = nestParts({ bed, parts, gapMm: options.gap, effort: options.effort * 1e6 });
  left.push(...nested.tooLarge.map((body) => leftBehind(body, 'is too large, however it is turned', options)));
  const labelled = nested.plates.map((plate, index) => labelledPlate(plate, index + 1));
  const plates = labelled.map(plateOf);
  await mkdir(options.out, { recursive: true });
  for (const [index, { file, pieces }] of plates.entries()) {
    await writeFile(join(options.out, file), write3mf(file, labelled[index]!));
    const document = { file, bedMm: bed, gapMm: options.gap, pieces };
    await writeFile(join(options.out, file.replace('.3mf', '.json')), `${JSON.stringify(document, null, 2)}\n`);
  }
  output.result({ bedMm: bed, gapMm: options.gap, plates, left }, () => {
    for (const { file, pieces } of plates) {
      output.say(`${join(options.out, file)}: ${pieces.length} ${pieces.length === 1 ? 'piece' : 'pieces'}`);
    }
    for (const { refusal } of left) output.say([refusal.message, refusal.remedy].filter(Boolean).join(' '));
  });
  return left.length === 0;
}

async function read(files: readonly string[]): Promise<{ bodies: Body[]; left: Left[] }> {
  const bodies: Body[] = [];
  const left: Left[] = [];
  let pieces = 0;
  for (const file of files) {
    const found = await bodiesOf(file);
    if ('code' in found) left.push({ file, refusal: found });
    for (const body of 'code' in found ? [] : found) {
      pieces += body.copies;
      if (pieces <= MOST_PIECES) bodies.push(body);
      else left.push({ ...told(body), refusal: { code: 'pack/too-many', message: `"${body.name}" would be more than ${MOST_PIECES} pieces.` } }); // prettier-ignore
    }
  }
  return { bodies, left };
}

async function bodiesOf(file: string): Promise<readonly Body[] | Refusal> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) {
      return { code: 'mesh/too-large', message: `"${file}" has ${size} bytes; up to ${MOST_BYTES} are read.` };
    }
    const model = readBodies(await readFile(file), basename(file));
    if (!model.ok) return { ...model.refusal, message: `${file}: ${model.refusal.message}` };
    return model.value.bodies.map(({ name, mesh, instances }) => ({ file, name, mesh, copies: instances }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EISDIR') throw error;
    return { code: 'file/not-found', message: `There is no file ${file}.`, remedy: 'Check the path.' };
  }
}

const heightOf = ({ positions }: Mesh): number => {
  const { minMm, maxMm } = boxOf(positions);
  return maxMm.z - minMm.z;
};

const told = ({ file, name, copies }: Body): Omit<Left, 'refusal'> => ({ file, part: name, copies });

const leftBehind = (body: Body, why: string, { bed }: PackOptions): Left => ({
  ...told(body),
  refusal: {
    code: 'pack/does-not-fit',
    message: `"${body.name}" of ${body.file} ${why}, for a bed of ${bed.xMm} × ${bed.yMm} mm${bed.heightMm === undefined ? '' : ` and ${bed.heightMm} mm of height`}.`,
    remedy: 'Lay it down in its file, split it, or name a larger bed.',
  },
});

interface LabelledPiece extends PlacedPart<Body> {
  readonly label: string;
}

/** Labels count along the bed, from left to right. */
const labelledPlate = (plate: readonly PlacedPart<Body>[], number: number): LabelledPiece[] =>
  plate
    .toSorted((a, b) => a.xMm - b.xMm || a.yMm - b.yMm)
    .map((piece, index) => ({ ...piece, label: `${number}-${String(index + 1).padStart(2, '0')}` }));

/** A plate as its JSON tells it. */
function plateOf(
  plate: readonly LabelledPiece[],
  index: number,
): { file: string; pieces: (Omit<LabelledPiece, 'tag'> & { file: string; part: string })[] } {
  const pieces = plate.map(({ tag, label, ...piece }) => ({ label, file: tag.file, part: tag.name, ...piece }));
  return { file: `plate-${index + 1}.3mf`, pieces };
}

function write3mf(title: string, plate: readonly LabelledPiece[]): Uint8Array {
  const bodies = [...new Set(plate.map(({ tag }) => tag))];
  const items = plate.map(({ tag, ...item }) => ({ ...item, part: bodies.indexOf(tag) }));
  return writePlate3mf({ title, parts: bodies.map(({ name, mesh }) => ({ name, mesh })), items });
}
