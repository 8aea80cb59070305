// Pieces on one region that may still overlap: how deep, weighted by how long each pair has been in each other's way
// (guided local search: Voudouris, Tsang 1995; for nesting: Egeblad et al. 2007; Gardeyn, Wäscher 2025).

import type { Convex } from './convex-pieces.js';
import { NoFit, type NoFits } from './no-fit.js';
import { SAME_MM } from './slabs.js';

/** A shape turned one way; pieces count from the least corner of its box. */
export interface CrowdWay {
  readonly pieces: readonly Convex[];
  /** Around all of them. */
  readonly hull: Convex;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** Where pieces may lie: a box from (0, 0), without what is blocked; of a round bed, the circle of diameter xMm. */
export interface Region {
  readonly xMm: number;
  readonly yMm: number;
  readonly round: boolean;
  readonly blocked: readonly Convex[];
}

export interface CrowdTask {
  readonly region: Region;
  readonly ways: readonly CrowdWay[];
  /** Of each piece, in which ways it may lie. */
  readonly choices: readonly (readonly number[])[];
  readonly gapMm: number;
  /** Of the ways, with the gap. */
  readonly fits: NoFits;
}

/** Where all pieces lie. */
export interface Scene {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly way: Int32Array;
}

/** A pair that overlaps gets heavier by such a factor, the deepest by the second; others by the last. */
const HEAVIER = [1.2, 2, 0.95] as const;

/** What it takes to see where two convex pieces meet, in steps. */
const FIT_WORK = 1500;

export class Crowd {
  region: Region;
  readonly scene: Scene;
  readonly ways: readonly CrowdWay[];
  readonly choices: readonly (readonly number[])[];
  readonly count: number;
  /** Of each pair of pieces, both ways round; of a piece with itself, what it is to the bed. */
  private readonly weights: Float64Array;
  private readonly depths: Float64Array;
  private readonly fits: NoFits;
  private readonly bedFits: (NoFit | undefined)[] = [];
  /** Of each way, width and height with the gap. */
  private readonly reaches: Float64Array;
  private readonly pairsBefore: number;
  private looks = 0;
  /** The pieces near a spot, those first that are most in the way there, with what they are to the piece at it. */
  private readonly near: Int32Array;
  private readonly nearFits: NoFit[] = [];
  private nearCount = 0;
  private readonly nearCosts: Float64Array;

  constructor({ region, ways, choices, gapMm, fits }: CrowdTask) {
    const count = choices.length;
    this.region = region;
    this.ways = ways;
    this.choices = choices;
    this.count = count;
    this.fits = fits;
    this.pairsBefore = fits.pairs;
    this.scene = { x: new Float64Array(count), y: new Float64Array(count), way: new Int32Array(count) };
    this.weights = new Float64Array(count * count).fill(1);
    this.depths = new Float64Array(count * count);
    this.near = new Int32Array(count);
    this.nearCosts = new Float64Array(count);
    // The polygon around a circle of the gap reaches a little farther.
    this.reaches = Float64Array.from(ways.flatMap((way) => [way.widthMm + 1.05 * gapMm, way.heightMm + 1.05 * gapMm]));
  }

  /** Takes up a scene; pieces that would stick out are pushed in. */
  restore({ x, y, way }: Scene): void {
    for (let i = 0; i < this.count; i++) this.place(i, way[i]!, x[i]!, y[i]!);
  }

  saved(): Scene {
    const { x, y, way } = this.scene;
    return { x: x.slice(), y: y.slice(), way: way.slice() };
  }

  place(i: number, way: number, x: number, y: number): void {
    const { widthMm, heightMm } = this.ways[way]!;
    this.scene.way[i] = way;
    this.scene.x[i] = Math.max(0, Math.min(x, this.region.xMm - widthMm));
    this.scene.y[i] = Math.max(0, Math.min(y, this.region.yMm - heightMm));
  }

  forgetWeights(): void {
    this.weights.fill(1);
  }

  /** Work so far: a thing looked at is 1. */
  get steps(): number {
    return this.looks + FIT_WORK * (this.fits.pairs - this.pairsBefore);
  }

  /** How deep `b`, moved by this from `a`, comes too near. */
  private between(a: number, b: number, dx: number, dy: number): number {
    const fit = a <= b ? this.fits.of(a, b) : this.fits.of(b, a);
    this.looks += fit.work;
    return a <= b ? fit.depth(dx, dy) : fit.depth(-dx, -dy);
  }

  /** Weighted depth of a piece at a spot; something above `most` when it is more than that. */
  costAt(i: number, { way, x, y }: { way: number; x: number; y: number }, most: number): number {
    const { weights, reaches, count, fits } = this;
    const { x: xs, y: ys, way: ways } = this.scene;
    const row = i * count;
    const [right, top] = [reaches[2 * way]!, reaches[2 * way + 1]!];
    let cost = this.bedDepth(way, x, y) * weights[row + i]!;
    let steps = count / 4;
    for (let j = 0; j < count; j++) {
      const other = ways[j]!;
      const dx = xs[j]! - x;
      if (dx >= right || -dx >= reaches[2 * other]!) continue;
      const dy = ys[j]! - y;
      if (dy >= top || -dy >= reaches[2 * other + 1]! || j === i) continue;
      const turned = way > other;
      const fit = turned ? fits.of(other, way) : fits.of(way, other);
      steps += fit.work;
      cost += weights[row + j]! * (turned ? fit.depth(-dx, -dy) : fit.depth(dx, dy));
      if (cost > most) break;
    }
    this.looks += steps;
    return cost;
  }

