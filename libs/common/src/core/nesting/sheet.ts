// A bed, or a strip without end, with what lies on it: finds the leftmost, then lowest free place for a shape.

import { type Grown, SAME_MM, type Slabs, joined } from './slabs.js';

/** What cannot be used of a bed: a box in its millimetres. */
export interface ZoneMm {
  readonly xMm: number;
  readonly yMm: number;
  readonly widthMm: number;
  readonly depthMm: number;
}

export interface BedShape {
  /** Along x; Infinity for a strip. */
  readonly xMm: number;
  readonly yMm: number;
  /** A round bed has the diameter {@link xMm}. */
  readonly shape: 'rectangular' | 'round';
  readonly excluded: readonly ZoneMm[];
}

/** A place in the sheet's own measure: slabs along x, millimetres along y. */
export interface Place {
  readonly slab: number;
  readonly yMm: number;
}

export class Sheet {
  private readonly taken: number[][];
  /** Comparisons made so far: the measure of work. */
  steps = 0;

  constructor(
    private readonly bed: BedShape,
    private readonly stepMm: number,
  ) {
    this.taken = Number.isFinite(bed.xMm)
      ? Array.from({ length: Math.ceil(bed.xMm / stepMm) + 1 }, (_, slab) => closed(bed, stepMm, slab))
      : [];
  }

  /** The free place with the least x from slab `from` on, and there with the least y. */
  find(shape: Slabs, from: number): Place | undefined {
    const highest = this.bed.yMm - shape.heightMm + SAME_MM;
    if (highest < 0) return undefined;
    const last = Number.isFinite(this.bed.xMm)
      ? Math.floor((this.bed.xMm - shape.widthMm + SAME_MM) / this.stepMm)
      : Math.max(from, this.taken.length);
    for (let slab = from; slab <= last; slab++) {
      const yMm = this.lowest(shape, slab, highest);
      if (yMm <= highest) return { slab, yMm: Math.max(0, Math.min(yMm, this.bed.yMm - shape.heightMm)) };
    }
    return undefined;
  }

  /** The least y at which a shape is free in these slabs; something above `highest` when there is none. */
  private lowest({ intervals }: Slabs, slab: number, highest: number): number {
    const { taken } = this;
    const count = intervals.length;
    let y = 0;
    let clean = 0;
    for (let column = 0; clean < count && y <= highest; column = column + 1 === count ? 0 : column + 1) {
      this.steps++;
      const others = taken[slab + column];
      const moved = others === undefined ? y : above(intervals[column]!, others, y);
      clean = moved > y ? 1 : clean + 1;
      y = moved;
    }
    return y;
  }

  /** Takes the place of a shape with its gap. */
  add({ before, intervals }: Grown, { slab, yMm }: Place): void {
    for (let column = 0; column < intervals.length; column++) {
      const at = slab + column - before;
      if (at < 0 || (at >= this.taken.length && Number.isFinite(this.bed.xMm))) continue;
      while (this.taken.length <= at) this.taken.push([]);
      const list = intervals[column]!;
      for (let i = 0; i < list.length; i += 2) insert(this.taken[at]!, list[i]! + yMm, list[i + 1]! + yMm);
    }
  }
}

/** The least y, from the one given, at which one slab of a shape is free of what others take there. */
function above(own: readonly number[], others: readonly number[], start: number): number {
  let y = start;
  for (let i = 0; i < own.length; i += 2) {
    let j = 0;
    while (j < others.length) {
      if (others[j + 1]! <= y + own[i]! + SAME_MM) j += 2;
      else if (others[j]! >= y + own[i + 1]! - SAME_MM) break;
      else {
        y = others[j + 1]! - own[i]!;
        // Higher up, earlier intervals of the shape may meet something.
        if (i > 0) return above(own, others, y);
        j += 2;
      }
    }
  }
  return y;
}

/** Adds an interval to ascending ones and joins those that it touches. */
function insert(list: number[], low: number, high: number): void {
  let first = 0;
  while (first < list.length && list[first + 1]! < low - SAME_MM) first += 2;
  let end = first;
  let [from, to] = [low, high];
  while (end < list.length && list[end]! <= high + SAME_MM) {
    from = Math.min(from, list[end]!);
    to = Math.max(to, list[end + 1]!);
    end += 2;
  }
  list.splice(first, end - first, from, to);
}

/** What is outside a round bed or excluded, in one slab. */
function closed({ xMm, yMm, shape, excluded }: BedShape, stepMm: number, slab: number): number[] {
  const [left, right] = [slab * stepMm, Math.min(xMm, (slab + 1) * stepMm)];
  const list: number[] = [];
  if (shape === 'round') {
    const radius = xMm / 2;
    const off = Math.max(Math.abs(left - radius), Math.abs(right - radius));
    const half = Math.sqrt(Math.max(0, radius * radius - off * off));
    list.push(-xMm, radius - half, radius + half, 2 * xMm);
  }
  for (const zone of excluded) {
    if (zone.xMm < right - SAME_MM && zone.xMm + zone.widthMm > left + SAME_MM) {
      list.push(Math.max(0, zone.yMm), Math.min(yMm, zone.yMm + zone.depthMm));
    }
  }
  return joined(list);
}
