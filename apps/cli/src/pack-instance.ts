// A rectangle or strip instance, packed by the code that packs plates; told as one JSON document.

import { nestShapes } from '#core/nesting/nest-shapes';
import { packRectangles } from '#core/nesting/pack-rectangles';
import { signedArea, triangulate } from '#core/nesting/triangulate';
import { readInstance, type RectangleInstance, type StripInstance } from './pack-input.js';

interface Wanted {
  /** Million comparisons for a strip, thousand attempts for rectangles. */
  readonly effort: number;
}

/** Packs by an instance's own rule: pieces may touch. Throws a refusal when it cannot be read. */
export async function packInstance(file: string, wanted: Wanted): Promise<unknown> {
  const instance = await readInstance(file);
  return 'bin' in instance ? rectangles(instance, wanted) : strip(instance, wanted);
}

function rectangles({ name, bin, items, rotation }: RectangleInstance, { effort }: Wanted): unknown {
  const pieces = items.flatMap(({ id, width, height, demand }) =>
    Array.from({ length: demand }, () => ({ tag: id, xMm: width, yMm: height })),
  );
  const { bins, tooLarge } = packRectangles({
    binMm: { xMm: bin.width, yMm: bin.height },
    pieces,
    gapMm: 0,
    turning: rotation,
    attempts: Math.round(effort * 1000),
  });
  return {
    name,
    bins: bins.map((each) => each.map(({ tag, xMm, yMm, turned }) => ({ id: tag, x: xMm, y: yMm, turned }))),
    left: [...new Set(tooLarge)].map((id) => ({ id, why: 'larger than a bin' })),
  };
}

/** A slab is so wide: fine beside the strip, and few enough for long ones. */
const HEIGHT_SLABS = 400;
const MOST_SLABS = 50_000;

function strip({ name, strip_height, items }: StripInstance, { effort }: Wanted): unknown {
  const shapes = items.map(({ demand, allowed_orientations, shape }) => ({
    triangles: triangulate(shape.data),
    copies: demand,
    anglesDeg: allowed_orientations,
  }));
  const reach = items.reduce((sum, { demand, shape }) => sum + demand * diagonalOf(shape.data), 0);
  const { plates, tooLarge, lengthMm } = nestShapes({
    bed: { xMm: Infinity, yMm: strip_height, shape: 'rectangular', excluded: [] },
    shapes,
    gapMm: 0,
    stepMm: Math.max(strip_height / HEIGHT_SLABS, reach / MOST_SLABS),
    effort: effort * 1e6,
  });
  const placed = plates[0] ?? [];
  const area = placed.reduce((sum, { shape }) => sum + Math.abs(signedArea(items[shape]!.shape.data)), 0);
  return {
    name,
    strip_height,
    strip_width: lengthMm,
    density: lengthMm === 0 ? 0 : area / (lengthMm * strip_height),
    items: placed.map(({ shape, xMm, yMm, angleDeg }) => ({
      id: items[shape]!.id,
      x: xMm,
      y: yMm,
      rotation: angleDeg,
    })),
    left: tooLarge.map((shape) => ({ id: items[shape]!.id, why: 'higher than the strip' })),
  };
}

function diagonalOf(points: readonly (readonly [number, number])[]): number {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return Math.hypot(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
}
