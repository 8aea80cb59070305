// How far the columns of a part are from its walls.

import type { Columns } from './sections-columns.js';
import type { Cut } from './sections-cut.js';

/** Distance of each column to the outline of a cut, as far as `reachMm`; infinite beyond. */
export function distancesTo({ outline }: Cut, columns: Columns, reachMm: number): Float32Array {
  const { nx, ny, cellMm, minX, minY, x, y } = columns;
  const squares = new Float32Array(nx * ny).fill(Infinity);
  for (let i = 0; i < outline.length; i += 4) {
    const ax = outline[i]!;
    const ay = outline[i + 1]!;
    const dx = outline[i + 2]! - ax;
    const dy = outline[i + 3]! - ay;
    const square = dx * dx + dy * dy;
    const perSquare = square === 0 ? 0 : 1 / square;
    const level = Math.abs(dy) < LEVEL_MM;
    const perRow = level ? 0 : 1 / dy;
    const near = Math.max(0, Math.floor((Math.min(ay, ay + dy) - reachMm - minY) / cellMm));
    const far = Math.min(ny - 1, Math.floor((Math.max(ay, ay + dy) + reachMm - minY) / cellMm));
    for (let row = near; row <= far; row++) {
      // Of a long slanted segment only what is near this row.
      const low = minY + row * cellMm - reachMm - ay;
      const from = level ? 0 : within(low * perRow);
      const to = level ? 1 : within((low + cellMm + 2 * reachMm) * perRow);
      const least = ax + Math.min(from * dx, to * dx) - reachMm;
      const most = ax + Math.max(from * dx, to * dx) + reachMm;
      const right = row * nx + Math.min(nx - 1, Math.floor((most - minX) / cellMm));
      for (let at = row * nx + Math.max(0, Math.floor((least - minX) / cellMm)); at <= right; at++) {
        const px = x[at]! - ax;
        const py = y[at]! - ay;
        const t = within((px * dx + py * dy) * perSquare);
        const ex = px - t * dx;
        const ey = py - t * dy;
        const distance = ex * ex + ey * ey;
        if (distance < squares[at]!) squares[at] = distance;
      }
    }
  }
  for (let at = 0; at < squares.length; at++)
    squares[at] = squares[at]! > reachMm * reachMm ? Infinity : Math.sqrt(squares[at]!);
  return squares;
}

/** Segments that rise less run along a row. */
const LEVEL_MM = 1e-9;

/** A share of a segment, kept on it. */
const within = (share: number): number => (share < 0 ? 0 : share > 1 ? 1 : share);
