// Triangles that lie on each other: the same three points, in whatever order.

import type { Welded } from './weld.js';

const SIGNATURE_BITS = 24;

/** How many triangles repeat an earlier one, and the first that does (−1: none). Triangles with two equal corners do not count. */
export function countDuplicates({ pointOf }: Welded): { duplicateTriangles: number; first: number } {
  const suspects = suspectSignatures(pointOf);
  const seen = new Set<string>();
  let [duplicateTriangles, first] = [0, -1];
  for (let corner = 0; corner < pointOf.length; corner += 3) {
    const signature = signatureOf(pointOf, corner);
    if (signature < 0 || !has(suspects, signature)) continue;
    const key = [pointOf[corner]!, pointOf[corner + 1]!, pointOf[corner + 2]!].sort((a, b) => a - b).join(' ');
    if (!seen.has(key)) {
      seen.add(key);
      continue;
    }
    duplicateTriangles++;
    if (first < 0) first = corner / 3;
  }
  return { duplicateTriangles, first };
}

/** Signatures that more than one triangle has: few, so that only few triangles need be compared. */
function suspectSignatures(pointOf: Uint32Array): Uint32Array {
  const once = new Uint32Array(2 ** (SIGNATURE_BITS - 5));
  const twice = new Uint32Array(once.length);
  for (let corner = 0; corner < pointOf.length; corner += 3) {
    const signature = signatureOf(pointOf, corner);
    if (signature < 0) continue;
    if (has(once, signature)) twice[signature >>> 5]! |= 1 << (signature & 31);
    once[signature >>> 5]! |= 1 << (signature & 31);
  }
  return twice;
}

const has = (bits: Uint32Array, at: number): boolean => ((bits[at >>> 5]! >>> (at & 31)) & 1) === 1;

/** The same for every order of the three points; −1 when two of them are equal. */
function signatureOf(pointOf: Uint32Array, corner: number): number {
  const a = pointOf[corner]!;
  const b = pointOf[corner + 1]!;
  const c = pointOf[corner + 2]!;
  if (a === b || b === c || c === a) return -1;
  const h = mixed(a) + mixed(b) + mixed(c);
  return Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) >>> (32 - SIGNATURE_BITS);
}

function mixed(point: number): number {
  const h = Math.imul(point ^ (point >>> 16), 0x85ebca6b);
  return Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
}
