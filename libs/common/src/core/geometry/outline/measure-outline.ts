// What is measured on a drawing that is cut out: how long the cuts are, and what area is left between them.

import { type PointMm } from '../point.js';
import { type Point2, areaOf } from '../polygon.js';
import type { OutlinePath } from './outline.js';

export interface OutlineMeasures {
  /** z is 0. */
  readonly boxMm: PointMm;
  readonly minMm: PointMm;
  readonly cutLengthMm: number;
  /** Inside an odd number of closed outlines: outer ones less their holes. */
  readonly areaMm2: number;
  readonly closedPaths: number;
  readonly openPaths: number;
}

/** Points looked at to tell holes from islands; beyond it every outline that lies in a box of another is a hole. */
const MOST_WORK = 2e8;

/** Measures paths in millimetres; there must be at least one. */
export function measureOutline(paths: readonly OutlinePath[]): OutlineMeasures {
  const [min, max]: [[number, number], [number, number]] = [[Infinity, Infinity], [-Infinity, -Infinity]]; // prettier-ignore
  let cutLengthMm = 0;
  for (const { points, closed } of paths) {
    let before = closed ? points.at(-1)! : points[0]!;
    for (const point of points) {
      cutLengthMm += Math.hypot(point[0] - before[0], point[1] - before[1]);
      before = point;
      for (const axis of [0, 1] as const) {
        min[axis] = Math.min(min[axis], point[axis]);
        max[axis] = Math.max(max[axis], point[axis]);
      }
    }
  }
  const closed = paths.filter((path) => path.closed);
  return {
    boxMm: { x: max[0] - min[0], y: max[1] - min[1], z: 0 },
    minMm: { x: min[0], y: min[1], z: 0 },
    cutLengthMm,
    areaMm2: areaBetween(closed.map(({ points }) => points)),
    closedPaths: closed.length,
    openPaths: paths.length - closed.length,
  };
}

interface Loop {
  readonly points: readonly Point2[];
  readonly area: number;
  readonly min: Point2;
  readonly max: Point2;
}

function areaBetween(loops: readonly (readonly Point2[])[]): number {
  const sorted = loops.map(loopOf).toSorted((a, b) => b.area - a.area);
  let [area, work] = [0, 0];
  for (const [i, loop] of sorted.entries()) {
    let depth = 0;
    for (let j = 0; j < i; j++) {
      const outer = sorted[j]!;
      work++;
      if (!boxHolds(outer, loop)) continue;
      work += outer.points.length;
      if (work > MOST_WORK || holds(outer.points, loop.points[0]!)) depth++;
    }
    area += depth % 2 === 0 ? loop.area : -loop.area;
  }
  return Math.max(0, area);
}

function loopOf(points: readonly Point2[]): Loop {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    [minX, minY] = [Math.min(minX, x), Math.min(minY, y)];
    [maxX, maxY] = [Math.max(maxX, x), Math.max(maxY, y)];
  }
  return { points, area: Math.abs(areaOf(points)), min: [minX, minY], max: [maxX, maxY] };
}

const boxHolds = (outer: Loop, inner: Loop): boolean =>
  ([0, 1] as const).every((axis) => outer.min[axis] <= inner.min[axis] && inner.max[axis] <= outer.max[axis]);

/** By the crossings of a ray to the right. */
function holds(points: readonly Point2[], [x, y]: Point2): boolean {
  let inside = false;
  let [beforeX, beforeY] = points.at(-1)!;
  for (const [hereX, hereY] of points) {
    if (hereY > y !== beforeY > y && x < ((beforeX - hereX) * (y - hereY)) / (beforeY - hereY) + hereX)
      inside = !inside;
    [beforeX, beforeY] = [hereX, hereY];
  }
  return inside;
}
