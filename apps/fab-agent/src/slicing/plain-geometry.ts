// A plate written anew with its geometry alone: what else a 3MF can carry, settings, start code, scripts, stays behind.

import { readFileSync, writeFileSync } from 'node:fs';
import { boxOf } from '#core/geometry/measure';
import type { Mesh } from '#core/geometry/mesh';
import { writePlate3mf } from '#core/geometry/plate';
import { readMesh } from '#core/geometry/read-mesh';
import { writeStl } from '#core/geometry/write-stl';
import { ok, refuse, type Refusal, type Result } from '#core/kernel/result';
import type { Machine } from '#core/lab/lab';

export interface GeometryOrder {
  /** Paths of the plate and of what is written: 3MF, or STL by its name. */
  readonly plate: string;
  readonly to: string;
  readonly machine: Pick<Machine, 'name' | 'bedShape' | 'buildVolumeMm'>;
  /** The corner of a rectangular bed with the least coordinates. */
  readonly originMm: { readonly x: number; readonly y: number };
}

/** Where the pieces lie in the machine's coordinates, millimetres. */
export interface PlacedBox {
  readonly minMm: readonly number[];
  readonly maxMm: readonly number[];
}

const MOST_TRIANGLES = 12_000_000;
/** Sizes are measured in single precision. */
const SLACK_MM = 0.01;

/** Writes the geometry in its place and tells its box; refuses what cannot be read, and what the machine cannot hold. */
export function writePlainGeometry(order: GeometryOrder): Result<PlacedBox, Refusal<`plate/${string}`>> {
  const read = readMesh(new Uint8Array(readFileSync(order.plate)), 'plate.3mf', { maxTriangles: MOST_TRIANGLES });
  if (!read.ok) return refuse('plate/unreadable', `The plate can not be read: ${read.refusal.message}`);
  const { mesh } = read.value;
  const { minMm, maxMm } = boxOf(mesh.positions);
  const sizeMm = { x: maxMm.x - minMm.x, y: maxMm.y - minMm.y, z: maxMm.z - minMm.z };
  const wrong = tooLarge(sizeMm, order.machine) ?? offBed({ minMm, maxMm }, order.machine);
  if (wrong !== undefined) return wrong;
  // Plates are laid out from the corner of the bed; on a round bed that corner is of the square about it.
  const corner = cornerOf(order);
  const [xMm, yMm] = [minMm.x + corner.x, minMm.y + corner.y];
  const items = [{ part: 0, xMm, yMm, rotationDeg: 0 as const }];
  const bytes = order.to.endsWith('.stl')
    ? writeStl(moved(mesh, [corner.x, corner.y, -minMm.z]))
    : writePlate3mf({ title: 'plate', parts: [{ name: 'plate', mesh }], items });
  writeFileSync(order.to, bytes);
  return ok({ minMm: [xMm, yMm, 0], maxMm: [xMm + sizeMm.x, yMm + sizeMm.y, sizeMm.z] });
}

const moved = (mesh: Mesh, by: readonly [number, number, number]): Mesh => ({
  ...mesh,
  positions: mesh.positions.map((mm, at) => mm + by[at % 3]!),
});

const cornerOf = ({ machine: { bedShape, buildVolumeMm }, originMm }: GeometryOrder) =>
  bedShape === 'round' ? { x: -buildVolumeMm.x / 2, y: -buildVolumeMm.y / 2 } : originMm;

type Sizes = Machine['buildVolumeMm'];

function tooLarge(size: Sizes, { buildVolumeMm, name }: GeometryOrder['machine']) {
  const axis = (['x', 'y', 'z'] as const).find((one) => size[one] > buildVolumeMm[one] + SLACK_MM);
  if (axis === undefined) return undefined;
  const [has, takes] = [size[axis].toFixed(1), buildVolumeMm[axis].toFixed(1)];
  return refuse('plate/too-large', `The plate is ${has} mm along ${axis.toUpperCase()}; ${name} makes ${takes} mm.`);
}

function offBed({ minMm, maxMm }: { minMm: Sizes; maxMm: Sizes }, { buildVolumeMm, name }: GeometryOrder['machine']) {
  const isOff = (axis: 'x' | 'y'): boolean => minMm[axis] < -SLACK_MM || maxMm[axis] > buildVolumeMm[axis] + SLACK_MM;
  if (!isOff('x') && !isOff('y')) return undefined;
  return refuse('plate/off-bed', `Pieces of the plate lie beside the bed of ${name}.`);
}
