// How the triangles hang together: faulty edges, separate bodies (shells), triangles without area or on each other.

import { countDuplicates } from './duplicate-faces.js';
import { type EdgeFaults, type FirstEdges, countEdges } from './edges.js';
import type { Mesh } from './mesh.js';
import { type PointMm, middle, pointAt } from './point.js';
import type { Welded } from './weld.js';

export interface Topology extends EdgeFaults {
  /** Connected bodies; triangles that share a point are one body. */
  readonly shells: number;
  /** Triangles with two equal corners; they take no part in edges. */
  readonly degenerateTriangles: number;
  /** Triangles on the same three points as an earlier one. */
  readonly duplicateTriangles: number;
  /** Where the first of each kind of fault lies: the middle of an edge or triangle. */
  readonly firstFaults: FirstFaults;
}

export type FirstFaults = Partial<Record<keyof EdgeFaults | 'degenerateTriangles' | 'duplicateTriangles', PointMm>>;

/** Counts the faults of a mesh. */
export function topologyOf(mesh: Mesh, welded: Welded): Topology {
  const { shells, smallestShell, degenerateTriangles, firstDegenerate } = countShells(welded);
  const { faults, first } = countEdges(welded);
  // Two triangles on the same points share all their edges: either more triangles meet there, or they run along them the
  // same way, or the two are a body of three points. So clean meshes need no search.
  const maybe = faults.nonManifoldEdges + faults.misorientedEdges > 0 || smallestShell <= 3;
  const duplicates = maybe ? countDuplicates(welded) : { duplicateTriangles: 0, first: -1 };
  return {
    shells,
    degenerateTriangles,
    duplicateTriangles: duplicates.duplicateTriangles,
    ...faults,
    firstFaults: {
      ...placesOf(mesh, welded, first),
      ...(firstDegenerate < 0 ? {} : { degenerateTriangles: centreOf(mesh, firstDegenerate) }),
      ...(duplicates.first < 0 ? {} : { duplicateTriangles: centreOf(mesh, duplicates.first) }),
    },
  };
}

function placesOf({ positions }: Mesh, { cornerOf }: Welded, first: FirstEdges): FirstFaults {
  const place = (point: number): PointMm => pointAt(positions, 3 * cornerOf[point]!);
  const places = Object.entries(first).map(([fault, [from, to]]) => [fault, middle(place(from), place(to))]);
  return Object.fromEntries(places) as FirstFaults;
}

const centreOf = ({ positions }: Mesh, triangle: number): PointMm =>
  middle(...[0, 3, 6].map((corner) => pointAt(positions, 9 * triangle + corner)));

interface Shells {
  readonly shells: number;
  /** Points of the smallest one. */
  readonly smallestShell: number;
  readonly degenerateTriangles: number;
  readonly firstDegenerate: number;
}

/** Union–find over points with path halving; every triangle joins its three points. */
function countShells({ pointOf, points }: Welded): Shells {
  const parent = new Uint32Array(points);
  for (let point = 0; point < points; point++) parent[point] = point;
  let [degenerateTriangles, firstDegenerate] = [0, -1];
  const used = new Uint8Array(points);
  for (let corner = 0; corner < pointOf.length; corner += 3) {
    const a = pointOf[corner]!;
    const b = pointOf[corner + 1]!;
    const c = pointOf[corner + 2]!;
    if (a === b || b === c || c === a) {
      if (degenerateTriangles++ === 0) firstDegenerate = corner / 3;
      continue;
    }
    used[a] = used[b] = used[c] = 1;
    const top = rootOf(parent, a);
    parent[rootOf(parent, b)] = top;
    parent[rootOf(parent, c)] = top;
  }
  const sizes = new Uint32Array(points);
  for (let point = 0; point < points; point++) if (used[point] === 1) sizes[rootOf(parent, point)]!++;
  let [shells, smallestShell] = [0, Infinity];
  for (const size of sizes) {
    if (size === 0) continue;
    shells++;
    if (size < smallestShell) smallestShell = size;
  }
  return { shells, smallestShell, degenerateTriangles, firstDegenerate };
}

function rootOf(parent: Uint32Array, point: number): number {
  let at = point;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!;
    at = parent[at]!;
  }
  return at;
}
