// True shapes onto beds or into a strip: each piece in turn as far left, then as low as it goes, turned as it ends
// soonest; beds in perturbed orders while that helps. Then pieces are pressed: a strip shorter, more onto a bed.

import { type Lying, type LyingTask, filledPlates, pressedStrip } from './lying.js';
import { type Chance, oneOf, seededBy } from './seeded.js';
import { type BedShape, type Place, Sheet } from './sheet.js';
import { type Grown, type Slabs, grown, slabsOf } from './slabs.js';
import { type Triangles, turned } from './triangulate.js';

export interface ShapeToNest {
  /** Seen from above, anywhere in the plane. */
  readonly triangles: Triangles;
  readonly copies: number;
  /** In which it may lie, degrees counter-clockwise. */
  readonly anglesDeg: readonly number[];
}

export interface NestTask {
  /** Each plate is such a bed; a strip is a bed of infinite x. */
  readonly bed: BedShape;
  readonly shapes: readonly ShapeToNest[];
  /** Between pieces; not between a piece and the edge or an excluded zone. */
  readonly gapMm: number;
  /** Width of a slab: finer is denser and slower. */
  readonly stepMm: number;
  /** Comparisons to spend on a better layout; 0 is the first one. */
  readonly effort: number;
}

/** A piece on a plate: the least corner of its turned box lies at (xMm, yMm). */
export interface NestedPiece {
  /** Which of the shapes, from 0. */
  readonly shape: number;
  readonly xMm: number;
  readonly yMm: number;
  readonly angleDeg: number;
  readonly widthMm: number;
  readonly depthMm: number;
}

export interface Nested {
  readonly plates: readonly (readonly NestedPiece[])[];
  /** Shapes that do not lie on an empty bed at any of their angles. */
  readonly tooLarge: readonly number[];
  /** How far along x the last plate is used. */
  readonly lengthMm: number;
}

interface Way {
  readonly angleDeg: number;
  readonly slabs: Slabs;
  readonly grown: Grown;
}

interface Kind {
  readonly shape: number;
  readonly copies: number;
  readonly ways: readonly Way[];
  readonly areaMm2: number;
}

/** What was decided for one piece, so that a layout can be taken up again after it. */
interface Laid {
  readonly kind: number;
  readonly sheet: number;
  readonly way: number;
  readonly place: Place;
  /** Where each way of this kind was looked for last, per sheet: further left it has no place any more. */
  readonly from: readonly (readonly number[])[];
}

interface Layout {
  readonly laid: readonly Laid[];
  readonly sheets: number;
  readonly lengthMm: number;
}

interface Bench {
  readonly task: NestTask;
  readonly kinds: readonly Kind[];
  steps: number;
}

/** Nests every piece that fits the bed alone, on few plates; the answer depends on the input only. */
export function nestShapes(task: NestTask): Nested {
  const all = task.shapes.map((shape, index) => kindOf(shape, index, task));
  const kinds = all.filter(({ ways }) => ways.length > 0);
  const tooLarge = all.filter(({ ways }) => ways.length === 0).map(({ shape }) => shape);
  const bench: Bench = { task, kinds, steps: 0 };
  const orders = ORDERS.map((order) =>
    kinds
      .map((_, kind) => kind)
      .toSorted((a, b) => order(kinds[b]!) - order(kinds[a]!) || a - b)
      .flatMap((kind) => Array.from({ length: kinds[kind]!.copies }, () => kind)),
  );
  const started = orders.map((order) => layout(bench, order, []));
  const start = started.reduce((best, each) => (better(each, best) ? each : best));
  if (start.laid.length === 0) return { plates: [], tooLarge, lengthMm: 0 };
  const chance = seededBy(kinds.flatMap(({ areaMm2, copies }) => [areaMm2, copies]));
  const plates = Number.isFinite(task.bed.xMm) ? onBeds(bench, start, chance) : inStrip(bench, start, chance);
  const pieces = plates.map((plate) => plate.map((lying) => pieceOf(bench, lying)));
  const lengthMm = pieces.at(-1)!.reduce((most, { xMm, widthMm }) => Math.max(most, xMm + widthMm), 0);
  return { plates: pieces, tooLarge, lengthMm };
}

