// A picture as a PNG (RFC 2083): colours with opacity, eight bits each, whose bytes depend on nothing but its pixels.

import { zlibSync } from 'fflate';

/** Rows from the top, four bytes a pixel: red, green, blue, opacity. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const EIGHT_BITS_RGBA = [8, 6, 0, 0, 0];
/** Each byte is written as its difference from the pixel above: surfaces change slowly. */
const FILTER_UP = 2;

/** The PNG; equal pictures give equal bytes. */
export function writePng({ width, height, pixels }: Picture): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set(EIGHT_BITS_RGBA, 8);
  const packed = zlibSync(filtered({ width, height, pixels }), { level: 6 });
  const chunks = [chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', new Uint8Array(0))];
  const bytes = new Uint8Array(SIGNATURE.length + chunks.reduce((sum, { length }) => sum + length, 0));
  bytes.set(SIGNATURE);
  let at = SIGNATURE.length;
  for (const one of chunks) {
    bytes.set(one, at);
    at += one.length;
  }
  return bytes;
}

function filtered({ width, height, pixels }: Picture): Uint8Array {
  const row = 4 * width;
  const lines = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y++) {
    const to = y * (row + 1);
    lines[to] = FILTER_UP;
    for (let i = 0; i < row; i++) {
      const above = y === 0 ? 0 : pixels[(y - 1) * row + i]!;
      lines[to + 1 + i] = pixels[y * row + i]! - above;
    }
  }
  return lines;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
