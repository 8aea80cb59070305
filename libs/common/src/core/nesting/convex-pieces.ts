// A shape as few convex pieces, none smaller than it is: triangles, or boxes of slabs, joined while their hull adds little.

import { areaOf, convexPolygon, type Point2 } from '../geometry/polygon.js';
import { SAME_MM, slabsOf } from './slabs.js';
import type { Triangles } from './triangulate.js';

/** A convex polygon, counter-clockwise. */
export type Convex = readonly Point2[];

interface Piece {
  readonly hull: Convex;
  readonly hullMm2: number;
  /** What of the shape is in it. */
  readonly filledMm2: number;
  readonly box: readonly [minX: number, minY: number, maxX: number, maxY: number];
}

interface Pair {
  readonly a: Piece;
  readonly b: Piece;
  readonly joined: Piece;
}

/** Shapes with more triangles, which may also overlap, are cut into slabs first. */
const MOST_TRIANGLES = 200;
/** Slabs along such a shape. */
const SLABS = 60;
/** How much of the shape's area all joining may add: nothing to outlines, a little to bodies seen from above. */
const ADDED_EXACT = 1e-7;
const ADDED_SLABS = 0.02;

/** Convex pieces that cover the shape, in its own coordinates. */
export function convexPieces(triangles: Triangles): Convex[] {
  const exact = triangles.length <= 6 * MOST_TRIANGLES;
  const pieces = exact ? trianglesOf(triangles) : boxesOf(triangles);
  const filled = pieces.reduce((sum, { filledMm2 }) => sum + filledMm2, 0);
  return joinedUp(pieces, filled * (exact ? ADDED_EXACT : ADDED_SLABS)).map(({ hull }) => hull);
}

function pieceOf(hull: Convex, filledMm2: number): Piece {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of hull) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return { hull, hullMm2: areaOf(hull), filledMm2, box: [minX, minY, maxX, maxY] };
}

function trianglesOf(triangles: Triangles): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < triangles.length; at += 6) {
    const corners = [0, 2, 4].map((i): Point2 => [triangles[at + i]!, triangles[at + i + 1]!]);
    const hull = convexPolygon(corners);
    if (hull.length > 2) pieces.push(pieceOf(hull, areaOf(hull)));
  }
  return pieces;
}

function boxesOf(triangles: Triangles): Piece[] {
  let [minX, minY, maxX] = [Infinity, Infinity, -Infinity];
  for (let i = 0; i < triangles.length; i += 2) {
    minX = Math.min(minX, triangles[i]!);
    maxX = Math.max(maxX, triangles[i]!);
    minY = Math.min(minY, triangles[i + 1]!);
  }
  const stepMm = Math.max((maxX - minX) / SLABS, SAME_MM);
  return slabsOf(triangles, stepMm).intervals.flatMap((list, slab) => {
    const [left, right] = [minX + slab * stepMm, Math.min(maxX, minX + (slab + 1) * stepMm)];
    return Array.from({ length: list.length / 2 }, (_, i) => {
      const [low, high] = [minY + list[2 * i]!, minY + list[2 * i + 1]!];
      const box: Convex = [[left, low], [right, low], [right, high], [left, high]]; // prettier-ignore
      return pieceOf(box, areaOf(box));
    });
  });
}

/** Joins neighbours, those that add least first, as long as together they add no more than this. */
function joinedUp(pieces: readonly Piece[], mostMm2: number): Piece[] {
  const left = new Set(pieces);
  let pairs = pieces.flatMap((a, i) => pieces.slice(i + 1).flatMap((b) => pairOf(a, b)));
  let added = 0;
  for (;;) {
    let best: Pair | undefined;
    let bestCost = mostMm2 - added;
    for (const pair of pairs) {
      const cost = pair.joined.hullMm2 - pair.a.hullMm2 - pair.b.hullMm2;
      if (cost <= bestCost) [best, bestCost] = [pair, cost];
    }
    if (!best) return [...left];
    const { a, b, joined } = best;
    added += Math.max(0, bestCost);
    left.delete(a);
    left.delete(b);
    pairs = pairs.filter((pair) => left.has(pair.a) && left.has(pair.b));
    for (const other of left) pairs.push(...pairOf(joined, other));
    left.add(joined);
  }
}

/** Two pieces whose boxes touch, as one. */
function pairOf(a: Piece, b: Piece): Pair[] {
  const near = 1e-6 + SAME_MM;
  if (a.box[0] > b.box[2] + near || b.box[0] > a.box[2] + near) return [];
  if (a.box[1] > b.box[3] + near || b.box[1] > a.box[3] + near) return [];
  return [{ a, b, joined: pieceOf(convexPolygon([...a.hull, ...b.hull]), a.filledMm2 + b.filledMm2) }];
}
