// Which corners are the same point: equal to the bit, as the single-precision numbers of the mesh (−0 is 0).

import type { Mesh } from './mesh.js';

/** Corners as points: `pointOf[c]` is the point of corner `c`, `cornerOf[p]` the first corner of point `p`. */
export interface Welded {
  readonly pointOf: Uint32Array;
  readonly cornerOf: Uint32Array;
  readonly points: number;
}

const EMPTY = 0xffffffff;

/** Welds equal corners with an open-addressing hash table (linear probing) on typed arrays. */
export function weld({ positions }: Mesh): Welded {
  const corners = positions.length / 3;
  const bits = new Uint32Array(positions.buffer, positions.byteOffset, positions.length);
  const pointOf = new Uint32Array(corners);
  let cornerOf = new Uint32Array(Math.max(16, Math.ceil(corners / 5)));
  let table = new Uint32Array(tableSize(corners / 5)).fill(EMPTY);
  let points = 0;

  for (let corner = 0; corner < corners; corner++) {
    let mask = table.length - 1;
    const [x, y, z] = [zeroed(bits[3 * corner]!), zeroed(bits[3 * corner + 1]!), zeroed(bits[3 * corner + 2]!)];
    let slot = hash(x, y, z) & mask;
    for (;;) {
      const point = table[slot]!;
      if (point === EMPTY) break;
      const at = 3 * cornerOf[point]!;
      if (zeroed(bits[at]!) === x && zeroed(bits[at + 1]!) === y && zeroed(bits[at + 2]!) === z) break;
      slot = (slot + 1) & mask;
    }
    if (table[slot] !== EMPTY) {
      pointOf[corner] = table[slot]!;
      continue;
    }
    if (points === cornerOf.length) cornerOf = enlarge(cornerOf, corners);
    cornerOf[points] = corner;
    pointOf[corner] = points;
    table[slot] = points++;
    if (points * 2 > table.length) {
      table = rehash(bits, cornerOf, points);
      mask = table.length - 1;
    }
  }
  return { pointOf, cornerOf: cornerOf.subarray(0, points), points };
}

const NEGATIVE_ZERO = 0x80000000;
const zeroed = (bits: number): number => (bits === NEGATIVE_ZERO ? 0 : bits);

/** Mixes three words; neighbours in a grid differ in few bits, so every word is multiplied and folded (after MurmurHash3). */
function hash(x: number, y: number, z: number): number {
  let h = Math.imul(x, 0xcc9e2d51) ^ Math.imul((y << 15) | (y >>> 17), 0x1b873593);
  h = Math.imul((h << 13) | (h >>> 19), 5) + Math.imul(z ^ (z >>> 11), 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A power of two with room for `points` at less than half full. */
function tableSize(points: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(32, points * 2 + 2)));
}

function enlarge(cornerOf: Uint32Array, corners: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.min(corners, Math.ceil(cornerOf.length * 1.6)));
  larger.set(cornerOf);
  return larger;
}

function rehash(bits: Uint32Array, cornerOf: Uint32Array, points: number): Uint32Array<ArrayBuffer> {
  const table = new Uint32Array(tableSize(points * 2)).fill(EMPTY);
  const mask = table.length - 1;
  for (let point = 0; point < points; point++) {
    const at = 3 * cornerOf[point]!;
    let slot = hash(zeroed(bits[at]!), zeroed(bits[at + 1]!), zeroed(bits[at + 2]!)) & mask;
    while (table[slot] !== EMPTY) slot = (slot + 1) & mask;
    table[slot] = point;
  }
  return table;
}
