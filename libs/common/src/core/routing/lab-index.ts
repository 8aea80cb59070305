// Which of many labs lie nearest to a point on the Earth: a k-d tree over unit vectors, so that poles and the date line
// are places like any other. The chord between two unit vectors orders like the great circle between the two places.

import { EARTH_RADIUS_KM, type LatLon } from '../kernel/geo.js';
import { arrangeAlong, widestAxis } from './arrange-vectors.js';

/** A node with so many points is searched one by one: smaller ones cost more to reach than to read. */
const LEAF = 8;
/** Distances to boxes are sums of rounded squares: what is nearer by less than this is looked at all the same. */
const ROUNDING = 1 + 1e-12;

export interface Near {
  /** Index of the place in the list that the index was made of. */
  readonly index: number;
  readonly km: number;
}

/**
 * Places on a sphere, each with 32 bits that say what it can. The tree is implicit: every range is parted in its middle
 * along the axis in which it is widest; node n has the children 2n + 1 and 2n + 2, and knows which bits lie below it.
 */
export class LabIndex {
  readonly size: number;
  /** Unit vectors, three numbers each, in the order of the tree. */
  private readonly vectors: Float64Array;
  /** From the order of the tree to the order of the list. */
  private readonly indexes: Uint32Array;
  /** What each place can, in the order of the tree. */
  private readonly bits: Uint32Array;
  /** Of every node: the axis it is parted by, where, and all bits of the places below. */
  private readonly axes: Uint8Array;
  private readonly splits: Float64Array;
  private readonly below: Uint32Array;
  // What a search needs while it runs; one at a time, as nothing here waits.
  private best = new Float64Array(16);
  private bestAt = new Uint32Array(16);
  private found = 0;
  private wanted = 0;
  private worst = Infinity;
  private needed = 0;
  private x = 0;
  private y = 0;
  private z = 0;

  /** `bits`: of each place what it can, for {@link nearest}; all bits where it is left out. */
  constructor(places: readonly LatLon[], bits?: Uint32Array) {
    this.size = places.length;
    this.vectors = new Float64Array(3 * places.length);
    this.indexes = Uint32Array.from(places, (_, index) => index);
    places.forEach((place, index) => this.vectors.set(vectorOf(place), 3 * index));
    const nodes = nodesFor(places.length);
    this.axes = new Uint8Array(nodes);
    this.splits = new Float64Array(nodes);
    this.below = new Uint32Array(nodes);
    this.bits = new Uint32Array(places.length);
    this.arrange(0, 0, places.length, bits);
  }

  /**
   * The `count` nearest places that have all bits of `needed`, nearest first, those at one distance by their index.
   */
  nearest(at: LatLon, count: number, needed = 0): Near[] {
    this.wanted = Math.min(count, this.size);
    if (this.wanted === 0) return [];
    if (this.best.length < this.wanted) {
      this.best = new Float64Array(2 * this.wanted);
      this.bestAt = new Uint32Array(2 * this.wanted);
    }
    this.found = 0;
    this.worst = Infinity;
    this.needed = needed >>> 0;
    [this.x, this.y, this.z] = vectorOf(at);
    this.search(0, 0, this.size, 0, 0, 0);
    const near: Near[] = [];
    for (let i = 0; i < this.found; i++) {
      const km = 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(this.best[i]!) / 2));
      near.push({ index: this.bestAt[i]!, km });
    }
    return near;
  }

  /** `dx`, `dy`, `dz`: how far the node's box is away along each axis, so that its corners are pruned too. */
  // oxlint-disable-next-line max-params -- the hottest call of routing: an object for each would cost more than the search
  private search(node: number, from: number, to: number, dx: number, dy: number, dz: number): void {
    if ((this.below[node]! & this.needed) >>> 0 !== this.needed) return;
    if (to - from <= LEAF) {
      this.readLeaf(from, to);
      return;
    }
    const middle = (from + to) >>> 1;
    const axis = this.axes[node]!;
    const beyond = (axis === 0 ? this.x : axis === 1 ? this.y : this.z) - this.splits[node]!;
    const low = 2 * node + 1;
    if (beyond <= 0) this.search(low, from, middle, dx, dy, dz);
    else this.search(low + 1, middle, to, dx, dy, dz);
    if (axis === 0) dx = beyond;
    else if (axis === 1) dy = beyond;
    else dz = beyond;
    // Those at the very same distance could still win by their index.
    if (dx * dx + dy * dy + dz * dz > this.worst * ROUNDING) return;
    if (beyond <= 0) this.search(low + 1, middle, to, dx, dy, dz);
    else this.search(low, from, middle, dx, dy, dz);
  }

  private readLeaf(from: number, to: number): void {
    const { vectors, bits, needed, x, y, z } = this;
    for (let at = from; at < to; at++) {
      if ((bits[at]! & needed) >>> 0 !== needed) continue;
      const dx = vectors[3 * at]! - x;
      const dy = vectors[3 * at + 1]! - y;
      const dz = vectors[3 * at + 2]! - z;
      const square = dx * dx + dy * dy + dz * dz;
      if (square <= this.worst) this.keep(square, this.indexes[at]!);
    }
  }

  private keep(square: number, index: number): void {
    const { best, bestAt } = this;
    let place = this.found;
    if (place === this.wanted) {
      if (square === this.worst && index > bestAt[place - 1]!) return;
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
    if (this.found === this.wanted) this.worst = best[this.found - 1]!;
  }

  private arrange(node: number, from: number, to: number, bits: Uint32Array | undefined): number {
    let all = 0;
    if (to - from <= LEAF) {
      for (let at = from; at < to; at++) all |= this.bits[at] = bits === undefined ? ~0 : bits[this.indexes[at]!]!;
    } else {
      const middle = (from + to) >>> 1;
      const axis = widestAxis(this.vectors, from, to);
      arrangeAlong(axis, { vectors: this.vectors, indexes: this.indexes, from, to, at: middle });
      this.axes[node] = axis;
      this.splits[node] = this.vectors[3 * middle + axis]!;
      all = this.arrange(2 * node + 1, from, middle, bits) | this.arrange(2 * node + 2, middle, to, bits);
    }
    this.below[node] = all;
    return all;
  }
}

/** Nodes of a tree over so many places, counted as if its last level were full. */
function nodesFor(places: number): number {
  let nodes = 1;
  for (let range = places; range > LEAF; range = Math.ceil(range / 2)) nodes = 2 * nodes + 1;
  return nodes;
}

const RADIANS = Math.PI / 180;

/** What lies nowhere lies off the Earth, farther than anything on it. */
function vectorOf({ lat, lon }: LatLon): [number, number, number] {
  if (!Number.isFinite(lat + lon)) return [3, 3, 3];
  const level = Math.cos(lat * RADIANS);
  return [level * Math.cos(lon * RADIANS), level * Math.sin(lon * RADIANS), Math.sin(lat * RADIANS)];
}
