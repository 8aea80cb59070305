// Simple bodies as meshes: for demonstrations, tests and benchmarks.

import type { Mesh } from './mesh.js';
import type { PointMm } from './point.js';

/** Corners of a box by number (bit 0: x, bit 1: y, bit 2: z), twelve triangles that face outwards. */
const BOX_TRIANGLES = [
  [0, 2, 3], [0, 3, 1], [4, 5, 7], [4, 7, 6], [0, 1, 5], [0, 5, 4],
  [2, 6, 7], [2, 7, 3], [0, 4, 6], [0, 6, 2], [1, 3, 7], [1, 7, 5],
] as const; // prettier-ignore

/** A box with its lowest corner at `at`. */
export function boxMesh(sizeMm: PointMm, at: PointMm = { x: 0, y: 0, z: 0 }): Mesh {
  const corner = (bits: number): number[] => [
    at.x + (bits & 1 ? sizeMm.x : 0),
    at.y + (bits & 2 ? sizeMm.y : 0),
    at.z + (bits & 4 ? sizeMm.z : 0),
  ];
  return { positions: Float32Array.from(BOX_TRIANGLES.flatMap((triangle) => triangle.flatMap(corner))) };
}
