// Which corners are the same point: equal to the bit, as the single-precision numbers of the mesh (−0 is 0).

import type { Mesh } from './mesh.js';

/** Corners as points: `pointOf[c]` is the point of corner `c`, `cornerOf[p]` the first corner of point `p`. */
export interface Welded {
  readonly pointOf: Uint32Array;
  readonly cornerOf: Uint32Array;
  readonly points: number;
}

const NONE = -1;
/** Small enough to stay in the processor's cache: neighbours follow each other in most files, so most corners end here. */
const RECENT_BITS = 15;
const NEGATIVE_ZERO = -0x80000000;

/** Welds equal corners. */
export function weld({ positions }: Mesh): Welded {
  const corners = positions.length / 3;
  // Words above 2³¹ would become doubles in unsigned arrays; signed ones stay whole.
  const bits = new Int32Array(positions.buffer, positions.byteOffset, positions.length);
  const table = new PointTable(corners);
  const pointOf = new Uint32Array(corners);
  for (let corner = 0, at = 0; corner < corners; corner++, at += 3) {
    const x = bits[at]!;
    const y = bits[at + 1]!;
    const z = bits[at + 2]!;
    pointOf[corner] = table.pointOf(
      x === NEGATIVE_ZERO ? 0 : x,
      y === NEGATIVE_ZERO ? 0 : y,
      z === NEGATIVE_ZERO ? 0 : z,
    );
  }
  // Points are numbered as they are met, so the first corner of each is the one that is higher than all before.
  const cornerOf = new Uint32Array(table.points);
  for (let corner = 0, next = 0; next < table.points; corner++) if (pointOf[corner] === next) cornerOf[next++] = corner;
  return { pointOf, cornerOf, points: table.points };
}

/** Points by their three words: an open-addressing hash table (linear probing), and before it one of recent points. */
class PointTable {
  points = 0;
  private keys: Int32Array;
  private table: Int32Array;
  private mask: number;
  private readonly recent = new Int32Array(2 ** RECENT_BITS).fill(NONE);

  constructor(corners: number) {
    // A closed body has about six corners to a point.
    this.keys = new Int32Array(3 * Math.max(16, Math.ceil(corners / 5)));
    this.table = new Int32Array(tableSize(corners / 6)).fill(NONE);
    this.mask = this.table.length - 1;
  }

  pointOf(x: number, y: number, z: number): number {
    const { keys } = this;
    const short =
      (Math.imul(x, 0xcc9e2d51) ^ Math.imul(y, 0x1b873593) ^ Math.imul(z, 0x9e3779b1)) >>> (32 - RECENT_BITS);
    const recent = this.recent[short]!;
    if (recent !== NONE && keys[3 * recent] === x && keys[3 * recent + 1] === y && keys[3 * recent + 2] === z) {
      return recent;
    }
    const { table, mask } = this;
    let slot = hash(x, y, z) & mask;
    for (;;) {
      const point = table[slot]!;
      if (point === NONE) break;
      if (keys[3 * point] === x && keys[3 * point + 1] === y && keys[3 * point + 2] === z) {
        this.recent[short] = point;
        return point;
      }
      slot = (slot + 1) & mask;
    }
    this.recent[short] = this.points;
    table[slot] = this.points;
    return this.append(x, y, z);
  }

  private append(x: number, y: number, z: number): number {
    if (3 * this.points === this.keys.length) this.keys = enlarged(this.keys);
    this.keys[3 * this.points] = x;
    this.keys[3 * this.points + 1] = y;
    this.keys[3 * this.points + 2] = z;
    const point = this.points++;
    if (this.points * 4 > this.table.length * 3) this.rehash();
    return point;
  }

  private rehash(): void {
    const table = new Int32Array(2 * this.table.length).fill(NONE);
    const mask = table.length - 1;
    for (let point = 0, at = 0; point < this.points; point++, at += 3) {
      let slot = hash(this.keys[at]!, this.keys[at + 1]!, this.keys[at + 2]!) & mask;
      while (table[slot] !== NONE) slot = (slot + 1) & mask;
      table[slot] = point;
    }
    this.table = table;
    this.mask = mask;
  }
}

/** Mixes three words; neighbours in a grid differ in few bits, so every word is multiplied and folded (after MurmurHash3). */
function hash(x: number, y: number, z: number): number {
  let h = Math.imul(x, 0xcc9e2d51) ^ Math.imul((y << 15) | (y >>> 17), 0x1b873593);
  h = Math.imul((h << 13) | (h >>> 19), 5) + Math.imul(z ^ (z >>> 11), 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A power of two with room for `points` at three quarters full or less: a small table misses the cache less often. */
function tableSize(points: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(32, (points * 4) / 3 + 2)));
}

function enlarged(keys: Int32Array): Int32Array {
  const larger = new Int32Array(3 * Math.ceil((keys.length / 3) * 1.6));
  larger.set(keys);
  return larger;
}
