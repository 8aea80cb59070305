// Box, volume, area and overhang of a mesh file. A binary STL is summed up while it is read; other files are read whole.

import { readFileSync, statSync } from 'node:fs';
import { measureSolid } from '#core/geometry/measure';
import { DEFAULT_READ_LIMITS, triangleCount } from '#core/geometry/mesh';
import { readMesh } from '#core/geometry/read-mesh';
import { type GeometryRefusal, geometryRefusal } from '#core/geometry/refusals';
import { StlSolid } from '#core/geometry/stl-solid';
import { type Result, ok } from '#core/kernel/result';
import type { MeasuredSolid, MeshWorkerLimits } from './mesh-tasks.js';
import { feedStl } from './stl-pieces.js';

/** Measures a file without checking how its triangles hang together. It blocks: for worker threads and programs of one task. */
export function measureSolidFile(
  path: string,
  fileName: string,
  limits: MeshWorkerLimits,
): Result<MeasuredSolid, GeometryRefusal> {
  const { size } = statSync(path);
  if (size > limits.maxFileBytes) {
    const message = `"${fileName}" has ${size} bytes; up to ${limits.maxFileBytes} are read.`;
    return { ok: false, refusal: geometryRefusal('mesh/too-large', message, { bytes: size }) };
  }
  const summed = /\.stl$/i.test(fileName) ? sumUp(path, limits) : undefined;
  if (summed) return ok(summed);
  const model = readMesh(readFileSync(path), fileName, limits.read);
  if (!model.ok) return model;
  const { mesh } = model.value;
  return ok({ ...measureSolid(mesh), triangles: triangleCount(mesh) });
}

/** Undefined when the file is no binary STL, or one that reading it whole will refuse. */
function sumUp(path: string, limits: MeshWorkerLimits): MeasuredSolid | undefined {
  const { maxCoordinateMm } = { ...DEFAULT_READ_LIMITS, ...limits.read };
  const solid = new StlSolid();
  let triangles = 0;
  const fed = feedStl(path, limits, {
    begin: (count) => void (triangles = count),
    facets: (piece) => solid.addFacets(piece),
  });
  const measures = fed ? solid.measures() : undefined;
  if (!measures) return undefined;
  const { minMm, maxMm } = measures;
  const farthest = Math.max(...[minMm, maxMm].flatMap(({ x, y, z }) => [x, y, z]).map(Math.abs));
  return farthest <= maxCoordinateMm ? { ...measures, triangles } : undefined;
}
