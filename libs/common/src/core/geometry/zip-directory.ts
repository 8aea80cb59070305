// The table of contents at the end of a ZIP (PKWARE APPNOTE 6.3, sections 4.3.12 to 4.3.16), checked before anything is
// unpacked: number of entries, names, sizes, ratio, overlap.

import type { ReadLimits } from './mesh.js';
import { giveUp } from './refusals.js';

/** One file inside the archive; `dataAt` is where its local header begins. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly headerAt: number;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_END_SIGNATURE = 0x06064b50;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const LONGEST_COMMENT = 0xffff;
const SEE_ZIP64 = 0xffffffff;
const ENCRYPTED = 0x1;
const UNIX_TYPE_LINK = 0xa000;

/** Every entry of the archive, after all limits have been held against what it says of itself. */
export function readZipDirectory(bytes: Uint8Array, limits: ReadLimits): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, at: start } = findDirectory(view);
  if (count > limits.maxZipEntries) {
    giveUp('model3mf/too-large', `The archive holds ${count} files; up to ${limits.maxZipEntries} are read.`, {
      count,
    });
  }
  const entries: ZipEntry[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    const { entry, next } = readEntry(bytes, view, at);
    checkSize(entry, limits);
    entries.push(entry);
    at = next;
  }
  checkTogether(entries, limits);
  return entries;
}

function findDirectory(view: DataView): { count: number; at: number } {
  const lowest = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT);
  for (let at = view.byteLength - END_BYTES; at >= lowest; at--) {
    if (view.getUint32(at, true) !== END_SIGNATURE) continue;
    const count = view.getUint16(at + 10, true);
    const start = view.getUint32(at + 16, true);
    return start === SEE_ZIP64 || count === 0xffff ? findZip64Directory(view, at) : { count, at: start };
  }
  return giveUp('model3mf/broken', 'The archive has no table of contents: it is cut off, or not a ZIP.');
}

function findZip64Directory(view: DataView, endAt: number): { count: number; at: number } {
  const locatorAt = endAt - 20;
  if (locatorAt < 0 || view.getUint32(locatorAt, true) !== ZIP64_LOCATOR_SIGNATURE) brokenDirectory();
  const at = Number(view.getBigUint64(locatorAt + 8, true));
  if (at + 56 > view.byteLength || view.getUint32(at, true) !== ZIP64_END_SIGNATURE) brokenDirectory();
  return { count: Number(view.getBigUint64(at + 32, true)), at: Number(view.getBigUint64(at + 48, true)) };
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): { entry: ZipEntry; next: number } {
  if (at + ENTRY_BYTES > bytes.length || view.getUint32(at, true) !== ENTRY_SIGNATURE) brokenDirectory();
  const nameEnd = at + ENTRY_BYTES + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > bytes.length) brokenDirectory();
  const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_BYTES, nameEnd));
  const sizes = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  fillFromZip64(view, { at: nameEnd, end: extraEnd }, sizes);
  const [unpackedBytes, packedBytes, headerAt] = sizes as [number, number, number];
  checkName(name, view.getUint32(at + 38, true) >>> 16);
  if ((view.getUint16(at + 8, true) & ENCRYPTED) !== 0) {
    giveUp('model3mf/broken', `"${name}" in the archive is encrypted.`, { entry: name });
  }
  return { entry: { name, method: view.getUint16(at + 10, true), packedBytes, unpackedBytes, headerAt }, next };
}

/** The ZIP64 extra field holds, in this order, only those of the three values that did not fit. */
function fillFromZip64(view: DataView, extra: { at: number; end: number }, sizes: number[]): void {
  if (!sizes.includes(SEE_ZIP64)) return;
  let { at } = extra;
  while (at + 4 <= extra.end && view.getUint16(at, true) !== 1) at += 4 + view.getUint16(at + 2, true);
  at += 4;
  for (let i = 0; i < sizes.length; i++) {
    if (sizes[i] !== SEE_ZIP64) continue;
    if (at + 8 > extra.end) brokenDirectory();
    sizes[i] = Number(view.getBigUint64(at, true));
    at += 8;
  }
}

function checkName(name: string, unixMode: number): void {
  const unsafe =
    name.includes('\0') || name.includes('\\') || /^(\/|[A-Za-z]:)/.test(name) || name.split('/').includes('..');
  if (!unsafe && (unixMode & 0xf000) !== UNIX_TYPE_LINK) return;
  giveUp('model3mf/unsafe-path', `The archive holds a file that points outside it: "${name.slice(0, 120)}".`, {
    entry: name.slice(0, 200),
  });
}

function checkSize({ name, packedBytes, unpackedBytes }: ZipEntry, limits: ReadLimits): void {
  if (unpackedBytes <= limits.ratioFreeBytes || unpackedBytes <= packedBytes * limits.maxRatio) return;
  const ratio = Math.round(unpackedBytes / Math.max(1, packedBytes));
  giveUp('model3mf/too-large', `"${name}" in the archive unpacks to ${ratio} times its size.`, { entry: name, ratio });
}

function checkTogether(entries: readonly ZipEntry[], limits: ReadLimits): void {
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpackedBytes, 0);
  if (unpacked > limits.maxUnpackedBytes) {
    giveUp(
      'model3mf/too-large',
      `The archive unpacks to ${unpacked} bytes; up to ${limits.maxUnpackedBytes} are read.`,
      {
        unpackedBytes: unpacked,
      },
    );
  }
  const names = new Set(entries.map((entry) => entry.name.toLowerCase()));
  if (names.size !== entries.length) giveUp('model3mf/broken', 'The archive holds two files of the same name.');
  const inOrder = entries.toSorted((a, b) => a.headerAt - b.headerAt);
  for (let i = 1; i < inOrder.length; i++) {
    const before = inOrder[i - 1]!;
    if (before.headerAt + before.packedBytes > inOrder[i]!.headerAt) {
      giveUp('model3mf/broken', `"${before.name}" and "${inOrder[i]!.name}" lie on each other in the archive.`);
    }
  }
}

export function brokenDirectory(): never {
  return giveUp('model3mf/broken', "The archive's table of contents is damaged.");
}
