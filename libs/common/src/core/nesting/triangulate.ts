// A simple polygon as triangles, by cutting off ears (Meisters 1975).

import type { Point2 } from '../geometry/polygon.js';

/** Triangles in the plane one after the other: six numbers each, millimetres. */
export type Triangles = Float64Array;

/** Twice the area of the triangle; positive when it turns left. */
const turn = (a: Point2, b: Point2, c: Point2): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Area of a polygon, positive when it turns left. */
export const signedArea = (polygon: readonly Point2[]): number =>
  polygon.reduce((twice, [x, y], i) => {
    const [nextX, nextY] = polygon[(i + 1) % polygon.length]!;
    return twice + x * nextY - nextX * y;
  }, 0) / 2;

/**
 * Triangles that cover a polygon that does not cross itself, closed or not, in either direction. Of one that does
 * cross itself, they cover its corners and most of its inside.
 */
export function triangulate(polygon: readonly Point2[]): Triangles {
  const ring = polygon.filter(([x, y], i) => {
    const [nextX, nextY] = polygon[(i + 1) % polygon.length]!;
    return x !== nextX || y !== nextY;
  });
  if (signedArea(ring) < 0) ring.reverse();
  const triangles: number[] = [];
  while (ring.length > 2) {
    const found = ring.findIndex((_, i) => isEar(ring, i));
    const ear = found === -1 ? 0 : found;
    const [before, at, after] = corners(ring, ear);
    triangles.push(...before, ...at, ...after);
    ring.splice(ear, 1);
  }
  return Float64Array.from(triangles);
}

const corners = (ring: readonly Point2[], i: number): [Point2, Point2, Point2] => [
  ring[(i + ring.length - 1) % ring.length]!,
  ring[i]!,
  ring[(i + 1) % ring.length]!,
];

function isEar(ring: readonly Point2[], i: number): boolean {
  const [a, b, c] = corners(ring, i);
  if (turn(a, b, c) < 0) return false;
  return ring.every(
    (point) =>
      [a, b, c].some(([x, y]) => x === point[0] && y === point[1]) ||
      turn(a, b, point) < 0 ||
      turn(b, c, point) < 0 ||
      turn(c, a, point) < 0,
  );
}

/** Triangles turned counter-clockwise; by quarters of a turn without rounding. */
export function turned(triangles: Triangles, angleDeg: number): Triangles {
  const quarter = { 0: [1, 0], 90: [0, 1], 180: [-1, 0], 270: [0, -1] }[((angleDeg % 360) + 360) % 360];
  const angle = (angleDeg * Math.PI) / 180;
  const [cos, sin] = (quarter ?? [Math.cos(angle), Math.sin(angle)]) as [number, number];
  const result = new Float64Array(triangles.length);
  for (let i = 0; i < triangles.length; i += 2) {
    result[i] = cos * triangles[i]! - sin * triangles[i + 1]!;
    result[i + 1] = sin * triangles[i]! + cos * triangles[i + 1]!;
  }
  return result;
}