  /** Weighted depth at a spot; {@link costNear} then looks at what is in reach of it moved by less than the margin. */
  gather(i: number, { way, x, y }: { way: number; x: number; y: number }, marginMm: number): number {
    const { weights, reaches, count, fits, near, nearFits, nearCosts } = this;
    const { x: xs, y: ys, way: ways } = this.scene;
    const right = reaches[2 * way]! + marginMm;
    const top = reaches[2 * way + 1]! + marginMm;
    let cost = this.bedDepth(way, x, y) * weights[i * count + i]!;
    let steps = count / 2;
    let found = 0;
    for (let j = 0; j < count; j++) {
      const other = ways[j]!;
      const dx = xs[j]! - x;
      if (dx >= right || -dx >= reaches[2 * other]! + marginMm) continue;
      const dy = ys[j]! - y;
      if (dy >= top || -dy >= reaches[2 * other + 1]! + marginMm || j === i) continue;
      const turned = way > other;
      const fit = turned ? fits.of(other, way) : fits.of(way, other);
      steps += fit.work;
      const own = weights[i * count + j]! * (turned ? fit.depth(-dx, -dy) : fit.depth(dx, dy));
      cost += own;
      let at = found++;
      for (; at > 0 && nearCosts[at - 1]! < own; at--) {
        near[at] = near[at - 1]!;
        nearFits[at] = nearFits[at - 1]!;
        nearCosts[at] = nearCosts[at - 1]!;
      }
      near[at] = j;
      nearFits[at] = fit;
      nearCosts[at] = own;
    }
    this.nearCount = found;
    this.looks += steps;
    return cost;
  }

  /** The same as {@link costAt}, within the margin of what was gathered for this piece and way. */
  costNear(i: number, { way, x, y }: { way: number; x: number; y: number }, most: number): number {
    const { weights, reaches, count, near, nearFits, nearCount } = this;
    const { x: xs, y: ys, way: ways } = this.scene;
    const right = reaches[2 * way]!;
    const top = reaches[2 * way + 1]!;
    let cost = this.bedDepth(way, x, y) * weights[i * count + i]!;
    let steps = nearCount / 4;
    for (let k = 0; k < nearCount && cost <= most; k++) {
      const j = near[k]!;
      const other = ways[j]!;
      const dx = xs[j]! - x;
      if (dx >= right || -dx >= reaches[2 * other]!) continue;
      const dy = ys[j]! - y;
      if (dy >= top || -dy >= reaches[2 * other + 1]!) continue;
      const fit = nearFits[k]!;
      steps += fit.work;
      cost += weights[i * count + j]! * (way > other ? fit.depth(-dx, -dy) : fit.depth(dx, dy));
    }
    this.looks += steps;
    return cost;
  }

  private bedDepth(way: number, x: number, y: number): number {
    const { round, blocked, xMm } = this.region;
    let depth = 0;
    if (round) {
      const radius = xMm / 2;
      let most = radius + SAME_MM;
      for (const [px, py] of this.ways[way]!.hull) most = Math.max(most, Math.hypot(px + x - radius, py + y - radius));
      depth += most - radius - SAME_MM;
    }
    if (blocked.length > 0) {
      const fit = (this.bedFits[way] ??= new NoFit(blocked, this.ways[way]!.pieces, 0));
      depth += fit.depth(x, y);
    }
    return depth;
  }

  /** Measures how deep every pair overlaps; the sum is 0 when all pieces lie as they may. */
  measure(): number {
    const { scene, depths, count, reaches } = this;
    const { x, y, way } = scene;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const a = way[i]!;
      sum += depths[i * count + i] = this.bedDepth(a, x[i]!, y[i]!);
      for (let j = i + 1; j < count; j++) {
        const b = way[j]!;
        const [dx, dy] = [x[j]! - x[i]!, y[j]! - y[i]!];
        const near =
          dx < reaches[2 * a]! && -dx < reaches[2 * b]! && dy < reaches[2 * a + 1]! && -dy < reaches[2 * b + 1]!;
        const depth = near ? this.between(a, b, dx, dy) : 0;
        depths[i * count + j] = depth;
        depths[j * count + i] = depth;
        sum += depth;
      }
    }
    this.looks += (count * count) / 2;
    return sum;
  }

  /** Which pieces overlapped when last measured. */
  overlapping(): number[] {
    const { count, depths } = this;
    const found: number[] = [];
    for (let i = 0; i < count; i++) {
      let j = 0;
      while (j < count && depths[i * count + j] === 0) j++;
      if (j < count) found.push(i);
    }
    return found;
  }

  /** Makes pairs that overlapped when last measured heavier, the deepest most, and others lighter. */
  reweigh(): void {
    const { weights, depths } = this;
    const [least, most, lighter] = HEAVIER;
    let deepest = 0;
    for (const depth of depths) if (depth > deepest) deepest = depth;
    for (let k = 0; k < depths.length; k++) {
      const depth = depths[k]!;
      const scaled = weights[k]! * (depth > 0 ? least + (most - least) * (depth / deepest) : lighter);
      weights[k] = Math.max(1, scaled);
    }
  }
}
