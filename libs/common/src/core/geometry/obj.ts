// Wavefront OBJ: corners and faces only. Materials and other files that it names are never opened.

import { ByteText } from './byte-text.js';
import { GrowingDoubles, GrowingFloats } from './growing-arrays.js';
import type { ReadBody, ReadLimits } from './mesh.js';
import { giveUp } from './refusals.js';
import { tooManyTriangles } from './stl.js';

/** The triangles of an OBJ file; a polygon becomes a fan about its first corner. Lengths are taken as millimetres. */
export function readObj(bytes: Uint8Array, limits: ReadLimits): ReadBody {
  if (bytes.includes(0)) giveUp('mesh/not-a-mesh', 'The file is named OBJ but is not text.');
  const text = new ByteText(bytes);
  const corners = new GrowingDoubles();
  const positions = new GrowingFloats(Math.min(bytes.length / 8, 9 * limits.maxTriangles));
  while (text.next()) {
    if (text.is('v')) readCorner(text, corners);
    else if (text.is('f')) readFace(text, corners, { positions, limits });
    text.skipLine();
  }
  return { format: 'obj', positions: positions.toArray(), problems: [] };
}

function readCorner(text: ByteText, corners: GrowingDoubles): void {
  for (let axis = 0; axis < 3; axis++) {
    const value = text.nextOnLine() ? text.number() : undefined;
    if (value === undefined) malformed(text, 'has a corner without three numbers');
    corners.push(value);
  }
}

function readFace(
  text: ByteText,
  corners: GrowingDoubles,
  { positions, limits }: { positions: GrowingFloats; limits: ReadLimits },
): void {
  const xyz = corners.toArray();
  let first = -1;
  let previous = -1;
  let seen = 0;
  while (text.nextOnLine()) {
    if (text.is('\\')) {
      text.skipLine();
      continue;
    }
    if (text.startsWith('#')) break;
    const corner = cornerIndex(text, corners.length / 3);
    if (seen === 0) first = corner;
    else if (seen >= 2) {
      if (positions.length >= 9 * limits.maxTriangles) tooManyTriangles(limits.maxTriangles + 1, limits);
      pushCorner(xyz, first, positions);
      pushCorner(xyz, previous, positions);
      pushCorner(xyz, corner, positions);
    }
    previous = corner;
    seen++;
  }
}

function pushCorner(xyz: Float64Array, corner: number, positions: GrowingFloats): void {
  positions.push(xyz[3 * corner]!);
  positions.push(xyz[3 * corner + 1]!);
  positions.push(xyz[3 * corner + 2]!);
}

/** `7`, `7/1`, `7//3`, `-1`: counted from 1, or backwards from the last corner so far. */
function cornerIndex(text: ByteText, count: number): number {
  const stated = text.wholeNumber() ?? 0;
  const index = stated < 0 ? count + stated : stated - 1;
  if (!(index >= 0 && index < count)) malformed(text, `names a corner "${text.word()}" that is not there`);
  return index;
}

function malformed(text: ByteText, what: string): never {
  const line = text.line();
  return giveUp('mesh/malformed', `Line ${line} ${what}.`, { line });
}
