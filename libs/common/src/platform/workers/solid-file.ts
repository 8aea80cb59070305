// Box, volume, area and overhang of a mesh file. A binary STL is summed up while it is read, in a small piece of memory
// whatever its size; other files are read whole.

import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { measureSolid } from '#core/geometry/measure';
import { DEFAULT_READ_LIMITS, triangleCount } from '#core/geometry/mesh';
import { readMesh } from '#core/geometry/read-mesh';
import { FACET_BYTES, HEADER_BYTES } from '#core/geometry/stl-facets';
import { type GeometryRefusal, geometryRefusal } from '#core/geometry/refusals';
import { StlSolid, facetsOf } from '#core/geometry/stl-solid';
import { type Result, ok } from '#core/kernel/result';
import type { MeasuredSolid, MeshWorkerLimits } from './mesh-tasks.js';

const PIECE_FACETS = 4096;

/** Measures a file without checking how its triangles hang together. It blocks: for worker threads and programs of one task. */
export function measureSolidFile(
  path: string,
  fileName: string,
  limits: MeshWorkerLimits,
): Result<MeasuredSolid, GeometryRefusal> {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size > limits.maxFileBytes) {
      const message = `"${fileName}" has ${size} bytes; up to ${limits.maxFileBytes} are read.`;
      return { ok: false, refusal: geometryRefusal('mesh/too-large', message, { bytes: size }) };
    }
    const summed = /\.stl$/i.test(fileName) ? sumUp(file, size, limits.read) : undefined;
    if (summed) return ok(summed);
    const model = readMesh(readFileSync(file), fileName, limits.read);
    if (!model.ok) return model;
    const { mesh } = model.value;
    return ok({ ...measureSolid(mesh), triangles: triangleCount(mesh) });
  } finally {
    closeSync(file);
  }
}

/** Undefined when the file is no binary STL, or one that reading it whole will refuse. */
function sumUp(file: number, size: number, read: MeshWorkerLimits['read']): MeasuredSolid | undefined {
  const { maxTriangles, maxCoordinateMm } = { ...DEFAULT_READ_LIMITS, ...read };
  const piece = new Uint8Array(FACET_BYTES * PIECE_FACETS);
  const head = piece.subarray(0, fill(file, piece.subarray(0, HEADER_BYTES), 0));
  const triangles = facetsOf(head, size);
  if (triangles === undefined || triangles > maxTriangles) return undefined;
  const solid = new StlSolid();
  for (let at = HEADER_BYTES; at < size; at += piece.length) {
    solid.addFacets(piece.subarray(0, fill(file, piece, at)));
  }
  const measures = solid.measures();
  if (!measures) return undefined;
  const { minMm, maxMm } = measures;
  const farthest = Math.max(...[minMm, maxMm].flatMap(({ x, y, z }) => [x, y, z]).map(Math.abs));
  return farthest <= maxCoordinateMm ? { ...measures, triangles } : undefined;
}

/** Fills `into` from a place in the file; answers how many bytes there were. */
function fill(file: number, into: Uint8Array, at: number): number {
  let filled = 0;
  while (filled < into.length) {
    const read = readSync(file, into, filled, into.length - filled, at + filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}
