// Unpacks one file of an archive piece by piece, and stops where it grows beyond what it said of itself.

import { Inflate } from 'fflate';
import { giveUp } from './refusals.js';
import { type ZipEntry, brokenDirectory } from './zip-directory.js';

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
/** Small enough that a piece, unpacked at deflate's greatest ratio of about 1000, stays near 64 MB. */
const PIECE_BYTES = 64 * 1024;

/** Gives the entry's content to `take` in pieces; `last` comes once. */
export function unpackEntry(
  archive: Uint8Array,
  entry: ZipEntry,
  take: (piece: Uint8Array, last: boolean) => void,
): void {
  const packed = packedContent(archive, entry);
  let unpacked = 0;
  const counted = (piece: Uint8Array, last: boolean): void => {
    unpacked += piece.length;
    if (unpacked > entry.unpackedBytes) {
      giveUp('model3mf/too-large', `"${entry.name}" unpacks to more than the archive says.`, { entry: entry.name });
    }
    if (last && unpacked !== entry.unpackedBytes) truncated(entry);
    take(piece, last);
  };
  if (entry.method === STORED) return inPieces(packed, counted);
  if (entry.method !== DEFLATED) {
    giveUp('model3mf/broken', `"${entry.name}" is packed in a way (${entry.method}) that 3MF does not allow.`);
  }
  inflate(packed, entry, counted);
}

function packedContent(archive: Uint8Array, { headerAt, packedBytes }: ZipEntry): Uint8Array {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  if (headerAt + LOCAL_BYTES > archive.length || view.getUint32(headerAt, true) !== LOCAL_SIGNATURE) brokenDirectory();
  const start = headerAt + LOCAL_BYTES + view.getUint16(headerAt + 26, true) + view.getUint16(headerAt + 28, true);
  if (start + packedBytes > archive.length) brokenDirectory();
  return archive.subarray(start, start + packedBytes);
}

function inPieces(content: Uint8Array, take: (piece: Uint8Array, last: boolean) => void): void {
  let at = 0;
  do {
    const end = Math.min(content.length, at + PIECE_BYTES);
    take(content.subarray(at, end), end === content.length);
    at = end;
  } while (at < content.length);
}

function inflate(packed: Uint8Array, entry: ZipEntry, take: (piece: Uint8Array, last: boolean) => void): void {
  const inflater = new Inflate(take);
  inPieces(packed, (piece, last) => {
    try {
      inflater.push(piece, last);
    } catch (error) {
      // fflate marks its own errors with a number; everything else came out of `take`.
      if (error instanceof Error && typeof (error as { code?: unknown }).code === 'number') truncated(entry);
      throw error;
    }
  });
}

function truncated(entry: ZipEntry): never {
  return giveUp('model3mf/broken', `"${entry.name}" in the archive is damaged and cannot be unpacked whole.`, {
    entry: entry.name,
  });
}
