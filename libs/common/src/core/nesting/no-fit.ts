// Where two shapes overlap when one is moved against the other: their convex pieces' Minkowski differences, and how deep
// a movement lies in them (Minkowski; no-fit polygons: Art 1966).

import { convexPolygon, type Point2 } from '../geometry/polygon.js';
import type { Convex } from './convex-pieces.js';
import { BOX, NoFitGrid, type Polygons, depthInPolygon } from './no-fit-grid.js';

/** Sides of the polygon that stands for a circle of the gap, around it. */
/** More polygons than these are looked up in a grid. */
const FEW = 8;
const GAP_SIDES = 16;

/** What shapes turned one way are to each other, found when first asked for. */
export class NoFits {
  private readonly known: (NoFit | undefined)[];
  /** Pairs of convex pieces put together so far. */
  pairs = 0;

  constructor(
    private readonly ways: readonly (readonly Convex[])[],
    private readonly gapMm: number,
  ) {
    this.known = Array.from({ length: ways.length ** 2 }, () => undefined);
  }

  /** How `b` may be moved against `a`. */
  of(a: number, b: number): NoFit {
    const key = a * this.ways.length + b;
    const known = this.known[key];
    if (known) return known;
    const [first, second] = [this.ways[a]!, this.ways[b]!];
    this.pairs += first.length * second.length;
    return (this.known[key] = new NoFit(first, second, this.gapMm));
  }
}

/** All movements by which `b` overlaps `a` or comes nearer than the gap: a union of convex polygons. */
export class NoFit {
  /** Of one look at a depth, in comparisons. */
  readonly work: number;
  private readonly polygons: Polygons;
  private readonly grid: NoFitGrid | undefined;

  constructor(a: readonly Convex[], b: readonly Convex[], gapMm: number) {
    const sums = withoutInner(a.flatMap((one) => b.map((other) => difference(one, other, gapMm))));
    const boxes: number[] = [];
    const sides: number[] = [];
    let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const sum of sums) {
      const first = sides.length;
      const [minX, minY, maxX, maxY] = boxAround(sum);
      for (const [i, [x, y]] of sum.entries()) {
        const [nextX, nextY] = sum[(i + 1) % sum.length]!;
        const size = Math.hypot(nextX - x, nextY - y);
        const [nx, ny] = [(nextY - y) / size, (x - nextX) / size];
        sides.push(nx, ny, nx * x + ny * y);
      }
      boxes.push(minX, minY, maxX, maxY, first, sides.length);
      [left, bottom] = [Math.min(left, minX), Math.min(bottom, minY)];
      [right, top] = [Math.max(right, maxX), Math.max(top, maxY)];
    }
    this.polygons = { boxes: Float64Array.from(boxes), sides: Float64Array.from(sides) };
    if (sums.length > FEW) this.grid = new NoFitGrid(this.polygons, [left, bottom, right, top]);
    this.work = 5 + 2 * Math.min(FEW, sums.length);
  }

  /** How deep a movement lies in all polygons together; 0 outside. */
  depth(x: number, y: number): number {
    if (this.grid) return this.grid.depth(x, y);
    let sum = 0;
    const { boxes } = this.polygons;
    for (let at = 0; at < boxes.length; at += BOX) sum += depthInPolygon(this.polygons, at, x, y);
    return sum;
  }
}

/** All movements of `b` by which it meets `a` with the gap around. */
function difference(a: Convex, b: Convex, gapMm: number): Convex {
  const mirrored = b.map(([x, y]): Point2 => [-x, -y]);
  const met = sum(a, mirrored);
  return convexPolygon(gapMm > 0 ? sum(met, circle(gapMm)) : met);
}

/** The Minkowski sum of two convex polygons: their sides one after the other, by direction. */
function sum(a: Convex, b: Convex): Convex {
  const [firstA, firstB] = [lowest(a), lowest(b)];
  const points: Point2[] = [];
  for (let [i, j] = [0, 0]; i < a.length || j < b.length;) {
    const [ax, ay] = a[(firstA + i) % a.length]!;
    const [bx, by] = b[(firstB + j) % b.length]!;
    points.push([ax + bx, ay + by]);
    const [nextAx, nextAy] = a[(firstA + i + 1) % a.length]!;
    const [nextBx, nextBy] = b[(firstB + j + 1) % b.length]!;
    const turn = (nextAx - ax) * (nextBy - by) - (nextAy - ay) * (nextBx - bx);
    const [moreA, moreB] = [i < a.length, j < b.length];
    if (moreA && (!moreB || turn >= 0)) i++;
    if (moreB && (!moreA || turn <= 0)) j++;
  }
  return points;
}

/** The corner lowest down, of these the leftmost. */
function lowest(polygon: Convex): number {
  let found = 0;
  for (const [i, [x, y]] of polygon.entries()) {
    const [lowX, lowY] = polygon[found]!;
    if (y < lowY || (y === lowY && x < lowX)) found = i;
  }
  return found;
}

const circle = (radius: number): Convex => {
  const out = radius / Math.cos(Math.PI / GAP_SIDES);
  return Array.from({ length: GAP_SIDES }, (_, i): Point2 => {
    const angle = (2 * Math.PI * i) / GAP_SIDES;
    return [out * Math.cos(angle), out * Math.sin(angle)];
  });
};

/** Polygons that do not lie within another one. */
function withoutInner(polygons: readonly Convex[]): Convex[] {
  const boxed = polygons.map((polygon) => ({ polygon, box: boxAround(polygon) }));
  const kept: typeof boxed = [];
  for (const each of boxed.toSorted((a, b) => sizeOf(b.box) - sizeOf(a.box))) {
    const inside = kept.some(({ box, polygon }) => boxWithin(each.box, box) && within(each.polygon, polygon));
    if (!inside) kept.push(each);
  }
  return kept.map(({ polygon }) => polygon);
}

type Box = readonly [minX: number, minY: number, maxX: number, maxY: number];

function boxAround(polygon: Convex): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of polygon) {
    [minX, minY, maxX, maxY] = [Math.min(minX, x), Math.min(minY, y), Math.max(maxX, x), Math.max(maxY, y)];
  }
  return [minX, minY, maxX, maxY];
}

const sizeOf = ([minX, minY, maxX, maxY]: Box): number => (maxX - minX) * (maxY - minY);

const boxWithin = (inner: Box, outer: Box): boolean =>
  inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];

const within = (inner: Convex, outer: Convex): boolean =>
  outer.every(([x, y], i) => {
    const [nextX, nextY] = outer[(i + 1) % outer.length]!;
    return inner.every(([px, py]) => (nextX - x) * (py - y) - (nextY - y) * (px - x) >= -1e-9);
  });
