// How the triangles hang together: edges that do not join exactly two triangles, and separate bodies (shells).

import type { Mesh } from './mesh.js';
import { type Welded, weld } from './weld.js';

export interface Topology {
  /** Connected bodies; triangles that share a point are one body. */
  readonly shells: number;
  /** Edges of one triangle only. */
  readonly openEdges: number;
  /** Edges of three triangles or more. */
  readonly nonManifoldEdges: number;
  /** Edges whose two triangles run along them the same way: one of them is inside out. */
  readonly misorientedEdges: number;
  /** Triangles with two equal corners; they take no part in edges. */
  readonly degenerateTriangles: number;
}

/** Welds the mesh and counts its faults. */
export function checkTopology(mesh: Mesh): Topology {
  const welded = weld(mesh);
  const { shells, degenerateTriangles } = countShells(welded);
  return { shells, degenerateTriangles, ...countEdges(welded) };
}

/** Union–find over points with path halving; every triangle joins its three points. */
function countShells({ pointOf, points }: Welded): { shells: number; degenerateTriangles: number } {
  const parent = new Uint32Array(points);
  for (let point = 0; point < points; point++) parent[point] = point;
  const root = (point: number): number => {
    let at = point;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  let degenerateTriangles = 0;
  const used = new Uint8Array(points);
  for (let corner = 0; corner < pointOf.length; corner += 3) {
    const [a, b, c] = [pointOf[corner]!, pointOf[corner + 1]!, pointOf[corner + 2]!];
    if (a === b || b === c || c === a) {
      degenerateTriangles++;
      continue;
    }
    used[a] = used[b] = used[c] = 1;
    const top = root(a);
    parent[root(b)] = top;
    parent[root(c)] = top;
  }
  let shells = 0;
  for (let point = 0; point < points; point++) if (used[point] === 1 && parent[point] === point) shells++;
  return { shells, degenerateTriangles };
}

/**
 * Lists for each point the edges to higher-numbered points as `other · 2 + direction` (a counting sort), then sorts each
 * short list: equal neighbours in it are the triangles of one edge.
 */
function countEdges(welded: Welded): Pick<Topology, 'openEdges' | 'nonManifoldEdges' | 'misorientedEdges'> {
  const { starts, edges } = listEdges(welded);
  const found = { openEdges: 0, nonManifoldEdges: 0, misorientedEdges: 0 };
  for (let point = 0; point < welded.points; point++) {
    const end = starts[point + 1]!;
    sortRange(edges, starts[point]!, end);
    for (let at = starts[point]!; at < end;) {
      const other = edges[at]! >>> 1;
      let uses = 0;
      let backward = 0;
      for (; at < end && edges[at]! >>> 1 === other; at++) {
        uses++;
        backward += edges[at]! & 1;
      }
      if (uses === 1) found.openEdges++;
      else if (uses > 2) found.nonManifoldEdges++;
      else if (backward !== 1) found.misorientedEdges++;
    }
  }
  return found;
}

function listEdges({ pointOf, points }: Welded): { starts: Uint32Array; edges: Uint32Array } {
  const starts = new Uint32Array(points + 2);
  forEachEdge(pointOf, (from, to) => void starts[Math.min(from, to) + 2]!++);
  for (let point = 2; point < starts.length; point++) starts[point]! += starts[point - 1]!;
  const edges = new Uint32Array(starts[points + 1]!);
  // While filling, starts[p + 1] is where the next edge of p goes; afterwards it is where the list of p ends.
  forEachEdge(pointOf, (from, to) => {
    const low = Math.min(from, to);
    edges[starts[low + 1]!++] = from < to ? to * 2 : from * 2 + 1;
  });
  return { starts, edges };
}

function forEachEdge(pointOf: Uint32Array, visit: (from: number, to: number) => void): void {
  for (let corner = 0; corner < pointOf.length; corner += 3) {
    const [a, b, c] = [pointOf[corner]!, pointOf[corner + 1]!, pointOf[corner + 2]!];
    if (a === b || b === c || c === a) continue;
    visit(a, b);
    visit(b, c);
    visit(c, a);
  }
}

const INSERTION_SORT_UP_TO = 24;

function sortRange(values: Uint32Array, start: number, end: number): void {
  if (end - start > INSERTION_SORT_UP_TO) {
    values.subarray(start, end).sort();
    return;
  }
  for (let i = start + 1; i < end; i++) {
    const value = values[i]!;
    let at = i;
    while (at > start && values[at - 1]! > value) {
      values[at] = values[at - 1]!;
      at--;
    }
    values[at] = value;
  }
}
