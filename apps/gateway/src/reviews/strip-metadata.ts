// A photo without what it says of its maker: place, time and camera are taken out; how it is to be turned is kept.

/** The same picture without metadata; undefined for bytes that are not what `mediaType` says. */
export function stripMetadata(bytes: Buffer, mediaType: string): Buffer | undefined {
  if (mediaType === 'image/jpeg') return stripJpeg(bytes);
  return mediaType === 'image/png' ? stripPng(bytes) : stripWebp(bytes);
}

const [SOI, SOS, EOI, COM] = [0xd8, 0xda, 0xd9, 0xfe];
/** JFIF, colour profile and Adobe's colour transform say how to show the picture; EXIF, XMP and IPTC say of whom it is. */
const KEPT_APPLICATION_SEGMENTS = new Set([0xe0, 0xe2, 0xee]);

function stripJpeg(bytes: Buffer): Buffer | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return undefined;
  const kept: Buffer[] = [];
  let orientation = 1;
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff || marker === EOI) return undefined;
    // The picture itself follows, up to the end.
    if (marker === SOS) {
      const exif = orientation === 1 ? [] : [exifOf(orientation)];
      return Buffer.concat([bytes.subarray(0, 2), ...exif, ...kept, bytes.subarray(at)]);
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    const segment = bytes.subarray(at, end);
    if (marker === 0xe1) orientation = orientationOf(segment.subarray(4)) ?? orientation;
    const isApplication = marker >= 0xe0 && marker <= 0xef;
    if (isApplication ? KEPT_APPLICATION_SEGMENTS.has(marker) : marker !== COM) kept.push(segment);
    at = end;
  }
  return undefined;
}

const ORIENTATION = 0x0112;

/** The orientation of EXIF 2.3 (1…8) in its first directory. */
function orientationOf(segment: Buffer): number | undefined {
  if (segment.toString('latin1', 0, 6) !== 'Exif\0\0') return undefined;
  const tiff = segment.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number): number => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  if (tiff.length < 10) return undefined;
  const directory = long(4);
  if (directory + 2 > tiff.length) return undefined;
  for (let entry = 0; entry < short(directory); entry++) {
    const at = directory + 2 + 12 * entry;
    if (at + 12 > tiff.length) return undefined;
    if (short(at) !== ORIENTATION) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** A segment that says the orientation and nothing else: one entry of a big-endian TIFF directory. */
function exifOf(orientation: number): Buffer {
  const exif = Buffer.alloc(36);
  exif.set([0xff, 0xe1, 0, exif.length - 2]);
  exif.write('Exif\0\0MM\0*', 4, 'latin1');
  exif.writeUInt32BE(8, 14);
  exif.writeUInt16BE(1, 18);
  exif.writeUInt16BE(ORIENTATION, 20);
  exif.writeUInt16BE(3, 22);
  exif.writeUInt32BE(1, 24);
  exif.writeUInt16BE(orientation, 28);
  return exif;
}

const TELLING_CHUNKS = new Set(['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME']);

function stripPng(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (!TELLING_CHUNKS.has(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IEND') return Buffer.concat(kept);
    at = end;
  }
  return undefined;
}

const [XMP_FLAG, EXIF_FLAG] = [0x04, 0x08];

function stripWebp(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (at + 8 + length > bytes.length) return undefined;
    const type = bytes.toString('latin1', at, at + 4);
    const chunk = Buffer.from(bytes.subarray(at, end));
    if (type === 'VP8X') chunk[8]! &= ~(XMP_FLAG | EXIF_FLAG);
    if (type !== 'EXIF' && type !== 'XMP ') kept.push(chunk);
    at = end;
  }
  if (kept.length === 0) return undefined;
  const body = Buffer.concat(kept);
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}
