// Turning a body in space.

import type { PointMm } from './point.js';

/** A unit quaternion [x, y, z, w]; the turn that leaves everything is [0, 0, 0, 1]. */
export type Rotation = readonly [x: number, y: number, z: number, w: number];

export const NO_ROTATION: Rotation = [0, 0, 0, 1];

/** About the vertical, counter-clockwise seen from above. */
export const aboutVertical = (radians: number): Rotation => [0, 0, Math.sin(radians / 2), Math.cos(radians / 2)];

/** The shortest turn that brings a direction (of length one) straight down. */
export function turningDown({ x, y, z }: PointMm): Rotation {
  // Half of the way from the direction to (0, 0, −1): their cross product and one plus their dot product.
  const w = 1 - z;
  if (w < 1e-9) return [1, 0, 0, 0];
  const length = Math.hypot(x, y, w);
  return [-y / length + 0, x / length + 0, 0, w / length];
}

/** First `first`, then `then`. */
export function turnedBy(first: Rotation, then: Rotation): Rotation {
  const [ax, ay, az, aw] = then;
  const [bx, by, bz, bw] = first;
  return [
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  ];
}

/** The rotation as a matrix, row by row: a turned point is M · p. */
export function matrixOf([x, y, z, w]: Rotation): Float64Array {
  return Float64Array.of(
    1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w),
    2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w),
    2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y),
  ); // prettier-ignore
}

/** The point, turned about the origin. */
export function rotate(rotation: Rotation, { x, y, z }: PointMm): PointMm {
  const m = matrixOf(rotation);
  return {
    x: m[0]! * x + m[1]! * y + m[2]! * z,
    y: m[3]! * x + m[4]! * y + m[5]! * z,
    z: m[6]! * x + m[7]! * y + m[8]! * z,
  };
}

export interface Box {
  readonly minMm: PointMm;
  readonly maxMm: PointMm;
  readonly boxMm: PointMm;
}

/** The box of points (three numbers each) turned about the origin. */
export function rotatedBox(points: Float32Array, rotation: Rotation): Box {
  const m = matrixOf(rotation);
  const [x, y, z] = [0, 3, 6].map((row) => rangeAlong(points, [m[row]!, m[row + 1]!, m[row + 2]!]));
  return {
    minMm: { x: x!.min, y: y!.min, z: z!.min },
    maxMm: { x: x!.max, y: y!.max, z: z!.max },
    boxMm: { x: x!.max - x!.min, y: y!.max - y!.min, z: z!.max - z!.min },
  };
}

/** How far points (three numbers each) reach along a direction. */
export function rangeAlong(
  points: Float32Array,
  [dx, dy, dz]: readonly [number, number, number],
): { min: number; max: number } {
  let [min, max] = [Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 3) {
    const at = dx * points[i]! + dy * points[i + 1]! + dz * points[i + 2]!;
    if (at < min) min = at;
    if (at > max) max = at;
  }
  return { min, max };
}
