// Triangles to samples, by whole numbers: which samples a triangle covers and what they look like is the same on every
// machine, to the bit.

/** Corners are rounded to this share of a sample, so that two triangles with a common edge leave no gap. */
export const STEPS = 16;
const FARTHEST = -Infinity;

/** A grid of samples, each with the light of the nearest triangle that covers it: 0 is empty. */
export class Rasteriser {
  readonly light: Uint8Array;
  private readonly near: Float32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.light = new Uint8Array(width * height);
    this.near = new Float32Array(width * height).fill(FARTHEST);
  }

  /**
   * Covers samples with a triangle: `xy` are six whole numbers, in steps from the upper left corner, none outside; `z` its
   * three depths, larger is nearer; `light` from 1 to 255.
   */
  cover(xy: Int32Array, z: Float64Array, light: number): void {
    const [x0, y0] = [xy[0]!, xy[1]!];
    let [x1, y1, x2, y2] = [xy[2]!, xy[3]!, xy[4]!, xy[5]!];
    let area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
    if (area === 0) return;
    const z0 = z[0]!;
    let [z1, z2] = [z[1]!, z[2]!];
    if (area < 0) {
      // Seen from the other side: open surfaces have two.
      [x1, y1, z1, x2, y2, z2] = [x2, y2, z2, x1, y1, z1];
      area = -area;
    }
    // Samples lie in the middle of their cells.
    const left = Math.max(0, (Math.min(x0, x1, x2) + STEPS / 2 - 1) >> 4);
    const right = Math.min(this.width - 1, (Math.max(x0, x1, x2) - STEPS / 2) >> 4);
    const top = Math.max(0, (Math.min(y0, y1, y2) + STEPS / 2 - 1) >> 4);
    const bottom = Math.min(this.height - 1, (Math.max(y0, y1, y2) - STEPS / 2) >> 4);
    if (left > right || top > bottom) return;
    const [startX, startY] = [left * STEPS + STEPS / 2, top * STEPS + STEPS / 2];
    // A sample on an edge belongs to the triangle that lies to the right of it or below.
    let row0 = (x2 - x1) * (startY - y1) - (y2 - y1) * (startX - x1) - owned(x2 - x1, y2 - y1);
    let row1 = (x0 - x2) * (startY - y2) - (y0 - y2) * (startX - x2) - owned(x0 - x2, y0 - y2);
    let row2 = (x1 - x0) * (startY - y0) - (y1 - y0) * (startX - x0) - owned(x1 - x0, y1 - y0);
    const [right0, right1, right2] = [-(y2 - y1) * STEPS, -(y0 - y2) * STEPS, -(y1 - y0) * STEPS];
    const [down0, down1, down2] = [(x2 - x1) * STEPS, (x0 - x2) * STEPS, (x1 - x0) * STEPS];
    const [slope1, slope2] = [(z1 - z0) / area, (z2 - z0) / area];
    for (let y = top; y <= bottom; y++) {
      let [w0, w1, w2] = [row0, row1, row2];
      for (let x = left, at = y * this.width + left; x <= right; x++, at++) {
        if ((w0 | w1 | w2) >= 0) {
          const depth = Math.fround(z0 + w1 * slope1 + w2 * slope2);
          if (depth > this.near[at]!) {
            this.near[at] = depth;
            this.light[at] = light;
          }
        }
        w0 += right0;
        w1 += right1;
        w2 += right2;
      }
      row0 += down0;
      row1 += down1;
      row2 += down2;
    }
  }
}

/** 0 where a sample exactly on the edge belongs to the triangle, else 1. */
const owned = (dx: number, dy: number): 0 | 1 => (dy < 0 || (dy === 0 && dx > 0) ? 0 : 1);
