// A simple polygon as triangles between its own corners (Meisters 1975).

import type { Point2 } from '../polygon.js';

/** Corner numbers, three a triangle, of a counter-clockwise polygon; undefined when it crosses itself. */
export function earClipped(polygon: readonly Point2[]): number[] | undefined {
  const left = polygon.map((_, i) => i);
  const triangles: number[] = [];
  while (left.length > 3) {
    const ear = left.findIndex((_, i) => isEar(polygon, left, i));
    if (ear < 0) return undefined;
    triangles.push(...around(left, ear));
    left.splice(ear, 1);
  }
  const [a, b, c] = left.map((i) => polygon[i]!) as [Point2, Point2, Point2];
  return turn(a, b, c) >= 0 ? [...triangles, ...left] : undefined;
}

const around = (left: readonly number[], at: number): [number, number, number] => [
  left[(at + left.length - 1) % left.length]!,
  left[at]!,
  left[(at + 1) % left.length]!,
];

function isEar(polygon: readonly Point2[], left: readonly number[], at: number): boolean {
  const corners = around(left, at);
  const [a, b, c] = corners.map((i) => polygon[i]!) as [Point2, Point2, Point2];
  if (turn(a, b, c) <= 0) return false;
  return left.every((i) => {
    if (corners.includes(i)) return true;
    const point = polygon[i]!;
    return turn(a, b, point) < 0 || turn(b, c, point) < 0 || turn(c, a, point) < 0;
  });
}

const turn = (a: Point2, b: Point2, c: Point2): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
