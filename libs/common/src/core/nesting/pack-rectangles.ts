// Rectangles into equal bins, turned by 90° or not: a start by several orders, then bins taken apart and packed anew as
// long as a budget of attempts lasts.

import { FreeSpace, type Spot } from './max-rects.js';
import { type Piece, type Placement } from './pack-boxes.js';
import { type Chance, oneOf, seededBy } from './seeded.js';

export interface RectangleTask<Tag> {
  readonly binMm: { readonly xMm: number; readonly yMm: number };
  readonly pieces: readonly Piece<Tag>[];
  /** Between pieces; not between a piece and the edge. */
  readonly gapMm: number;
  readonly turning: boolean;
  /** Attempts to improve; 0 is the start alone. */
  readonly attempts: number;
}

export interface PackedRectangles<Tag> {
  readonly bins: readonly (readonly Placement<Tag>[])[];
  /** Pieces larger than a bin. */
  readonly tooLarge: readonly Tag[];
}

interface Rect {
  readonly index: number;
  readonly w: number;
  readonly h: number;
}

interface Lying extends Rect {
  readonly x: number;
  readonly y: number;
  readonly turned: boolean;
}

interface Bin {
  readonly space: FreeSpace;
  readonly lying: Lying[];
  area: number;
}

interface Frame {
  readonly w: number;
  readonly h: number;
  readonly turning: boolean;
}

/** Packs every piece that fits a bin, in few bins; the answer depends on the input only. */
export function packRectangles<Tag>(task: RectangleTask<Tag>): PackedRectangles<Tag> {
  const { binMm, gapMm, turning, pieces } = task;
  // A gap between pieces is the same as larger pieces in a larger bin.
  const frame: Frame = { w: binMm.xMm + gapMm, h: binMm.yMm + gapMm, turning };
  const all = pieces.map(({ xMm, yMm }, index): Rect => ({ index, w: xMm + gapMm, h: yMm + gapMm }));
  const rects = all.filter((rect) => fits(frame, rect));
  const tooLarge = all.filter((rect) => !fits(frame, rect)).map(({ index }) => pieces[index]!.tag);
  if (rects.length === 0) return { bins: [], tooLarge };
  const chance = seededBy([frame.w, frame.h, ...rects.flatMap(({ w, h }) => [w, h])]);
  const start = ORDERS.map((order) => packed(frame, rects.toSorted(order))).reduce((best, bins) =>
    better(bins, best) ? bins : best,
  );
  const bins = improved(start, { frame, chance, attempts: task.attempts, least: leastBins(frame, rects) });
  return {
    tooLarge,
    bins: bins.map(({ lying }) =>
      lying.map(({ index, x, y, turned }) => ({ tag: pieces[index]!.tag, xMm: x, yMm: y, turned })),
    ),
  };
}

const fits = ({ w, h, turning }: Frame, rect: Rect): boolean =>
  (rect.w <= w && rect.h <= h) || (turning && rect.h <= w && rect.w <= h);

const areaOf = ({ w, h }: { w: number; h: number }): number => w * h;
const longest = ({ w, h }: Rect): number => Math.max(w, h);
const shortest = ({ w, h }: Rect): number => Math.min(w, h);

/** Largest first, by several measures; the index makes each order total. */
const ORDERS: readonly ((a: Rect, b: Rect) => number)[] = [
  (a, b) => areaOf(b) - areaOf(a) || longest(b) - longest(a) || a.index - b.index,
  (a, b) => longest(b) - longest(a) || shortest(b) - shortest(a) || a.index - b.index,
  (a, b) => shortest(b) - shortest(a) || longest(b) - longest(a) || a.index - b.index,
  (a, b) => b.w + b.h - a.w - a.h || a.index - b.index,
];

/** No packing needs fewer: by area, and by pieces of which no two share a bin. */
function leastBins({ w, h }: Frame, rects: readonly Rect[]): number {
  const area = rects.reduce((sum, rect) => sum + areaOf(rect), 0);
  const half = Math.max(w, h) / 2;
  const alone = rects.filter((rect) => shortest(rect) > half).length;
  return Math.max(1, alone, Math.ceil(area / (w * h) - 1e-9));
}

function packed(frame: Frame, order: readonly Rect[]): Bin[] {
  const bins: Bin[] = [];
  for (const rect of order) put(frame, bins, rect);
  return bins;
}

/** Into the first bin that has room, by best short side; a new bin when none has. */
function put(frame: Frame, bins: Bin[], rect: Rect): void {
  for (const bin of bins) {
    if (bin.area + areaOf(rect) <= areaOf(frame) * (1 + 1e-9) && putInto(frame, bin, rect)) return;
  }
  const bin: Bin = { space: new FreeSpace(frame.w, frame.h), lying: [], area: 0 };
  putInto(frame, bin, rect);
  bins.push(bin);
}

function putInto({ turning }: Frame, bin: Bin, rect: Rect): boolean {
  const spot: Spot = { x: 0, y: 0, turned: false, short: Infinity, long: Infinity };
  if (!bin.space.improve(spot, rect.w, rect.h, turning)) return false;
  const { x, y, turned } = spot;
  bin.space.take(x, y, turned ? rect.h : rect.w, turned ? rect.w : rect.h);
  bin.lying.push({ ...rect, x, y, turned });
  bin.area += areaOf(rect);
  return true;
}

/** Fewer bins; of as many, those that are filled most unevenly, as these come nearest to one fewer. */
const better = (a: readonly Bin[], b: readonly Bin[]): boolean =>
  a.length < b.length || (a.length === b.length && unevenness(a) > unevenness(b));

const unevenness = (bins: readonly Bin[]): number => bins.reduce((sum, { area }) => sum + area * area, 0);

interface Search {
  readonly frame: Frame;
  readonly chance: Chance;
  readonly attempts: number;
  readonly least: number;
}

/** Takes the emptiest bin and one to three others apart, again and again, and keeps what is not worse. */
function improved(start: Bin[], { frame, chance, attempts, least }: Search): Bin[] {
  let bins = start;
  for (let attempt = 0; attempt < attempts && bins.length > least; attempt++) {
    const emptiest = bins.reduce((least, bin) => (bin.area < least.area ? bin : least));
    const apart = new Set([chance() < 0.8 ? emptiest : bins[oneOf(chance, bins.length)]!]);
    const count = 2 + oneOf(chance, 3);
    for (let i = 1; i < count; i++) apart.add(bins[oneOf(chance, bins.length)]!);
    const before = [...apart];
    const after = packed(frame, shuffled(before.flatMap(({ lying }) => lying), chance)); // prettier-ignore
    if (after.length < before.length || (after.length === before.length && unevenness(after) >= unevenness(before))) {
      bins = [...bins.filter((bin) => !apart.has(bin)), ...after];
    }
  }
  return bins;
}

/** Roughly largest first, by one of three measures: each size is stretched by chance. */
function shuffled(rects: readonly Rect[], chance: Chance): Rect[] {
  const measure = [areaOf, longest, shortest][oneOf(chance, 3)]!;
  const spread = chance() * (measure === areaOf ? 1 : 0.5);
  return rects
    .map((rect) => ({ rect, size: measure(rect) * (1 + spread * (chance() - 0.5)) }))
    .toSorted((a, b) => b.size - a.size)
    .map(({ rect }) => rect);
}
