// One bin of rectangles as the list of its largest free rectangles (MaxRects: Jylänki 2010, "A thousand ways to pack
// the bin").

/** Where a rectangle comes to lie, and how well: the shorter side that is left over, then the longer. */
export interface Spot {
  x: number;
  y: number;
  turned: boolean;
  short: number;
  long: number;
}

/** Lengths that differ by less are equal. */
const SAME = 1e-9;

/** Four numbers a rectangle: x, y, width, height. */
export class FreeSpace {
  private free: number[];

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.free = [0, 0, width, height];
  }

  /** Writes the best spot by short side into `best` when it beats what is there; true when it did. */
  improve(best: Spot, w: number, h: number, turning: boolean): boolean {
    const { free } = this;
    let found = false;
    for (let i = 0; i < free.length; i += 4) {
      const freeW = free[i + 2]!;
      const freeH = free[i + 3]!;
      for (let turn = 0; turn < (turning && w !== h ? 2 : 1); turn++) {
        const restX = freeW - (turn === 0 ? w : h);
        const restY = freeH - (turn === 0 ? h : w);
        if (restX < -SAME || restY < -SAME) continue;
        const short = restX < restY ? restX : restY;
        const long = restX < restY ? restY : restX;
        if (short > best.short || (short === best.short && long >= best.long)) continue;
        best.x = free[i]!;
        best.y = free[i + 1]!;
        best.turned = turn === 1;
        best.short = short;
        best.long = long;
        found = true;
      }
    }
    return found;
  }

  /** Takes a rectangle out of the free space. */
  take(x: number, y: number, w: number, h: number): void {
    const { free } = this;
    const kept: number[] = [];
    const cut: number[] = [];
    for (let i = 0; i < free.length; i += 4) {
      const fx = free[i]!;
      const fy = free[i + 1]!;
      const fw = free[i + 2]!;
      const fh = free[i + 3]!;
      if (x >= fx + fw - SAME || x + w <= fx + SAME || y >= fy + fh - SAME || y + h <= fy + SAME) {
        kept.push(fx, fy, fw, fh);
        continue;
      }
      if (x > fx + SAME) cut.push(fx, fy, x - fx, fh);
      if (x + w < fx + fw - SAME) cut.push(x + w, fy, fx + fw - x - w, fh);
      if (y > fy + SAME) cut.push(fx, fy, fw, y - fy);
      if (y + h < fy + fh - SAME) cut.push(fx, y + h, fw, fy + fh - y - h);
    }
    // What was not cut cannot lie within another; what was cut may.
    for (let i = 0; i < cut.length; i += 4) {
      if (!isWithin(cut, i, kept, 0) && !isWithin(cut, i, cut, i + 4))
        kept.push(cut[i]!, cut[i + 1]!, cut[i + 2]!, cut[i + 3]!);
    }
    this.free = kept;
  }
}

/** Whether one of the rectangles of a list, from a place on, covers the one at `at` of another. */
function isWithin(cut: readonly number[], at: number, list: readonly number[], from: number): boolean {
  const x = cut[at]! + SAME;
  const y = cut[at + 1]! + SAME;
  const right = cut[at]! + cut[at + 2]! - SAME;
  const top = cut[at + 1]! + cut[at + 3]! - SAME;
  for (let i = from; i < list.length; i += 4) {
    if (list[i]! > x || list[i + 1]! > y) continue;
    if (list[i]! + list[i + 2]! >= right && list[i + 1]! + list[i + 3]! >= top) return true;
  }
  return false;
}
