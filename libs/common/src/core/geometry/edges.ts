// Edges that do not join exactly two triangles which run along them in opposite ways.

import type { Welded } from './weld.js';

export interface EdgeFaults {
  /** Edges of one triangle only. */
  readonly openEdges: number;
  /** Edges of three triangles or more. */
  readonly nonManifoldEdges: number;
  /** Edges whose two triangles run along them the same way: one of them is inside out. */
  readonly misorientedEdges: number;
}

/** The two points of the first edge of each kind of fault. */
export type FirstEdges = Partial<Record<keyof EdgeFaults, readonly [number, number]>>;

/**
 * Lists for each point the edges to higher-numbered points as `other · 2 + direction` (a counting sort), then sorts each
 * short list: equal neighbours in it are the triangles of one edge.
 */
export function countEdges(welded: Welded): { faults: EdgeFaults; first: FirstEdges } {
  const { starts, edges } = listEdges(welded);
  const faults = { openEdges: 0, nonManifoldEdges: 0, misorientedEdges: 0 };
  const first: { -readonly [K in keyof EdgeFaults]?: readonly [number, number] } = {};
  const found = (fault: keyof EdgeFaults, point: number, other: number): void => {
    faults[fault]++;
    first[fault] ??= [point, other];
  };
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
      if (uses === 2 && backward === 1) continue;
      found(uses === 1 ? 'openEdges' : uses > 2 ? 'nonManifoldEdges' : 'misorientedEdges', point, other);
    }
  }
  return { faults, first };
}

function listEdges({ pointOf, points }: Welded): { starts: Uint32Array; edges: Uint32Array } {
  const starts = new Uint32Array(points + 2);
  for (let corner = 0; corner < pointOf.length; corner += 3) {
    const a = pointOf[corner]!;
    const b = pointOf[corner + 1]!;
    const c = pointOf[corner + 2]!;
    if (a === b || b === c || c === a) continue;
    starts[(a < b ? a : b) + 2]!++;
    starts[(b < c ? b : c) + 2]!++;
    starts[(c < a ? c : a) + 2]!++;
  }
  for (let point = 2; point < starts.length; point++) starts[point]! += starts[point - 1]!;
  const edges = new Uint32Array(starts[points + 1]!);
  // While filling, starts[p + 1] is where the next edge of p goes; afterwards it is where the list of p ends.
  for (let corner = 0; corner < pointOf.length; corner += 3) {
    const a = pointOf[corner]!;
    const b = pointOf[corner + 1]!;
    const c = pointOf[corner + 2]!;
    if (a === b || b === c || c === a) continue;
    edges[starts[(a < b ? a : b) + 1]!++] = a < b ? b * 2 : a * 2 + 1;
    edges[starts[(b < c ? b : c) + 1]!++] = b < c ? c * 2 : b * 2 + 1;
    edges[starts[(c < a ? c : a) + 1]!++] = c < a ? a * 2 : c * 2 + 1;
  }
  return { starts, edges };
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
