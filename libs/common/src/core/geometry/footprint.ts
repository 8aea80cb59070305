// What a part covers of a bed, as a convex polygon of few points that holds all of it: for packing.

import { type Point2, clipped, convexPolygon } from './polygon.js';
import { type Rotation, matrixOf, rangeAlong, rotatedBox } from './rotation.js';

/** Sides looking in these directions make a circle 1.3 % larger than it is. */
const EVEN_SIDES = 16;
const LONGEST_SIDES = 12;
/** Points of the footprint nearer to each other are one. */
const SAME_MM = 1e-4;

/**
 * A convex polygon around the points of a body in an orientation, seen from above: counter-clockwise, 32 points at most,
 * millimetres from the lowest corner of the turned box. `hull` are points among which those of its convex hull are.
 */
export function footprintOf(points: Float32Array, hull: Float32Array, rotation: Rotation): Point2[] {
  const { minMm, boxMm } = rotatedBox(points, rotation);
  const m = matrixOf(rotation);
  let polygon: Point2[] = [[0, 0], [boxMm.x, 0], [boxMm.x, boxMm.y], [0, boxMm.y]]; // prettier-ignore
  for (const [nx, ny] of directions(projected(hull, m))) {
    // The reach of all points along a direction of the bed, measured in the directions of the body.
    const along = [nx * m[0]! + ny * m[3]!, nx * m[1]! + ny * m[4]!, nx * m[2]! + ny * m[5]!] as const;
    const reach = rangeAlong(points, along).max - nx * minMm.x - ny * minMm.y;
    polygon = clipped(polygon, [nx, ny], reach + 1e-9 * Math.abs(reach));
  }
  return withoutRepeats(polygon);
}

/** Where points come to lie on the bed. */
export function projected(points: Float32Array, m: Float64Array): Point2[] {
  const flat: Point2[] = [];
  for (let i = 0; i < points.length; i += 3) {
    const [x, y, z] = [points[i]!, points[i + 1]!, points[i + 2]!];
    flat.push([m[0]! * x + m[1]! * y + m[2]! * z, m[3]! * x + m[4]! * y + m[5]! * z]);
  }
  return flat;
}

/** Outward directions of the longest sides of the true polygon, and even ones for what is round. */
function directions(flat: readonly Point2[]): Point2[] {
  const polygon = convexPolygon(flat);
  const sides = polygon
    .map((from, i) => [
      polygon[(i + 1) % polygon.length]![0] - from[0],
      polygon[(i + 1) % polygon.length]![1] - from[1],
    ])
    .map(([dx, dy]) => ({ length: Math.hypot(dx!, dy!), dx: dx!, dy: dy! }))
    .filter(({ length }) => length > 0)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, LONGEST_SIDES)
    .map(({ length, dx, dy }): Point2 => [dy / length, -dx / length]);
  const even = Array.from({ length: EVEN_SIDES }, (_, i): Point2 => {
    const angle = (2 * Math.PI * (i + 0.5)) / EVEN_SIDES;
    return [Math.cos(angle), Math.sin(angle)];
  });
  return [...sides, ...even];
}

const withoutRepeats = (polygon: readonly Point2[]): Point2[] =>
  polygon.filter(([x, y], i) => {
    const [nextX, nextY] = polygon[(i + 1) % polygon.length]!;
    return Math.hypot(nextX - x, nextY - y) > SAME_MM;
  });
