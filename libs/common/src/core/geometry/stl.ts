// STL, both kinds. A binary file may begin with "solid" too, so the length decides before the first word does.

import { ByteText } from './byte-text.js';
import { GrowingFloats } from './growing-arrays.js';
import type { ReadBody, ReadLimits } from './mesh.js';
import type { PartProblem } from './part-problem.js';
import { giveUp } from './refusals.js';
import { FACET_BYTES, HEADER_BYTES, copyCorners } from './stl-facets.js';

/** Above this a facet count is noise, not a promise that was cut short. */
const PLAUSIBLE_FACETS = 100_000_000;
const SNIFFED_BYTES = 1024;
const END_MISSING: PartProblem = {
  code: 'end-missing',
  severity: 'warning',
  message: 'The text has no "endsolid": its end may be missing.',
};

/** The triangles of an STL file. */
export function readStl(bytes: Uint8Array, limits: ReadLimits): ReadBody {
  if (bytes.length === 0) giveUp('mesh/empty', 'The file has no bytes at all.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const facets = bytes.length >= HEADER_BYTES ? view.getUint32(80, true) : undefined;
  if (facets !== undefined && HEADER_BYTES + FACET_BYTES * facets === bytes.length) {
    return { format: 'stl-binary', positions: readBinary(view, facets, limits), problems: [] };
  }
  if (looksLikeText(bytes)) return readText(bytes, limits);
  return refuseBinary(bytes.length, facets);
}

function readBinary(view: DataView, facets: number, limits: ReadLimits): Float32Array {
  if (facets > limits.maxTriangles) tooManyTriangles(facets, limits);
  const positions = new Float32Array(facets * 9);
  copyCorners(view, HEADER_BYTES, positions);
  return positions;
}

function looksLikeText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, SNIFFED_BYTES);
  if (head.includes(0)) return false;
  const text = new ByteText(head);
  return text.next() && text.is('solid');
}

function refuseBinary(bytes: number, facets: number | undefined): never {
  const room = Math.floor((bytes - HEADER_BYTES) / FACET_BYTES);
  const wholeFacets = (bytes - HEADER_BYTES) % FACET_BYTES === 0;
  const details = { statedTriangles: facets, roomForTriangles: Math.max(0, room), bytes };
  if (facets === undefined)
    giveUp('mesh/not-a-mesh', `The file has ${bytes} bytes and does not begin like an STL.`, details);
  if (facets > room && facets <= PLAUSIBLE_FACETS) {
    giveUp('mesh/truncated', `The file announces ${facets} triangles but ends after ${room}.`, details);
  }
  if (wholeFacets) {
    giveUp('mesh/count-mismatch', `The file announces ${facets} triangles but has room for ${room}.`, details);
  }
  if (facets > 0 && facets < room + 1) {
    giveUp('mesh/count-mismatch', `The file announces ${facets} triangles and goes on after them.`, details);
  }
  return giveUp('mesh/not-a-mesh', 'The file is neither a text STL nor a binary one.', details);
}

function readText(bytes: Uint8Array, limits: ReadLimits): ReadBody {
  const text = new ByteText(bytes);
  const positions = new GrowingFloats(Math.min(9 * limits.maxTriangles, Math.ceil(bytes.length / 20)));
  let corners = 0;
  let open = false;
  let ended = false;
  while (text.next()) {
    if (text.is('vertex')) {
      for (let axis = 0; axis < 3; axis++) positions.push(coordinate(text));
      corners++;
    } else if (text.is('facet')) {
      if (corners !== 0) wrongCorners(text, corners);
      open = true;
    } else if (text.is('endfacet') || (text.is('endloop') && corners !== 3)) {
      if (corners !== 3) wrongCorners(text, corners);
      corners = 0;
      open = false;
      if (positions.length > 9 * limits.maxTriangles) tooManyTriangles(positions.length / 9, limits);
    } else if (text.is('endsolid')) {
      text.skipLine();
      ended = true;
    } else if (text.is('solid')) {
      skipName(text);
      ended = false;
    }
  }
  if (open || corners !== 0) giveUp('mesh/truncated', 'The text ends in the middle of a triangle.');
  return { format: 'stl-ascii', positions: positions.toArray(), problems: ended ? [] : [END_MISSING] };
}

/** A name may hold any word, so it ends with its line; but a file on one line goes on with its first facet. */
function skipName(text: ByteText): void {
  while (text.nextOnLine()) {
    if (!text.is('facet')) continue;
    text.end = text.start;
    return;
  }
}

function coordinate(text: ByteText): number {
  if (!text.next()) giveUp('mesh/truncated', 'The text ends in the middle of a triangle.');
  const value = text.number();
  if (value === undefined) {
    const line = text.line();
    giveUp('mesh/malformed', `"${text.word()}" in line ${line} is not a number.`, { line, word: text.word() });
  }
  return value;
}

function wrongCorners(text: ByteText, corners: number): never {
  const line = text.line();
  return giveUp('mesh/malformed', `The triangle that ends in line ${line} has ${corners} corners.`, { line, corners });
}

export function tooManyTriangles(triangles: number, limits: ReadLimits): never {
  return giveUp(
    'mesh/too-complex',
    `The body has ${triangles} triangles or more; up to ${limits.maxTriangles} are read.`,
    { triangles, limit: limits.maxTriangles },
  );
}
