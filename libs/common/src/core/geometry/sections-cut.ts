// Cuts through a mesh at given heights: outlines with their length and area.

import type { Mesh } from './mesh.js';
import type { Height } from './sections-heights.js';

/** Segments x0 y0 x1 y1 one after the other, the part to their left. */
type Segments = number[];

/** A closed outline; holes have a negative area. */
export interface Loop {
  readonly lengthMm: number;
  readonly areaMm2: number;
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

export interface Cut {
  readonly areaMm2: number;
  readonly perimeterMm: number;
  readonly loops: readonly Loop[];
  /** Outlines with points on straight runs left out; x0 y0 x1 y1. */
  readonly outline: readonly number[];
}

/** A section of each height, which must be in ascending order. */
export function cutAt(mesh: Mesh, heights: readonly Height[], insideOut: boolean): Cut[] {
  return segmentsAt(mesh, heights, insideOut).map(cutOf);
}

function segmentsAt({ positions: p }: Mesh, heights: readonly Height[], insideOut: boolean): Segments[] {
  const cuts: Segments[] = heights.map(() => []);
  const levels = Float64Array.from(heights, ({ atMm }) => atMm);
  for (let i = 0; i < p.length; i += 9) {
    const [z0, z1, z2] = [p[i + 2]!, p[i + 5]!, p[i + 8]!];
    const low = Math.min(z0, z1, z2);
    const high = Math.max(z0, z1, z2);
    let k = firstAbove(levels, low);
    for (; k < levels.length && levels[k]! <= high; k++) cross(p, i, levels[k]!, cuts[k]!);
  }
  return insideOut ? cuts.map(turned) : cuts;
}

function firstAbove(levels: Float64Array, z: number): number {
  let [from, to] = [0, levels.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (levels[middle]! <= z) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Points are reckoned from the lower to the upper corner, so that two triangles agree to the bit on their common edge. */
function cross(p: Float32Array, i: number, level: number, into: Segments): void {
  let [upX, upY, downX, downY] = [Number.NaN, Number.NaN, Number.NaN, Number.NaN];
  for (let k = 0; k < 3; k++) {
    const a = i + 3 * k;
    const b = i + 3 * ((k + 1) % 3);
    const aboveA = p[a + 2]! > level;
    if (aboveA === p[b + 2]! > level) continue;
    const [lower, upper] = aboveA ? [b, a] : [a, b];
    const t = (level - p[lower + 2]!) / (p[upper + 2]! - p[lower + 2]!);
    const x = p[lower]! + t * (p[upper]! - p[lower]!);
    const y = p[lower + 1]! + t * (p[upper + 1]! - p[lower + 1]!);
    if (aboveA) [downX, downY] = [x, y];
    else [upX, upY] = [x, y];
  }
  if (Number.isNaN(upX) || Number.isNaN(downX)) return;
  into.push(downX, downY, upX, upY);
}

/** Every segment the other way round. */
const turned = (segments: Segments): Segments => segments.map((_, i) => segments[(i & ~3) | ((i + 2) & 3)]!);

function cutOf(segments: Segments): Cut {
  const outline: number[] = [];
  const loops = chain(segments).map((points) => {
    thin(points, outline);
    return loopOf(points);
  });
  let areaMm2 = 0;
  let perimeterMm = 0;
  for (const loop of loops) {
    areaMm2 += loop.areaMm2;
    perimeterMm += loop.lengthMm;
  }
  return { areaMm2: Math.max(0, areaMm2), perimeterMm, loops, outline };
}

/** Points (x, y alternating) of each outline; what does not close is closed. */
function chain(segments: Segments): number[][] {
  const count = segments.length / 4;
  const size = 1 << Math.ceil(Math.log2(2 * count + 2));
  const head = new Int32Array(size).fill(-1);
  const next = new Int32Array(count);
  const slot = (x: number, y: number): number =>
    (Math.imul(Math.fround(x * 8191.7) | 0, 73_856_093) ^ Math.imul(Math.fround(y * 8191.3) | 0, 19_349_663)) &
    (size - 1);
  for (let s = 0; s < count; s++) {
    const at = slot(segments[4 * s]!, segments[4 * s + 1]!);
    next[s] = head[at]!;
    head[at] = s;
  }
  const used = new Uint8Array(count);
  const following = (x: number, y: number): number => {
    const key = slot(x, y);
    // Used ones are forgotten, so that many segments from one point cost no more than others.
    while (head[key]! >= 0 && used[head[key]!]) head[key] = next[head[key]!]!;
    for (let s = head[key]!; s >= 0; s = next[s]!)
      if (!used[s] && segments[4 * s] === x && segments[4 * s + 1] === y) return s;
    return -1;
  };
  const chains: number[][] = [];
  for (let start = 0; start < count; start++) {
    if (used[start]) continue;
    const points: number[] = [];
    for (let s = start; s >= 0; s = following(segments[4 * s + 2]!, segments[4 * s + 3]!)) {
      used[s] = 1;
      points.push(segments[4 * s]!, segments[4 * s + 1]!);
    }
    chains.push(points);
  }
  return chains;
}

function loopOf(points: readonly number[]): Loop {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  let lengthMm = 0;
  let twice = 0;
  let x = points.at(-2)!;
  let y = points.at(-1)!;
  const [ox, oy] = [x, y];
  for (let i = 0; i < points.length; i += 2) {
    const nx = points[i]!;
    const ny = points[i + 1]!;
    lengthMm += Math.sqrt((nx - x) ** 2 + (ny - y) ** 2);
    twice += (x - ox) * (ny - oy) - (nx - ox) * (y - oy);
    minX = Math.min(minX, nx);
    maxX = Math.max(maxX, nx);
    minY = Math.min(minY, ny);
    maxY = Math.max(maxY, ny);
    x = nx;
    y = ny;
  }
  return { lengthMm, areaMm2: twice / 2, minX, minY, maxX, maxY };
}

/** Runs that stray less than this from a line are one segment, millimetres. */
const STRAIGHT_MM = 0.02;

function thin(points: readonly number[], into: number[]): void {
  let x = points[0]!;
  let y = points[1]!;
  for (let i = 2; i <= points.length; i += 2) {
    const bx = points[i % points.length]!;
    const by = points[(i + 1) % points.length]!;
    const cx = points[(i + 2) % points.length]!;
    const cy = points[(i + 3) % points.length]!;
    const long = Math.sqrt((cx - x) ** 2 + (cy - y) ** 2);
    const stray = Math.abs((bx - x) * (cy - y) - (by - y) * (cx - x));
    const onward = (bx - x) * (cx - bx) + (by - y) * (cy - by) > 0;
    if (i < points.length && onward && stray < STRAIGHT_MM * long) continue;
    into.push(x, y, bx, by);
    x = bx;
    y = by;
  }
}
