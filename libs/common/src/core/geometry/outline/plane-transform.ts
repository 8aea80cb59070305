// Affine maps of the plane, as SVG writes them: x' = a·x + c·y + e, y' = b·x + d·y + f.

import type { Point2 } from '../polygon.js';

export type PlaneTransform = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const STILL: PlaneTransform = [1, 0, 0, 1, 0, 0];

/** First `inner`, then `outer`. */
export const within = (outer: PlaneTransform, inner: PlaneTransform): PlaneTransform => [
  outer[0] * inner[0] + outer[2] * inner[1],
  outer[1] * inner[0] + outer[3] * inner[1],
  outer[0] * inner[2] + outer[2] * inner[3],
  outer[1] * inner[2] + outer[3] * inner[3],
  outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
  outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
];

export const moved = ([a, b, c, d, e, f]: PlaneTransform, [x, y]: Point2): Point2 => [
  a * x + c * y + e,
  b * x + d * y + f,
];

export const shift = (x: number, y: number): PlaneTransform => [1, 0, 0, 1, x, y];
export const scaling = (x: number, y: number): PlaneTransform => [x, 0, 0, y, 0, 0];

/** Counter-clockwise where y points up. */
export function turning(degrees: number): PlaneTransform {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [cos, sin, -sin, cos, 0, 0];
}
