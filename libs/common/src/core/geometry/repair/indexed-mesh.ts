// A mesh as points and triangles of them: what repairs work on.

import type { Mesh } from '../mesh.js';
import { weld } from '../weld.js';

/** `points` three numbers each, millimetres; `triangles` three point numbers each. */
export interface IndexedMesh {
  readonly points: Float32Array;
  readonly triangles: Uint32Array;
}

/** One kind of repair, as it was or would be done. */
export interface Repair {
  readonly code: 'degenerate-triangles' | 'duplicate-triangles' | 'gaps' | 'misoriented' | 'inside-out' | 'holes';
  readonly message: string;
  readonly count: number;
}

/** Equal corners become one point. */
export function indexed(mesh: Mesh): IndexedMesh {
  const { cornerOf, pointOf } = weld(mesh);
  const points = new Float32Array(3 * cornerOf.length);
  cornerOf.forEach((corner, point) => points.set(mesh.positions.subarray(3 * corner, 3 * corner + 3), 3 * point));
  return { points, triangles: pointOf };
}

/** Every triangle with its own corners again. */
export function unindexed({ points, triangles }: IndexedMesh): Mesh {
  const positions = new Float32Array(3 * triangles.length);
  triangles.forEach((point, corner) => {
    positions[3 * corner] = points[3 * point]!;
    positions[3 * corner + 1] = points[3 * point + 1]!;
    positions[3 * corner + 2] = points[3 * point + 2]!;
  });
  return { positions };
}

/** Triangles that run along an edge, as `triangle · 4 + corner` where the edge begins, by the edge's key. */
export class EdgeTable {
  private readonly uses = new Map<number, number[]>();

  constructor(private readonly mesh: IndexedMesh) {
    const { triangles } = mesh;
    for (let triangle = 0; triangle < triangles.length / 3; triangle++) {
      for (let corner = 0; corner < 3; corner++) {
        const key = this.keyOf(triangle, corner);
        const known = this.uses.get(key);
        if (known) known.push(4 * triangle + corner);
        else this.uses.set(key, [4 * triangle + corner]);
      }
    }
  }

  /** Of the edge that begins at a corner of a triangle. */
  usesOf(triangle: number, corner: number): readonly number[] {
    return this.uses.get(this.keyOf(triangle, corner))!;
  }

  all(): Iterable<readonly number[]> {
    return this.uses.values();
  }

  private keyOf(triangle: number, corner: number): number {
    const a = this.mesh.triangles[3 * triangle + corner]!;
    const b = this.mesh.triangles[3 * triangle + ((corner + 1) % 3)]!;
    // Fewer than 2²⁶ points are read, so a pair of them is a whole number that a double holds.
    return a < b ? a * 2 ** 26 + b : b * 2 ** 26 + a;
  }
}

/** Six times the signed volume of some triangles, seen from a point. */
export function sixVolumes(
  { points, triangles }: IndexedMesh,
  which: Iterable<number>,
  from: readonly [number, number, number] = [0, 0, 0],
): number {
  let six = 0;
  const at = (corner: number, axis: number): number => points[3 * triangles[corner]! + axis]! - from[axis]!;
  for (const triangle of which) {
    const [a, b, c] = [3 * triangle, 3 * triangle + 1, 3 * triangle + 2];
    six += at(a, 0) * (at(b, 1) * at(c, 2) - at(b, 2) * at(c, 1));
    six += at(a, 1) * (at(b, 2) * at(c, 0) - at(b, 0) * at(c, 2));
    six += at(a, 2) * (at(b, 0) * at(c, 1) - at(b, 1) * at(c, 0));
  }
  return six;
}
