// Convex polygons in the plane, counter-clockwise.

export type Point2 = readonly [x: number, y: number];

/** The convex hull (Andrew 1979), without points that lie on a line with their neighbours. */
export function convexPolygon(points: readonly Point2[]): Point2[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (from: readonly Point2[]): Point2[] => {
    const chain: Point2[] = [];
    for (const point of from) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

/** Twice the area of the triangle; positive when it turns left. */
const turn = (a: Point2, b: Point2, c: Point2): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Area of a polygon. */
export function areaOf(polygon: readonly Point2[]): number {
  let twice = 0;
  for (const [i, [x, y]] of polygon.entries()) {
    const [nextX, nextY] = polygon[(i + 1) % polygon.length]!;
    twice += x * nextY - nextX * y;
  }
  return twice / 2;
}

/** How far inside a convex polygon a point lies, from the nearest edge; negative outside. */
export function depthIn(polygon: readonly Point2[], point: Point2): number {
  let least = Infinity;
  for (const [i, from] of polygon.entries()) {
    const to = polygon[(i + 1) % polygon.length]!;
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (length > 0) least = Math.min(least, turn(from, to, point) / length);
  }
  return least;
}

/** What is left of a convex polygon on the near side of the line nx · x + ny · y = reach. */
export function clipped(polygon: readonly Point2[], [nx, ny]: Point2, reach: number): Point2[] {
  const kept: Point2[] = [];
  for (const [i, from] of polygon.entries()) {
    const to = polygon[(i + 1) % polygon.length]!;
    const here = nx * from[0] + ny * from[1] - reach;
    const there = nx * to[0] + ny * to[1] - reach;
    if (here <= 0) kept.push(from);
    if (here < 0 === there < 0 || here === 0 || there === 0) continue;
    const share = here / (here - there);
    kept.push([from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]);
  }
  return kept;
}
