// Small holes: loops of open edges that lie nearly in a plane, closed with triangles between their own points.

import { EdgeTable, type IndexedMesh, type Repair, sixVolumes } from './indexed-mesh.js';
import { areaOf } from './orient-faces.js';
import { earClipped } from './ear-clipping.js';

/** A hole with more edges is no small one. */
export const MOST_HOLE_EDGES = 256;
/** How far the points of a hole may lie off its plane, as a share of the length around it. */
const MOST_UNEVEN = 0.02;
/** A hole may be as large as this share of the surface; one of three edges is a missing triangle and may be any size. */
const MOST_AREA_SHARE = 0.05;
/** Closing all holes may change the volume by so much. */
const MOST_VOLUME_CHANGE = 0.03;

/** The mesh with its small holes closed; adds what was done, or in words why not. */
export function withHolesFilled(mesh: IndexedMesh, repairs: Repair[], remaining: string[]): IndexedMesh {
  const loops = loopsOf(mesh);
  if (loops.length === 0) return mesh;
  let surface = 0;
  for (let triangle = 0; triangle < mesh.triangles.length / 3; triangle++) surface += areaOf(mesh, triangle);
  const patches = loops.map((loop) => patchOf(mesh.points, loop, surface));
  const added = patches.flatMap((patch) => patch ?? []);
  const left = patches.filter((patch) => !patch).length;
  if (left > 0) remaining.push(`${left} ${left === 1 ? 'hole is' : 'holes are'} too large or too uneven to be closed.`);
  if (added.length === 0) return mesh;
  const filled = { points: mesh.points, triangles: joined(mesh.triangles, added) };
  const change = volumeChange(filled, mesh.triangles.length / 3);
  if (change > MOST_VOLUME_CHANGE) {
    remaining.push(
      `Closing the holes would change the volume by ${Math.round(100 * change)} %, so they are left open.`,
    );
    return mesh;
  }
  const count = loops.length - left;
  repairs.push({ code: 'holes', message: `${count} ${count === 1 ? 'hole' : 'holes'} closed.`, count });
  return filled;
}

function joined(triangles: Uint32Array, added: readonly number[]): Uint32Array {
  const all = new Uint32Array(triangles.length + added.length);
  all.set(triangles);
  all.set(added, triangles.length);
  return all;
}

/** Share of the volume that the triangles after the first `from` ones make, seen from their own middle. */
function volumeChange(mesh: IndexedMesh, from: number): number {
  const count = mesh.triangles.length / 3;
  const patches = Array.from({ length: count - from }, (_, i) => from + i);
  const middle: [number, number, number] = [0, 0, 0];
  for (const corner of mesh.triangles.subarray(3 * from)) {
    for (const axis of [0, 1, 2] as const) middle[axis] += mesh.points[3 * corner + axis]! / (3 * patches.length);
  }
  const all = sixVolumes(mesh, range(count), middle);
  return all === 0 ? 1 : Math.abs(sixVolumes(mesh, patches, middle) / all);
}

function* range(count: number): Generator<number> {
  for (let i = 0; i < count; i++) yield i;
}

/** Simple loops of open edges, each the way round that a patch must run. */
function loopsOf(mesh: IndexedMesh): number[][] {
  const next = new Map<number, number[]>();
  for (const uses of new EdgeTable(mesh).all()) {
    if (uses.length !== 1) continue;
    const [triangle, corner] = [uses[0]! >>> 2, uses[0]! & 3];
    const from = mesh.triangles[3 * triangle + corner]!;
    const to = mesh.triangles[3 * triangle + ((corner + 1) % 3)]!;
    next.set(to, [...(next.get(to) ?? []), from]);
  }
  const loops: number[][] = [];
  for (const start of next.keys()) {
    const path: number[] = [];
    const place = new Map<number, number>();
    for (let at: number | undefined = start; at !== undefined; at = next.get(at)?.pop()) {
      const met = place.get(at);
      if (met === undefined) place.set(at, path.push(at) - 1);
      else {
        // Holes that touch at a point are cut off as they close.
        const loop = path.splice(met);
        for (const point of loop) place.delete(point);
        loops.push(loop);
        place.set(at, path.push(at) - 1);
      }
    }
  }
  return loops;
}

/** Corners of the triangles that close a loop; undefined when it is no small, nearly plane hole. */
function patchOf(points: Float32Array, loop: readonly number[], twiceSurface: number): number[] | undefined {
  if (loop.length < 3 || loop.length > MOST_HOLE_EDGES) return undefined;
  if (loop.length === 3) return [...loop];
  const at = (i: number, axis: number): number => points[3 * loop[i % loop.length]! + axis]!;
  // Newell's normal: as long as twice the area.
  const normal = [0, 1, 2].map((axis) => {
    const [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
    return loop.reduce((sum, _, i) => sum + at(i, u) * at(i + 1, v) - at(i + 1, u) * at(i, v), 0);
  });
  const twice = Math.hypot(...normal);
  if (!(twice > 0) || twice > MOST_AREA_SHARE * twiceSurface) return undefined;
  const unit = normal.map((one) => one / twice) as [number, number, number];
  const length = loop.reduce(
    (sum, _, i) => sum + Math.hypot(...[0, 1, 2].map((axis) => at(i + 1, axis) - at(i, axis))),
    0,
  );
  const heights = loop.map((_, i) => unit[0] * at(i, 0) + unit[1] * at(i, 1) + unit[2] * at(i, 2));
  if (Math.max(...heights) - Math.min(...heights) > MOST_UNEVEN * length) return undefined;
  // Seen along the axis that the normal is nearest to, the way round stays counter-clockwise.
  const along = [0, 1, 2].toSorted((a, b) => Math.abs(unit[b]!) - Math.abs(unit[a]!))[0]!;
  const [u, v] = unit[along]! > 0 ? [(along + 1) % 3, (along + 2) % 3] : [(along + 2) % 3, (along + 1) % 3];
  return earClipped(loop.map((_, i) => [at(i, u), at(i, v)] as const))?.map((i) => loop[i]!);
}
