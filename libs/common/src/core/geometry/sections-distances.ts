// How far the columns of a part are from its walls.

import type { Columns } from './sections-columns.js';
import type { Cut } from './sections-cut.js';

/** Distance of each column to the outline of a cut, as far as `reachMm`; infinite beyond. */
export function distancesTo({ outline }: Cut, columns: Columns, reachMm: number): Float32Array {
  const { nx, ny, cellMm, minX, minY, x, y } = columns;
  const squares = new Float32Array(nx * ny).fill(Infinity);
  for (let i = 0; i < outline.length; i += 4) {
    const [ax, ay, bx, by] = [outline[i]!, outline[i + 1]!, outline[i + 2]!, outline[i + 3]!];
    const [dx, dy] = [bx - ax, by - ay];
    const square = dx * dx + dy * dy;
    const near = Math.max(0, Math.floor((Math.min(ay, by) - reachMm - minY) / cellMm));
    const far = Math.min(ny - 1, Math.floor((Math.max(ay, by) + reachMm - minY) / cellMm));
    for (let row = near; row <= far; row++) {
      // Of a long slanted segment only what is near this row.
      const [from, to] = reachOf(
        { ax, ay, dx, dy },
        minY + row * cellMm - reachMm,
        minY + (row + 1) * cellMm + reachMm,
      );
      const left = Math.max(0, Math.floor((from - reachMm - minX) / cellMm));
      const right = Math.min(nx - 1, Math.floor((to + reachMm - minX) / cellMm));
      for (let at = row * nx + left; at <= row * nx + right; at++) {
        const px = x[at]! - ax;
        const py = y[at]! - ay;
        const t = square === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square));
        const distance = (px - t * dx) ** 2 + (py - t * dy) ** 2;
        if (distance < squares[at]!) squares[at] = distance;
      }
    }
  }
  for (let at = 0; at < squares.length; at++)
    squares[at] = squares[at]! > reachMm * reachMm ? Infinity : Math.sqrt(squares[at]!);
  return squares;
}

interface Run {
  readonly ax: number;
  readonly ay: number;
  readonly dx: number;
  readonly dy: number;
}

/** Least and greatest x of a segment between two heights y. */
function reachOf({ ax, ay, dx, dy }: Run, low: number, high: number): [number, number] {
  if (Math.abs(dy) < 1e-9) return dx < 0 ? [ax + dx, ax] : [ax, ax + dx];
  const s = Math.min(1, Math.max(0, (low - ay) / dy));
  const t = Math.min(1, Math.max(0, (high - ay) / dy));
  const [from, to] = [ax + s * dx, ax + t * dx];
  return from < to ? [from, to] : [to, from];
}
