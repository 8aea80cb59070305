// Parts of different designs onto plates: by their boxes at once, by their shapes where that is better.

import type { QuarterTurn } from '../geometry/plate.js';
import { nestShapes } from './nest-shapes.js';
import { packRectangles } from './pack-rectangles.js';
import type { BedShape } from './sheet.js';
import { slabsOf } from './slabs.js';
import type { Triangles } from './triangulate.js';

export interface PartToNest<Tag> {
  readonly tag: Tag;
  /** Its silhouette. */
  readonly triangles: Triangles;
  readonly copies: number;
}

export interface PartsTask<Tag> {
  readonly bed: BedShape;
  readonly parts: readonly PartToNest<Tag>[];
  /** Between pieces; not between a piece and the edge or an excluded zone. */
  readonly gapMm: number;
  /** Comparisons to spend on fewer plates. */
  readonly effort: number;
}

/** One copy on a plate: the least corner of its turned box lies at (xMm, yMm). */
export interface PlacedPart<Tag> {
  readonly tag: Tag;
  readonly xMm: number;
  readonly yMm: number;
  readonly rotationDeg: QuarterTurn;
  readonly widthMm: number;
  readonly depthMm: number;
}

export interface NestedParts<Tag> {
  readonly plates: readonly (readonly PlacedPart<Tag>[])[];
  /** Parts that do not lie on an empty bed, turned by quarters. */
  readonly tooLarge: readonly Tag[];
}

const QUARTERS: readonly QuarterTurn[] = [0, 90, 180, 270];
/** Slabs along the bed: half a millimetre on a common bed. */
const SLABS = 500;
/** Attempts to pack boxes better: some milliseconds. */
const BOX_ATTEMPTS = 200;

/** Places every copy that fits; of two ways with as many plates, shapes are taken, which need less of the last. */
export function nestParts<Tag>(task: PartsTask<Tag>): NestedParts<Tag> {
  const shapes = byShapes(task);
  const { shape, excluded } = task.bed;
  if (shape === 'round' || excluded.length > 0) return shapes;
  const boxes = byBoxes(task);
  const fewerLeft = boxes.tooLarge.length < shapes.tooLarge.length;
  const asMany = boxes.tooLarge.length === shapes.tooLarge.length;
  return fewerLeft || (asMany && boxes.plates.length < shapes.plates.length) ? boxes : shapes;
}

function byShapes<Tag>({ bed, parts, gapMm, effort }: PartsTask<Tag>): NestedParts<Tag> {
  const stepMm = Math.max(bed.xMm, bed.yMm) / SLABS;
  const shapes = parts.map(({ triangles, copies }) => ({ triangles, copies, anglesDeg: QUARTERS }));
  const { plates, tooLarge } = nestShapes({ bed, shapes, gapMm, stepMm, effort });
  return {
    plates: plates.map((plate) =>
      plate.map(({ shape, xMm, yMm, angleDeg, widthMm, depthMm }) => {
        const rotationDeg = angleDeg as QuarterTurn;
        return { tag: parts[shape]!.tag, xMm, yMm, rotationDeg, widthMm, depthMm };
      }),
    ),
    tooLarge: tooLarge.map((shape) => parts[shape]!.tag),
  };
}

function byBoxes<Tag>({ bed, parts, gapMm }: PartsTask<Tag>): NestedParts<Tag> {
  const boxes = parts.map(({ triangles }) => {
    const { widthMm, heightMm } = slabsOf(triangles, Math.max(bed.xMm, bed.yMm));
    return { xMm: widthMm, yMm: heightMm };
  });
  const pieces = parts.flatMap(({ copies }, part) =>
    Array.from({ length: copies }, () => ({ tag: part, ...boxes[part]! })),
  );
  const packed = packRectangles({ binMm: bed, pieces, gapMm, turning: true, attempts: BOX_ATTEMPTS });
  return {
    plates: packed.bins.map((bin) =>
      bin.map(({ tag: part, xMm, yMm, turned }) => {
        const { xMm: widthMm, yMm: depthMm } = boxes[part]!;
        const size = turned ? { widthMm: depthMm, depthMm: widthMm } : { widthMm, depthMm };
        return { tag: parts[part]!.tag, xMm, yMm, rotationDeg: turned ? 90 : 0, ...size };
      }),
    ),
    tooLarge: [...new Set(packed.tooLarge)].map((part) => parts[part]!.tag),
  };
}