/** Of what may be spent on beds, this share goes into better orders. */
const ORDERING = 0.5;

function onBeds(bench: Bench, start: Layout, chance: Chance): Lying[][] {
  const { effort } = bench.task;
  const least = leastPlates(bench);
  const ordered = improved(bench, start, { least, effort: effort * ORDERING, chance });
  const plates = platesOf(bench, ordered);
  const left = effort - bench.steps;
  return plates.length > 1 && left > 0 ? filledPlates(lyingTask(bench, left, chance), plates) : plates;
}

function inStrip(bench: Bench, start: Layout, chance: Chance): Lying[][] {
  const [lying] = platesOf(bench, start);
  const left = bench.task.effort - bench.steps;
  if (left <= 0 || !lying) return lying ? [lying] : [];
  return [pressedStrip(lyingTask(bench, left, chance), lying, start.lengthMm)];
}

function platesOf({ task }: Bench, { laid, sheets }: Layout): Lying[][] {
  const plates = Array.from({ length: sheets }, (): Lying[] => []);
  for (const { kind, sheet, way, place } of laid) {
    plates[sheet]!.push({ kind, way, xMm: place.slab * task.stepMm, yMm: place.yMm });
  }
  return plates;
}

const lyingTask = ({ task, kinds }: Bench, effort: number, chance: Chance): LyingTask => ({
  bed: task.bed,
  gapMm: task.gapMm,
  kinds: kinds.map(({ shape, ways, areaMm2 }) => ({
    triangles: task.shapes[shape]!.triangles,
    anglesDeg: ways.map(({ angleDeg }) => angleDeg),
    areaMm2,
  })),
  effort,
  chance,
});

/** No nesting needs fewer plates. */
function leastPlates({ task, kinds }: Bench): number {
  const { xMm, yMm } = task.bed;
  return Math.ceil(kinds.reduce((sum, { areaMm2, copies }) => sum + areaMm2 * copies, 0) / (xMm * yMm) - 0.5);
}

const ORDERS: readonly ((kind: Kind) => number)[] = [
  ({ areaMm2 }) => areaMm2,
  ({ ways }) => Math.max(ways[0]!.slabs.widthMm, ways[0]!.slabs.heightMm),
];

function kindOf({ triangles, copies, anglesDeg }: ShapeToNest, shape: number, task: NestTask): Kind {
  const ways = anglesDeg
    .map((angleDeg): Way => {
      const slabs = slabsOf(turned(triangles, angleDeg), task.stepMm);
      return { angleDeg, slabs, grown: grown(slabs, task.gapMm) };
    })
    .filter(({ slabs }) => new Sheet(task.bed, task.stepMm).find(slabs, 0) !== undefined);
  return { shape, copies, ways, areaMm2: ways[0] ? coveredBy(ways[0].slabs) : 0 };
}

const coveredBy = ({ intervals, stepMm }: Slabs): number => {
  let sum = 0;
  for (const list of intervals) for (let i = 0; i < list.length; i += 2) sum += list[i + 1]! - list[i]!;
  return sum * stepMm;
};

function pieceOf({ kinds }: Bench, { kind, way, xMm, yMm }: Lying): NestedPiece {
  const { shape, ways } = kinds[kind]!;
  const { angleDeg, slabs } = ways[way]!;
  return { shape, xMm, yMm, angleDeg, widthMm: slabs.widthMm, depthMm: slabs.heightMm };
}

const better = (a: Layout, b: Layout): boolean =>
  a.sheets < b.sheets || (a.sheets === b.sheets && a.lengthMm < b.lengthMm);

