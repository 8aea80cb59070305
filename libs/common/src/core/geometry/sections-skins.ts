// What of a part lies under a flat top or over a flat bottom, and what in corners too small for an infill.

import type { Columns } from './sections-columns.js';
import type { Height } from './sections-heights.js';

/** Edges between the rows of a table of skins, millimetres from the face. */
export const SKIN_EDGES_MM = [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.6, 2.4] as const;

const LAST = SKIN_EDGES_MM.length;

/** A slicer anchors a skin so far under its surroundings (PrusaSlicer's EXTERNAL_INFILL_MARGIN). */
const ANCHOR_MM = 3;
/** Regions smaller than this get no infill but are filled (PrusaSlicer's default of solid_infill_below_area). */
export const SMALL_REGION_MM2 = 70;

/** A slab with its columns. */
export interface Slab {
  readonly height: Height;
  /** Span of each column that lies inside two walls; -1 for others. */
  readonly spanOf: Int32Array;
  /** Those columns. */
  readonly inner: readonly number[];
  /** Part of a column's area that is inside, square millimetres. */
  readonly cellMm2: number;
}

/** Heights of the faces per column: those of the slab's own flat faces, and around them as far as skins are anchored. */
export interface Faces {
  readonly up: Float32Array;
  readonly down: Float32Array;
}

/** Where the slabs below and above are cut. */
export interface Between {
  readonly under: number;
  readonly over: number;
}

/** The flat faces that end columns within a slab, grown sideways inside the walls; NaN where there is none. */
export function facesOf({ spanOf, inner }: Slab, columns: Columns, { under, over }: Between): Faces {
  const { bottomMm, topMm, flatBottom, flatTop } = columns.spans;
  const own = { up: new Float32Array(spanOf.length).fill(NaN), down: new Float32Array(spanOf.length).fill(NaN) };
  const near = { up: [] as number[], down: [] as number[] };
  for (const column of inner) {
    const span = spanOf[column]!;
    if (flatTop[span] && topMm[span]! <= over) {
      own.up[column] = topMm[span]!;
      near.up.push(column);
    }
    if (flatBottom[span] && bottomMm[span]! >= under) {
      own.down[column] = bottomMm[span]!;
      near.down.push(column);
    }
  }
  return { up: grown(own.up, near.up, spanOf, columns), down: grown(own.down, near.down, spanOf, columns) };
}

function grown(own: Float32Array, at: readonly number[], spanOf: Int32Array, columns: Columns): Float32Array {
  if (at.length === 0) return own;
  const { nx, ny, cellMm, x, y } = columns;
  // A face ends somewhere between its last column and the next one.
  const reach = ANCHOR_MM + 0.3 * cellMm;
  const cells = Math.ceil(reach / cellMm);
  const all = own.slice();
  for (const column of at) {
    const [i, j] = [column % nx, Math.floor(column / nx)];
    if (enclosed(own, column, nx)) continue;
    for (let row = Math.max(0, j - cells); row <= Math.min(ny - 1, j + cells); row++) {
      const end = row * nx + Math.min(nx - 1, i + cells);
      for (let to = row * nx + Math.max(0, i - cells); to <= end; to++) {
        if (spanOf[to]! < 0 || !Number.isNaN(all[to]!)) continue;
        if ((x[to]! - x[column]!) ** 2 + (y[to]! - y[column]!) ** 2 <= reach * reach) all[to] = own[column]!;
      }
    }
  }
  return all;
}

/** All neighbours have a face too, so nothing grows from here. */
function enclosed(own: Float32Array, column: number, nx: number): boolean {
  for (const step of [-nx - 1, -nx, -nx + 1, -1, 1, nx - 1, nx, nx + 1])
    if (!(own[column + step]! <= Infinity)) return false;
  return true;
}

/** Lets the faces of each slab hold for the slabs below (tops) and above (bottoms), as far as the columns go on. */
export function carryOn(slabs: readonly Slab[], faces: readonly Faces[]): void {
  const carry = (i: number, from: number, way: keyof Faces): void => {
    const spanOf = slabs[i]!.spanOf;
    const before = slabs[from]?.spanOf;
    const own = faces[i]![way];
    const next = faces[from]?.[way];
    for (const column of slabs[i]!.inner)
      if (Number.isNaN(own[column]!) && before![column] === spanOf[column]) own[column] = next![column]!;
  };
  for (let i = slabs.length - 2; i >= 0; i--) carry(i, i + 1, 'up');
  for (let i = 1; i < slabs.length; i++) carry(i, i - 1, 'down');
}

/** Adds a slab's piece of a column to a table of volumes by the distance up (rows) and down (columns) to a face; NaN: none. */
export function addSkins(
  table: number[][],
  { fromMm, toMm }: Pick<Height, 'fromMm' | 'toMm'>,
  faces: { readonly above: number; readonly below: number },
  areaMm2: number,
): void {
  const { above, below } = faces;
  if (!(above - toMm < SKIN_EDGES_MM[LAST - 1]!) && !(fromMm - below < SKIN_EDGES_MM[LAST - 1]!)) {
    table[LAST]![LAST]! += (toMm - fromMm) * areaMm2;
    return;
  }
  let z = fromMm;
  while (z < toMm - 1e-9) {
    let [up, down] = [0, 0];
    while (up < LAST && !(above - z - 1e-6 <= SKIN_EDGES_MM[up]!)) up++;
    while (down < LAST && !(z - below + 1e-6 < SKIN_EDGES_MM[down]!)) down++;
    const nextUp = up === 0 || Number.isNaN(above) ? Infinity : above - SKIN_EDGES_MM[up - 1]!;
    const nextDown = down === LAST ? Infinity : below + SKIN_EDGES_MM[down]!;
    const next = Math.max(Math.min(toMm, nextUp, nextDown), z + 1e-4);
    table[up]![down]! += (next - z) * areaMm2;
    z = next;
  }
}

/** Share of a slab's columns that lie in connected regions too small for an infill; `core` is 1 where the region is wide
 * enough to be filled at all. Skins are no infill, so they part regions. */
export function smallShareOfColumns(
  slab: Slab & { readonly core: Uint8Array },
  { up, down }: Faces,
  nx: number,
): number {
  const { core, spanOf, cellMm2 } = slab;
  // Regions are found by their cores but measured up to the walls.
  let [within, cores] = [0, 0];
  for (let at = 0; at < core.length; at++) {
    if (spanOf[at]! >= 0) within++;
    cores += core[at]!;
  }
  const mostColumns = (SMALL_REGION_MM2 / cellMm2) * (cores / within);
  const open: number[] = [];
  const left = core.slice();
  for (let at = 0; at < left.length; at++) if (!Number.isNaN(up[at]!) || !Number.isNaN(down[at]!)) left[at] = 0;
  let [small, all] = [0, 0];
  for (let start = 0; start < left.length; start++) {
    if (!left[start]) continue;
    let count = 0;
    left[start] = 0;
    open.push(start);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      count++;
      const column = at % nx;
      for (const step of [
        -nx,
        nx,
        column > 0 ? -1 : 0,
        column < nx - 1 ? 1 : 0,
        column > 0 ? -nx - 1 : 0,
        column > 0 ? nx - 1 : 0,
        column < nx - 1 ? nx + 1 : 0,
        column < nx - 1 ? 1 - nx : 0,
      ]) {
        if (!left[at + step]) continue;
        left[at + step] = 0;
        open.push(at + step);
      }
    }
    all += count;
    if (count < mostColumns) small += count;
  }
  return all > 0 ? small / all : 1;
}
