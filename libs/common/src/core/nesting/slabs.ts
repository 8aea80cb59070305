// What a shape covers, cut into slabs of equal width along x: in each, the intervals of y that it touches anywhere in
// the slab. Never less than the shape, and along y exactly as large.

import type { Triangles } from './triangulate.js';

export interface Slabs {
  readonly stepMm: number;
  /** Of the shape itself; slabs count from its least corner. */
  readonly widthMm: number;
  readonly heightMm: number;
  /** One entry a slab: from, to, from, to …; ascending, apart from each other. */
  readonly intervals: readonly (readonly number[])[];
}

/** Lengths that differ by less are equal. */
export const SAME_MM = 1e-7;
/** A slab with more numbers than this is put in order at once, so that large meshes need little room. */
const MANY = 512;

/** The slabs of all triangles together, from the least corner of their box. */
export function slabsOf(triangles: Triangles, stepMm: number): Slabs {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < triangles.length; i += 2) {
    const [x, y] = [triangles[i]!, triangles[i + 1]!];
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  const count = Math.max(1, Math.ceil((maxX - minX - SAME_MM) / stepMm));
  const slabs = Array.from({ length: count }, (): number[] => []);
  const corners = new Float64Array(6);
  for (let at = 0; at < triangles.length; at += 6) {
    for (let i = 0; i < 6; i += 2) {
      corners[i] = triangles[at + i]! - minX;
      corners[i + 1] = triangles[at + i + 1]! - minY;
    }
    cut(corners, stepMm, slabs);
  }
  return { stepMm, widthMm: maxX - minX, heightMm: maxY - minY, intervals: slabs.map(joined) };
}

/** Adds to each slab what a triangle covers of it: between the lowest and the highest point of its edges there. */
function cut(corners: Float64Array, stepMm: number, slabs: number[][]): void {
  const left = Math.min(corners[0]!, corners[2]!, corners[4]!);
  const right = Math.max(corners[0]!, corners[2]!, corners[4]!);
  const first = Math.min(slabs.length - 1, Math.max(0, Math.floor((left + SAME_MM) / stepMm)));
  const last = Math.max(first, Math.min(slabs.length - 1, Math.ceil((right - SAME_MM) / stepMm) - 1));
  for (let slab = first; slab <= last; slab++) {
    const [from, to] = [slab * stepMm, (slab + 1) * stepMm];
    let [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < 6; i += 2) {
      const [ax, ay] = [corners[i]!, corners[i + 1]!];
      const [bx, by] = [corners[(i + 2) % 6]!, corners[(i + 3) % 6]!];
      if (Math.max(ax, bx) < from - SAME_MM || Math.min(ax, bx) > to + SAME_MM) continue;
      for (const end of [from, to]) {
        const share = ax === bx ? 0 : Math.min(1, Math.max(0, (end - ax) / (bx - ax)));
        const y = ay + share * (by - ay);
        if (y < low) low = y;
        if (y > high) high = y;
      }
      if (ax === bx) [low, high] = [Math.min(low, ay, by), Math.max(high, ay, by)];
    }
    if (high < low) continue;
    const list = slabs[slab]!;
    list.push(low, high);
    if (list.length > MANY) slabs[slab] = joined(list);
  }
}

/** Intervals in any order as ascending ones that do not touch. */
export function joined(list: readonly number[]): number[] {
  const order = Array.from({ length: list.length / 2 }, (_, i) => 2 * i).toSorted((a, b) => list[a]! - list[b]!);
  const result: number[] = [];
  for (const i of order) {
    const [low, high] = [list[i]!, list[i + 1]!];
    const end = result.length - 1;
    if (end > 0 && low <= result[end]! + SAME_MM) result[end] = Math.max(result[end]!, high);
    else result.push(low, high);
  }
  return result;
}

/** Slabs around a shape that hold every point nearer than the gap; `before` slabs lie left of the shape's first. */
export interface Grown {
  readonly before: number;
  readonly intervals: readonly (readonly number[])[];
}

/** The shape with a margin all round. */
export function grown({ intervals, stepMm }: Slabs, gapMm: number): Grown {
  const before = gapMm > 0 ? Math.ceil(gapMm / stepMm) : 0;
  const slabs = Array.from({ length: intervals.length + 2 * before }, (): number[] => []);
  for (const [slab, list] of intervals.entries()) {
    for (let off = -before; off <= before; off++) {
      // Slabs that are neighbours may hold points that touch.
      const across = Math.max(0, Math.abs(off) - 1) * stepMm;
      const reach = Math.sqrt(Math.max(0, gapMm * gapMm - across * across));
      const target = slabs[slab + off + before]!;
      for (let i = 0; i < list.length; i += 2) target.push(list[i]! - reach, list[i + 1]! + reach);
    }
  }
  return { before, intervals: slabs.map(joined) };
}