/** Lays pieces in this order; the first ones as they were laid before. */
function layout(bench: Bench, order: readonly number[], before: readonly Laid[], atMost = Infinity): Layout {
  const { task, kinds } = bench;
  const sheets: Sheet[] = [];
  const from: number[][][] = kinds.map(() => []);
  const lengths: number[] = [];
  const laid: Laid[] = [];
  for (const [i, kind] of order.entries()) {
    const next = before[i] ?? lay(bench, sheets, kind, from[kind]!);
    while (sheets.length <= next.sheet) sheets.push(new Sheet(task.bed, task.stepMm));
    from[kind] = next.from.map((list) => [...list]);
    const { slabs, grown: margin } = kinds[kind]!.ways[next.way]!;
    sheets[next.sheet]!.add(margin, next.place);
    const end = next.place.slab * task.stepMm + slabs.widthMm;
    lengths[next.sheet] = Math.max(lengths[next.sheet] ?? 0, end);
    laid.push(next);
    if (sheets.length === 1 && end > atMost) break;
  }
  for (const sheet of sheets) bench.steps += sheet.steps;
  return { laid, sheets: sheets.length, lengthMm: lengths.at(-1) ?? 0 };
}

/** Finds the place for one piece: on the first sheet that has one, the way that ends soonest. */
function lay({ task, kinds }: Bench, sheets: readonly Sheet[], kind: number, before: number[][]): Laid {
  const { ways } = kinds[kind]!;
  const from = before.map((list) => [...list]);
  for (let sheet = 0; ; sheet++) {
    const on = sheets[sheet] ?? new Sheet(task.bed, task.stepMm);
    const starts = (from[sheet] ??= ways.map(() => 0));
    let best: { way: number; place: Place; end: number } | undefined;
    for (const [way, { slabs }] of ways.entries()) {
      const place = on.find(slabs, starts[way]!);
      starts[way] = place?.slab ?? Infinity;
      if (!place) continue;
      const end = place.slab * task.stepMm + slabs.widthMm;
      if (!best || end < best.end - 1e-9 || (end < best.end + 1e-9 && place.yMm < best.place.yMm)) {
        best = { way, place, end };
      }
    }
    if (best) return { kind, sheet, way: best.way, place: best.place, from };
  }
}

/** Longer by this share is taken at first, and less and less, so that the search leaves where it began. */
const PATIENCE = 0.015;

interface Ordering {
  /** So few plates are enough. */
  readonly least: number;
  readonly effort: number;
  readonly chance: Chance;
}

/** Swaps and moves pieces in the order, keeps what is hardly worse (threshold accepting: Dueck, Scheuer 1990). */
function improved(bench: Bench, start: Layout, { least, effort, chance }: Ordering): Layout {
  let best = start;
  let current = start;
  for (let idle = 0; bench.steps < effort && best.sheets > least && idle < 1000;) {
    const order = current.laid.map(({ kind }) => kind);
    const changed = perturbed(order, chance);
    const first = changed.findIndex((kind, i) => kind !== order[i]);
    idle = first === -1 ? idle + 1 : 0;
    if (first === -1) continue;
    const atMost = current.lengthMm * (1 + PATIENCE * (1 - bench.steps / effort) ** 2);
    const tried = layout(bench, changed, current.laid.slice(0, first), current.sheets === 1 ? atMost : Infinity);
    if (tried.laid.length < order.length || tried.sheets > current.sheets) continue;
    if (tried.sheets === current.sheets && tried.lengthMm > atMost) continue;
    current = tried;
    if (better(tried, best)) best = tried;
  }
  return best;
}

function perturbed(order: readonly number[], chance: Chance): number[] {
  const changed = [...order];
  const [i, j] = [oneOf(chance, order.length), oneOf(chance, order.length)];
  if (chance() < 0.5) {
    [changed[i], changed[j]] = [changed[j]!, changed[i]!];
  } else {
    changed.splice(j, 0, ...changed.splice(i, 1));
  }
  return changed;
}
