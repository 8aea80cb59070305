// The picture of a drawing for lists: its lines, seen from above.

import { MARGIN, SAMPLES, emptyThumbnail, thumbnailOf } from './draw-thumbnail.js';
import { measureOutline } from './outline/measure-outline.js';
import type { ReadOutline } from './outline/outline.js';
import type { Point2 } from './polygon.js';
import { STEPS } from './rasteriser.js';

/** Half the width of a line, in steps of the samples. */
const HALF_LINE = 1.1 * SAMPLES * STEPS;
const LIGHT = 150;

/** PNG of a drawing with at least one path: 512 × 384 pixels; SVG counts from the top. */
export function drawOutline({ format, paths }: Pick<ReadOutline, 'format' | 'paths'>): Uint8Array<ArrayBuffer> {
  const samples = emptyThumbnail();
  const { boxMm, minMm } = measureOutline(paths);
  const free = 2 * SAMPLES * MARGIN;
  const scale = STEPS * Math.min((samples.width - free) / boxMm.x, (samples.height - free) / boxMm.y);
  const left = (samples.width * STEPS - boxMm.x * scale) / 2;
  const up = format === 'svg' ? -scale : scale;
  const bottom = (samples.height * STEPS + boxMm.y * up) / 2;
  const place = ([x, y]: Point2): Point2 => [left + (x - minMm.x) * scale, bottom - (y - minMm.y) * up];
  const xy = new Int32Array(6);
  const depth = new Float64Array(3);
  const cover = (...corners: readonly [Point2, Point2, Point2]): void => {
    corners.forEach(([x, y], i) => xy.set([Math.round(x), Math.round(y)], 2 * i));
    samples.cover(xy, depth, LIGHT);
  };
  for (const { points, closed } of paths) {
    for (let i = closed ? 0 : 1; i < points.length; i++) {
      const [a, b, c, d] = lineAround(place(points.at(i - 1)!), place(points[i]!));
      cover(a, b, c);
      cover(a, c, d);
    }
  }
  return thumbnailOf(samples);
}

/** The corners of a line as wide as it is drawn, and a little longer, so that corners are whole. */
function lineAround([x0, y0]: Point2, [x1, y1]: Point2): readonly [Point2, Point2, Point2, Point2] {
  const length = Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);
  const [ux, uy] = length > 0 ? [((x1 - x0) / length) * HALF_LINE, ((y1 - y0) / length) * HALF_LINE] : [HALF_LINE, 0];
  const [ax, ay, bx, by] = [x0 - ux / 2, y0 - uy / 2, x1 + ux / 2, y1 + uy / 2];
  return [
    [ax - uy, ay + ux],
    [bx - uy, by + ux],
    [bx + uy, by - ux],
    [ax + uy, ay - ux],
  ];
}
