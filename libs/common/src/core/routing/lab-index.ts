// Which of many labs lie nearest to a point on the Earth: a k-d tree over unit vectors, so that poles and the date line
// are places like any other. The chord between two unit vectors orders like the great circle between the two places.

import { EARTH_RADIUS_KM, type LatLon } from '../kernel/geo.js';

/** A node with so many points is searched one by one: smaller ones cost more to reach than to read. */
const LEAF = 8;

export interface Near {
  /** Index of the place in the list that the index was made of. */
  readonly index: number;
  readonly km: number;
}

/**
 * Places on a sphere, arranged once. The tree is implicit: the middle of every range is its node, the lower half lies
 * before it and the upper after it, along the axis in which the range is widest.
 */
export class LabIndex {
  readonly size: number;
  /** Unit vectors, three numbers each, in the order of the tree. */
  private readonly vectors: Float64Array;
  /** From the order of the tree to the order of the list. */
  private readonly indexes: Uint32Array;
  /** Axis by which the range whose middle is here was parted. */
  private readonly axes: Uint8Array;
  // What a search needs while it runs; one at a time, as nothing here waits.
  private best = new Float64Array(16);
  private bestAt = new Uint32Array(16);
  private found = 0;
  private wanted = 0;
  private readonly query = new Float64Array(3);
  private eligible: Uint8Array | undefined;

  constructor(places: readonly LatLon[]) {
    this.size = places.length;
    this.vectors = new Float64Array(3 * places.length);
    this.indexes = Uint32Array.from(places, (_, index) => index);
    this.axes = new Uint8Array(places.length);
    places.forEach((place, index) => this.vectors.set(vectorOf(place), 3 * index));
    this.arrange(0, places.length);
  }

  /**
   * The `count` nearest places, nearest first, those at one distance by their index; with `eligible`, a byte for each
   * place of the list, only those whose byte is not 0.
   */
  nearest(at: LatLon, count: number, eligible?: Uint8Array): Near[] {
    this.wanted = Math.min(count, this.size);
    if (this.wanted === 0) return [];
    if (this.best.length < this.wanted) {
      this.best = new Float64Array(2 * this.wanted);
      this.bestAt = new Uint32Array(2 * this.wanted);
    }
    this.found = 0;
    this.eligible = eligible;
    this.query.set(vectorOf(at));
    this.search(0, this.size);
    return Array.from({ length: this.found }, (_, i) => ({
      index: this.bestAt[i]!,
      km: 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(this.best[i]!) / 2)),
    }));
  }

  private search(from: number, to: number): void {
    if (to - from <= LEAF) {
      for (let at = from; at < to; at++) this.consider(at);
      return;
    }
    const middle = (from + to) >>> 1;
    const axis = this.axes[middle]!;
    const beyond = this.query[axis]! - this.vectors[3 * middle + axis]!;
    if (beyond <= 0) this.search(from, middle);
    else this.search(middle + 1, to);
    this.consider(middle);
    // All on the other side is at least as far as the plane between: only equal distances could still win by index.
    if (this.found === this.wanted && beyond * beyond > this.best[this.found - 1]!) return;
    if (beyond <= 0) this.search(middle + 1, to);
    else this.search(from, middle);
  }

  private consider(at: number): void {
    const { vectors, query, best, bestAt, eligible } = this;
    const index = this.indexes[at]!;
    if (eligible !== undefined && eligible[index] === 0) return;
    const dx = vectors[3 * at]! - query[0]!;
    const dy = vectors[3 * at + 1]! - query[1]!;
    const dz = vectors[3 * at + 2]! - query[2]!;
    const square = dx * dx + dy * dy + dz * dz;
    let place = this.found;
    if (place === this.wanted) {
      const last = best[place - 1]!;
      if (square > last || (square === last && index > bestAt[place - 1]!)) return;
      place--;
    } else this.found++;
    // Few are wanted, so moving them up beats a heap.
    while (place > 0 && (best[place - 1]! > square || (best[place - 1] === square && bestAt[place - 1]! > index))) {
      best[place] = best[place - 1]!;
      bestAt[place] = bestAt[place - 1]!;
      place--;
    }
    best[place] = square;
    bestAt[place] = index;
  }

  private arrange(from: number, to: number): void {
    if (to - from <= LEAF) return;
    const middle = (from + to) >>> 1;
    const axis = this.widest(from, to);
    this.select(from, to - 1, { at: middle, axis });
    this.axes[middle] = axis;
    this.arrange(from, middle);
    this.arrange(middle + 1, to);
  }

  private widest(from: number, to: number): number {
    let widest = 0;
    let width = -1;
    for (let axis = 0; axis < 3; axis++) {
      let [least, most] = [Infinity, -Infinity];
      for (let at = from; at < to; at++) {
        const value = this.vectors[3 * at + axis]!;
        if (value < least) least = value;
        if (value > most) most = value;
      }
      if (most - least > width) [widest, width] = [axis, most - least];
    }
    return widest;
  }

  /** Puts the place that belongs at `at` there, lower ones before and higher ones after it (Hoare's quickselect). */
  private select(left: number, right: number, { at, axis }: { at: number; axis: number }): void {
    while (right > left) {
      const pivot = this.medianOfThree(left, right, axis);
      let [low, high] = [left, right];
      while (low <= high) {
        while (this.vectors[3 * low + axis]! < pivot) low++;
        while (this.vectors[3 * high + axis]! > pivot) high--;
        if (low <= high) this.swap(low++, high--);
      }
      if (at <= high) right = high;
      else if (at >= low) left = low;
      else return;
    }
  }

  private medianOfThree(left: number, right: number, axis: number): number {
    const a = this.vectors[3 * left + axis]!;
    const b = this.vectors[3 * ((left + right) >>> 1) + axis]!;
    const c = this.vectors[3 * right + axis]!;
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  private swap(one: number, other: number): void {
    const { vectors, indexes } = this;
    const index = indexes[one]!;
    indexes[one] = indexes[other]!;
    indexes[other] = index;
    for (let axis = 0; axis < 3; axis++) {
      const value = vectors[3 * one + axis]!;
      vectors[3 * one + axis] = vectors[3 * other + axis]!;
      vectors[3 * other + axis] = value;
    }
  }
}

const RADIANS = Math.PI / 180;

function vectorOf({ lat, lon }: LatLon): [number, number, number] {
  const level = Math.cos(lat * RADIANS);
  return [level * Math.cos(lon * RADIANS), level * Math.sin(lon * RADIANS), Math.sin(lat * RADIANS)];
}
