// Repairs a mesh with the help of manifold-3d, which finds gaps and says whether the result is a solid. Its program is
// loaded with the first repair, in the worker thread only.

import { measure } from '#core/geometry/measure';
import { type Mesh, triangleCount } from '#core/geometry/mesh';
import { problemsOf } from '#core/geometry/problems';
import { type GeometryRefusal, geometryRefusal } from '#core/geometry/refusals';
import { type IndexedMesh, indexed } from '#core/geometry/repair/indexed-mesh';
import { repairMesh } from '#core/geometry/repair/repair-mesh';
import { writeStl } from '#core/geometry/write-stl';
import { type Result, ok } from '#core/kernel/result';
import type { RepairedFile } from './mesh-tasks.js';

/** Repairing holds every edge by itself. */
const MOST_TRIANGLES = 1_000_000;
/** What a repair is about; walls and sizes are not. */
const TOPOLOGICAL = ['not-watertight', 'non-manifold', 'misoriented', 'inside-out', 'no-volume'];

/** Of manifold-3d what is used here: its own types do not resolve in ECMAScript modules. */
interface Manifold {
  readonly setup: () => void;
  readonly Mesh: new (mesh: { numProp: 3; vertProperties: Float32Array; triVerts: Uint32Array }) => ManifoldMesh;
  readonly Manifold: new (mesh: ManifoldMesh) => { readonly delete: () => void };
}

interface ManifoldMesh {
  readonly merge: () => boolean;
  readonly mergeFromVert: Uint32Array;
  readonly mergeToVert: Uint32Array;
}

let loaded: Promise<Manifold> | undefined;

async function load(): Promise<Manifold> {
  const { default: start } = await import('manifold-3d');
  const manifold = (await start()) as unknown as Manifold;
  manifold.setup();
  return manifold;
}

/** The mended mesh as binary STL; without bytes when nothing could be mended. */
export async function repairedFile(mesh: Mesh, fileName: string): Promise<Result<RepairedFile, GeometryRefusal>> {
  const triangles = triangleCount(mesh);
  if (triangles > MOST_TRIANGLES) {
    const message = `"${fileName}" has ${triangles} triangles; up to ${MOST_TRIANGLES} are repaired.`;
    return { ok: false, refusal: geometryRefusal('mesh/too-complex', message) };
  }
  loaded ??= load();
  const manifold = await loaded;
  const { mesh: mended, repairs, remaining } = repairMesh(mesh, (gapped) => gapsIn(manifold, gapped));
  const measures = measure(mended);
  const problems = problemsOf(measures).filter(({ code }) => TOPOLOGICAL.includes(code));
  const left = [...remaining, ...problems.map(({ message }) => message)];
  if (measures.watertight && repairs.length > 0 && !isSolid(manifold, mended)) {
    left.push('The surface is closed, but it is not the surface of a solid.');
  }
  return ok({ repairs, remaining: left, ...(repairs.length > 0 ? { bytes: writeStl(mended) } : {}) });
}

function gapsIn(manifold: Manifold, { points, triangles }: IndexedMesh): (readonly [number, number])[] {
  const mesh = new manifold.Mesh({ numProp: 3, vertProperties: points, triVerts: triangles });
  if (!mesh.merge()) return [];
  return Array.from(mesh.mergeFromVert, (point, i) => [point, mesh.mergeToVert[i]!] as const);
}

function isSolid(manifold: Manifold, mesh: Mesh): boolean {
  const { points, triangles } = indexed(mesh);
  try {
    const solid = new manifold.Manifold(new manifold.Mesh({ numProp: 3, vertProperties: points, triVerts: triangles }));
    solid.delete();
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ManifoldError') return false;
    throw error;
  }
}
