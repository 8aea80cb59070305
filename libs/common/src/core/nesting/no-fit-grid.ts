// A no-fit region of many polygons as a grid of cells: which polygons reach into a cell, or, where one covers all of it,
// the depth at its corners, between which depths are interpolated.

import { SAME_MM } from './slabs.js';

/** Of each polygon: least x, least y, greatest x, greatest y, its first number in sides, the one after its last. */
export interface Polygons {
  readonly boxes: Float64Array;
  /** Of each side: outward normal of length 1, and how far out it lies. */
  readonly sides: Float64Array;
}

/** Numbers of a polygon among boxes. */
export const BOX = 6;
const MOST_CELLS = 24;

/** How deep a point lies in one polygon; 0 outside, and where the depth is as good as none. */
export function depthInPolygon({ boxes, sides }: Polygons, at: number, x: number, y: number): number {
  if (x <= boxes[at]! || x >= boxes[at + 2]! || y <= boxes[at + 1]! || y >= boxes[at + 3]!) return 0;
  const end = boxes[at + 5]!;
  let least = Infinity;
  for (let side = boxes[at + 4]!; side < end; side += 3) {
    const inside = sides[side + 2]! - sides[side]! * x - sides[side + 1]! * y;
    if (inside < least) {
      least = inside;
      if (inside <= SAME_MM) return 0;
    }
  }
  return least;
}

export class NoFitGrid {
  private readonly cells: number;
  private readonly minX: number;
  private readonly minY: number;
  private readonly perX: number;
  private readonly perY: number;
  /** Where a cell's polygons begin in `lists`; −1 where one covers it. */
  private readonly begin: Int32Array;
  private readonly end: Int32Array;
  private readonly lists: Int32Array;
  private readonly corners: Float32Array;

  constructor(
    private readonly polygons: Polygons,
    [minX, minY, maxX, maxY]: readonly [number, number, number, number],
  ) {
    const count = polygons.boxes.length / BOX;
    const cells = Math.min(MOST_CELLS, Math.ceil(2 * Math.sqrt(count)));
    this.cells = cells;
    [this.minX, this.minY] = [minX, minY];
    [this.perX, this.perY] = [cells / (maxX - minX), cells / (maxY - minY)];
    const found = Array.from({ length: cells * cells }, (): number[] => []);
    const covered = new Uint8Array(cells * cells);
    for (let at = 0; at < polygons.boxes.length; at += BOX) this.enter(at, found, covered);
    this.begin = new Int32Array(cells * cells);
    this.end = new Int32Array(cells * cells);
    const lists: number[] = [];
    this.corners = new Float32Array((cells + 1) * (cells + 1)).fill(-1);
    for (const [cell, list] of found.entries()) {
      this.begin[cell] = covered[cell] ? -1 : lists.length;
      if (covered[cell]) this.measureCorners(cell);
      else for (const at of list) lists.push(at);
      this.end[cell] = lists.length;
    }
    this.lists = Int32Array.from(lists);
  }

  /** Tells every cell that a polygon reaches into of it. */
  private enter(at: number, found: number[][], covered: Uint8Array): void {
    const { boxes, sides } = this.polygons;
    const { cells, minX, minY, perX, perY } = this;
    const [firstX, lastX] = [this.column(boxes[at]!), this.column(boxes[at + 2]!)];
    const [firstY, lastY] = [this.row(boxes[at + 1]!), this.row(boxes[at + 3]!)];
    for (let row = firstY; row <= lastY; row++) {
      for (let column = firstX; column <= lastX; column++) {
        const cell = row * cells + column;
        if (covered[cell]) continue;
        const [midX, midY] = [minX + (column + 0.5) / perX, minY + (row + 0.5) / perY];
        let [reaches, covers] = [true, true];
        for (let side = boxes[at + 4]!; side < boxes[at + 5]!; side += 3) {
          const inside = sides[side + 2]! - sides[side]! * midX - sides[side + 1]! * midY;
          const half = (Math.abs(sides[side]!) / perX + Math.abs(sides[side + 1]!) / perY) / 2;
          if (inside < -half) reaches = false;
          if (inside <= half) covers = false;
        }
        if (reaches) found[cell]!.push(at);
        if (covers) covered[cell] = 1;
      }
    }
  }

  private measureCorners(cell: number): void {
    const { cells, corners } = this;
    for (const off of [0, 1, cells + 1, cells + 2]) {
      const corner = Math.floor(cell / cells) * (cells + 1) + (cell % cells) + off;
      if (corners[corner]! >= 0) continue;
      const x = this.minX + (corner % (cells + 1)) / this.perX;
      const y = this.minY + Math.floor(corner / (cells + 1)) / this.perY;
      let sum = 0;
      for (let at = 0; at < this.polygons.boxes.length; at += BOX) sum += depthInPolygon(this.polygons, at, x, y);
      corners[corner] = sum;
    }
  }

  private column(x: number): number {
    return Math.max(0, Math.min(this.cells - 1, Math.floor((x - this.minX) * this.perX)));
  }

  private row(y: number): number {
    return Math.max(0, Math.min(this.cells - 1, Math.floor((y - this.minY) * this.perY)));
  }

  /** How deep a point within the grid lies in all polygons together; 0 outside of all. */
  depth(x: number, y: number): number {
    const { cells, corners, lists } = this;
    const [acrossX, acrossY] = [(x - this.minX) * this.perX, (y - this.minY) * this.perY];
    const column = Math.max(0, Math.min(cells - 1, Math.floor(acrossX)));
    const row = Math.max(0, Math.min(cells - 1, Math.floor(acrossY)));
    const cell = row * cells + column;
    const begin = this.begin[cell]!;
    if (begin >= 0) {
      let sum = 0;
      for (let i = begin; i < this.end[cell]!; i++) sum += depthInPolygon(this.polygons, lists[i]!, x, y);
      return sum;
    }
    const [shareX, shareY] = [acrossX - column, acrossY - row];
    const corner = row * (cells + 1) + column;
    const low = corners[corner]! + shareX * (corners[corner + 1]! - corners[corner]!);
    const above = corner + cells + 1;
    return low + shareY * (corners[above]! + shareX * (corners[above + 1]! - corners[above]!) - low);
  }
}
