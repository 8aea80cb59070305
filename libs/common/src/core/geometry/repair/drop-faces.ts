// Faces that say nothing: those without area, and those that lie on another.

import { EdgeTable, type IndexedMesh, type Repair } from './indexed-mesh.js';

/** Leaves out triangles with two equal corners, and all but one of those that lie on each other; adds what was done. */
export function withoutNeedlessFaces(mesh: IndexedMesh, repairs: Repair[]): IndexedMesh {
  const clean = withoutDegenerate(mesh);
  const degenerate = (mesh.triangles.length - clean.triangles.length) / 3;
  if (degenerate > 0) {
    const message = `${degenerate} ${degenerate === 1 ? 'triangle' : 'triangles'} without area left out.`;
    repairs.push({ code: 'degenerate-triangles', message, count: degenerate });
  }
  const single = withoutRepeats(clean);
  const repeated = (clean.triangles.length - single.triangles.length) / 3;
  if (repeated === 0) return clean;
  const message = `${repeated} ${repeated === 1 ? 'triangle' : 'triangles'} on top of others left out.`;
  repairs.push({ code: 'duplicate-triangles', message, count: repeated });
  return single;
}

/** The mesh without triangles that have two equal corners. */
export const withoutDegenerate = (mesh: IndexedMesh): IndexedMesh =>
  only(mesh, (triangle) => {
    const [a, b, c] = cornersOf(mesh, triangle);
    return a !== b && b !== c && c !== a;
  });

function withoutRepeats(mesh: IndexedMesh): IndexedMesh {
  const groups = new Map<string, number[]>();
  for (let triangle = 0; triangle < mesh.triangles.length / 3; triangle++) {
    const key = cornersOf(mesh, triangle)
      .sort((a, b) => a - b)
      .join(' ');
    const group = groups.get(key);
    if (group) group.push(triangle);
    else groups.set(key, [triangle]);
  }
  if (groups.size === mesh.triangles.length / 3) return mesh;
  const edges = new EdgeTable(mesh);
  const dropped = new Set<number>();
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    for (const triangle of group.slice(isWall(mesh, group, edges) ? 0 : 1)) dropped.add(triangle);
  }
  return dropped.size * 3 === mesh.triangles.length ? mesh : only(mesh, (triangle) => !dropped.has(triangle));
}

/** Two faces that look in opposite ways, and the surface is closed without them: a wall of no thickness inside a body. */
function isWall(mesh: IndexedMesh, group: readonly number[], edges: EdgeTable): boolean {
  const [first, second] = group;
  if (group.length !== 2 || looksLike(mesh, first!, second!)) return false;
  return [0, 1, 2].every((corner) => edges.usesOf(first!, corner).length % 2 === 0);
}

/** Both go round their points the same way. */
function looksLike(mesh: IndexedMesh, one: number, other: number): boolean {
  const [a, b] = cornersOf(mesh, one);
  const corners = cornersOf(mesh, other);
  return corners[(corners.indexOf(a) + 1) % 3] === b;
}

const cornersOf = ({ triangles }: IndexedMesh, triangle: number): [number, number, number] => [
  triangles[3 * triangle]!,
  triangles[3 * triangle + 1]!,
  triangles[3 * triangle + 2]!,
];

function only({ points, triangles }: IndexedMesh, keep: (triangle: number) => boolean): IndexedMesh {
  const kept = new Uint32Array(triangles.length);
  let length = 0;
  for (let triangle = 0; triangle < triangles.length / 3; triangle++) {
    if (!keep(triangle)) continue;
    kept.set(triangles.subarray(3 * triangle, 3 * triangle + 3), length);
    length += 3;
  }
  return { points, triangles: kept.slice(0, length) };
}
