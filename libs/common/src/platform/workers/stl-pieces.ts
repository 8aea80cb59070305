// Binary STL files a small piece at a time: a file of any size costs no more memory than what is made of it.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { DEFAULT_READ_LIMITS, type ReadModel } from '#core/geometry/mesh';
import { modelOfCorners } from '#core/geometry/read-mesh';
import { FACET_BYTES, HEADER_BYTES, copyCorners } from '#core/geometry/stl-facets';
import type { GeometryRefusal } from '#core/geometry/refusals';
import { facetsOf } from '#core/geometry/stl-solid';
import type { Result } from '#core/kernel/result';
import type { MeshWorkerLimits } from './mesh-tasks.js';

const PIECE_FACETS = 4096;

/** What is fed from a file: its header first, then whole facets. */
export interface StlTaker {
  readonly begin: (triangles: number, header: Uint8Array) => void;
  readonly facets: (piece: Uint8Array) => void;
}

/** Feeds a binary STL; false, and nothing fed, when the file is none, or one beyond the limits. It blocks. */
export function feedStl(path: string, { maxFileBytes, read }: MeshWorkerLimits, to: StlTaker): boolean {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const piece = new Uint8Array(FACET_BYTES * PIECE_FACETS);
    const header = piece.subarray(0, fill(file, piece.subarray(0, HEADER_BYTES), 0));
    const triangles = facetsOf(header, size);
    const { maxTriangles } = { ...DEFAULT_READ_LIMITS, ...read };
    if (triangles === undefined || triangles > maxTriangles || size > maxFileBytes) return false;
    to.begin(triangles, header);
    for (let at = HEADER_BYTES; at < size; at += piece.length) to.facets(piece.subarray(0, fill(file, piece, at)));
    return true;
  } finally {
    closeSync(file);
  }
}

/** The model in a binary STL, and the bytes of the file as they pass by; undefined when {@link feedStl} feeds nothing. */
export function readStlFile(
  path: string,
  fileName: string,
  { limits, pass }: { limits: MeshWorkerLimits; pass: (bytes: Uint8Array) => void },
): Result<ReadModel, GeometryRefusal> | undefined {
  let positions = new Float32Array(0);
  let filled = 0;
  const fed = feedStl(path, limits, {
    begin: (triangles, header) => {
      positions = new Float32Array(9 * triangles);
      pass(header);
    },
    facets: (piece) => {
      const count = (9 * piece.length) / FACET_BYTES;
      const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
      copyCorners(view, 0, positions.subarray(filled, filled + count));
      filled += count;
      pass(piece);
    },
  });
  return fed ? modelOfCorners(positions, fileName, limits.read) : undefined;
}

/** Fills `into` from a place in the file; answers how many bytes there were. */
function fill(file: number, into: Uint8Array, at: number): number {
  let filled = 0;
  while (filled < into.length) {
    const read = readSync(file, into, filled, into.length - filled, at + filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}
