import { unzlibSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { drawOutline } from './draw-outline.js';
import { drawThumbnail } from './draw-thumbnail.js';
import type { Mesh } from './mesh.js';
import { boxMesh } from './solids.js';

const [WIDTH, HEIGHT] = [512, 384];

/** How far the picture reaches, its pixels that are fully opaque, and the colours that many of these have. */
function seen(png: Uint8Array): { box: readonly [number, number]; whole: number; colours: number } {
  const data = new DataView(png.buffer, png.byteOffset);
  const lines = unzlibSync(png.subarray(41, 41 + data.getUint32(33)));
  const row = 4 * WIDTH;
  const pixels = new Uint8Array(HEIGHT * row);
  for (let i = 0; i < pixels.length; i++) {
    const y = Math.floor(i / row);
    pixels[i] = lines[i + y + 1]! + (y === 0 ? 0 : pixels[i - row]!);
  }
  let [left, right, top, bottom, whole] = [WIDTH, 0, HEIGHT, 0, 0];
  const counts = new Map<number, number>();
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    if (pixels[4 * i + 3] === 0) continue;
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    if (pixels[4 * i + 3] !== 255) continue;
    whole++;
    counts.set(pixels[4 * i]!, (counts.get(pixels[4 * i]!) ?? 0) + 1);
  }
  return {
    box: [right - left + 1, bottom - top + 1],
    whole,
    colours: [...counts.values()].filter((count) => count > 2000).length,
  };
}

const soup = (triangles: number): Mesh => {
  // A linear congruential generator: the same on every machine.
  let state = 1;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return { positions: Float32Array.from({ length: 9 * triangles }, () => 100 * next()) };
};

describe('a thumbnail', () => {
  test.each([
    ['a large part', boxMesh({ x: 3000, y: 2000, z: 1000 })],
    ['a thin rod', boxMesh({ x: 200, y: 1, z: 1 })],
    ['a tower far away', boxMesh({ x: 1, y: 1, z: 40 }, { x: 5000, y: 5000, z: 5000 })],
  ])('of %s fills the frame, between its margins', (_, mesh) => {
    const { box } = seen(drawThumbnail(mesh));
    const [width, height] = [box[0] / (WIDTH - 40), box[1] / (HEIGHT - 40)];
    expect(Math.max(width, height)).toBeGreaterThan(0.99);
    expect(Math.max(width, height)).toBeLessThan(1.02);
  });

  test('shows the three sides of a box that face the one who looks, each in a light of its own, without gaps', () => {
    const { colours, whole, box } = seen(drawThumbnail(boxMesh({ x: 20, y: 20, z: 20 })));
    expect(colours).toBe(3);
    expect(whole / (box[0] * box[1])).toBeGreaterThan(0.7);
  });

  test('is the same to the bit on every machine', () => {
    let sum = 0;
    for (const byte of drawThumbnail(soup(200))) sum = (Math.imul(sum, 31) + byte) >>> 0;
    expect(sum).toBe(2973769477);
  });

  test('of nothing but a point is empty, and of a flat square seen from any side is not', () => {
    expect(seen(drawThumbnail({ positions: new Float32Array(9) })).whole).toBe(0);
    const square = [0, 0, 0, 10, 0, 0, 10, 10, 0];
    for (const corners of [square, [...square].reverse()]) {
      expect(seen(drawThumbnail({ positions: Float32Array.from(corners) })).whole).toBeGreaterThan(10_000);
    }
  });

  test('of a drawing shows its lines', () => {
    const line = { points: [[0, 0], [10, 10]] as const, closed: false }; // prettier-ignore
    const { box } = seen(drawOutline({ format: 'dxf', paths: [line] }));
    expect(box[1]).toBeGreaterThan(HEIGHT - 45);
    expect(box[0]).toBeLessThan(HEIGHT);
  });
});
