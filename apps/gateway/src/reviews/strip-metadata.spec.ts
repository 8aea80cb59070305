import { expect, it } from 'vitest';
import { stripMetadata } from './strip-metadata.js';

const segment = (marker: number, body: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};
/** EXIF as cameras write it: an orientation, and a place behind it. */
function exif(orientation: number, little: boolean): Buffer {
  const tiff = Buffer.alloc(40, 0);
  tiff.write(little ? 'II*\0' : 'MM\0*', 0, 'latin1');
  const [short, long] = little
    ? [tiff.writeUInt16LE.bind(tiff), tiff.writeUInt32LE.bind(tiff)]
    : [tiff.writeUInt16BE.bind(tiff), tiff.writeUInt32BE.bind(tiff)];
  long(8, 4);
  short(1, 8);
  short(0x0112, 10);
  short(3, 12);
  long(1, 14);
  short(orientation, 18);
  tiff.write('45.76N 4.84E', 26, 'latin1');
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
}
const picture = Buffer.from([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]);
const jpeg = (...segments: Buffer[]) => Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments, picture]);

it.each([true, false])('takes the place out of a JPEG and keeps how it is turned (little-endian: %s)', (little) => {
  const table = segment(0xdb, Buffer.from('tables'));
  const stripped = stripMetadata(jpeg(segment(0xe1, exif(6, little)), segment(0xfe, Buffer.from('Lyon')), table), 'image/jpeg')!; // prettier-ignore
  expect(stripped.includes('45.76N')).toBe(false);
  expect(stripped.includes('Lyon')).toBe(false);
  expect(stripped.includes('tables')).toBe(true);
  expect(stripped.subarray(-picture.length)).toEqual(picture);
  // What is left says the same once more, and nothing else.
  expect(stripMetadata(stripped, 'image/jpeg')).toEqual(stripped);
  expect(stripped.readUInt16BE(2 + 28)).toBe(6);
});

it('takes texts out of a PNG and chunks out of a WebP', () => {
  const chunk = (type: string, body: string): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    return Buffer.concat([head, Buffer.from(`${type}${body}crc!`)]);
  };
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const png = Buffer.concat([signature, chunk('IHDR', 'size'), chunk('tEXt', 'Lyon'), chunk('IEND', '')]);
  expect(stripMetadata(png, 'image/png')).toEqual(Buffer.concat([signature, chunk('IHDR', 'size'), chunk('IEND', '')]));
  const part = (type: string, body: string): Buffer => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, Buffer.from(body.length % 2 === 0 ? body : `${body}\0`)]);
  };
  const webp = Buffer.concat([Buffer.from('RIFF....WEBP'), part('VP8 ', 'pixels'), part('EXIF', 'Lyon!')]);
  const stripped = stripMetadata(webp, 'image/webp')!;
  expect(stripped.includes('Lyon')).toBe(false);
  expect(stripped.readUInt32LE(4)).toBe(stripped.length - 8);
});

it('knows what is cut short', () => {
  expect(stripMetadata(jpeg(segment(0xe1, exif(1, true))).subarray(0, 30), 'image/jpeg')).toBeUndefined();
  expect(stripMetadata(Buffer.from('89504e470d0a1a0a00000fff', 'hex'), 'image/png')).toBeUndefined();
  expect(stripMetadata(Buffer.from('RIFF....WEBPVP8 '), 'image/webp')).toBeUndefined();
});
