// A part as columns over a grid: where a plumb line enters and leaves it.

import type { SolidMeasures } from './measure.js';
import type { Mesh } from './mesh.js';

/** Columns over the box; more make the profile finer and slower. */
const COLUMNS = 2_500;
const LEAST_CELL_MM = 0.3;
/** Steepest face (rise over run) whose layers show a surface of their own: at 0.2 mm steps almost as wide as two lines. */
const FLAT_SLOPE = 0.28;
const GOLDEN = 0.618_033_988_749_895;

/** Stretches of the columns inside the part, column by column from the bed up; one entry each. */
export interface Spans {
  readonly count: number;
  readonly column: Int32Array;
  readonly bottomMm: Float64Array;
  readonly topMm: Float64Array;
  /** 1 where the face that ends it is flat. */
  readonly flatBottom: Uint8Array;
  readonly flatTop: Uint8Array;
  /** 1 where the face below is flatter than 45°. */
  readonly overhang: Uint8Array;
}

export interface Columns {
  readonly nx: number;
  readonly ny: number;
  readonly cellMm: number;
  readonly minX: number;
  readonly minY: number;
  readonly minZ: number;
  /** Place of each column: cells are not sampled in their middle but spread, so that no wall falls between all. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly spans: Spans;
}

interface Crossings {
  readonly head: Int32Array;
  readonly next: number[];
  readonly z: number[];
  /** +1 into the part when going up, -1 out of it. */
  readonly turn: number[];
  readonly slope: number[];
}

/** How many columns and heights the boxes of all triangles meet: what a profile costs beyond reading the mesh. */
export function tangleOf(
  { positions: p }: Mesh,
  { boxMm }: SolidMeasures,
  heights: number,
): { columns: number; cuts: number } {
  const perMm2 = 1 / cellOf(boxMm) ** 2;
  const perMm = boxMm.z > 0 ? heights / boxMm.z : 0;
  const tangle = { columns: 0, cuts: 0 };
  const extent = (i: number): number => Math.max(p[i]!, p[i + 3]!, p[i + 6]!) - Math.min(p[i]!, p[i + 3]!, p[i + 6]!);
  for (let i = 0; i < p.length; i += 9) {
    tangle.columns += extent(i) * extent(i + 1) * perMm2;
    tangle.cuts += extent(i + 2) * perMm;
  }
  return tangle;
}

const cellOf = (boxMm: SolidMeasures['boxMm']): number =>
  Math.max(LEAST_CELL_MM, Math.sqrt((boxMm.x * boxMm.y) / COLUMNS), Math.max(boxMm.x, boxMm.y) / 400);

/** The columns of a mesh; a face counts by its winding, so overlapping bodies are one. */
export function columnsOf(mesh: Mesh, { boxMm, minMm, insideOut }: SolidMeasures): Columns {
  const cellMm = cellOf(boxMm);
  const nx = Math.max(1, Math.ceil(boxMm.x / cellMm));
  const ny = Math.max(1, Math.ceil(boxMm.y / cellMm));
  const x = new Float64Array(nx * ny);
  const y = new Float64Array(nx * ny);
  for (let row = 0; row < ny; row++) {
    for (let column = 0; column < nx; column++) {
      const at = row * nx + column;
      x[at] = minMm.x + (column + ((row * GOLDEN + 0.137) % 1)) * cellMm;
      y[at] = minMm.y + (row + ((column * GOLDEN + 0.371) % 1)) * cellMm;
    }
  }
  const grid = { nx, ny, cellMm, minX: minMm.x, minY: minMm.y, minZ: minMm.z, x, y };
  return { ...grid, spans: spansOf(crossingsOf(mesh, grid, insideOut ? -1 : 1)) };
}

function crossingsOf({ positions: p }: Mesh, grid: Omit<Columns, 'spans'>, sign: number): Crossings {
  const { nx, ny, cellMm, minX, minY, x, y } = grid;
  const found: Crossings = { head: new Int32Array(nx * ny).fill(-1), next: [], z: [], turn: [], slope: [] };
  for (let i = 0; i < p.length; i += 9) {
    const [ax, ay, az] = [p[i]!, p[i + 1]!, p[i + 2]!];
    const [ux, uy, uz] = [p[i + 3]! - ax, p[i + 4]! - ay, p[i + 5]! - az];
    const [vx, vy, vz] = [p[i + 6]! - ax, p[i + 7]! - ay, p[i + 8]! - az];
    const nz = ux * vy - uy * vx;
    if (nz === 0) continue;
    const slope = Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz) / Math.abs(nz);
    const turn = nz < 0 ? sign : -sign;
    const left = Math.max(0, Math.floor((ax + Math.min(0, ux, vx) - minX) / cellMm));
    const right = Math.min(nx - 1, Math.floor((ax + Math.max(0, ux, vx) - minX) / cellMm));
    const near = Math.max(0, Math.floor((ay + Math.min(0, uy, vy) - minY) / cellMm));
    const far = Math.min(ny - 1, Math.floor((ay + Math.max(0, uy, vy) - minY) / cellMm));
    for (let row = near; row <= far; row++) {
      for (let at = row * nx + left; at <= row * nx + right; at++) {
        const dx = x[at]! - ax;
        const dy = y[at]! - ay;
        const s = (dx * vy - dy * vx) / nz;
        if (s < 0) continue;
        const t = (ux * dy - uy * dx) / nz;
        if (t < 0 || s + t > 1) continue;
        found.next.push(found.head[at]!);
        found.head[at] = found.z.length;
        found.z.push(az + s * uz + t * vz);
        found.turn.push(turn);
        found.slope.push(slope);
      }
    }
  }
  return found;
}

function spansOf({ head, next, z, turn, slope }: Crossings): Spans {
  const most = z.length >> 1;
  const [column, bottomMm, topMm] = [new Int32Array(most), new Float64Array(most), new Float64Array(most)];
  const [flatBottom, flatTop, overhang] = [new Uint8Array(most), new Uint8Array(most), new Uint8Array(most)];
  const order: number[] = [];
  let count = 0;
  for (let place = 0; place < head.length; place++) {
    order.length = 0;
    for (let at = head[place]!; at >= 0; at = next[at]!) order.push(at);
    order.sort((a, b) => z[a]! - z[b]! || turn[b]! - turn[a]!);
    let winding = 0;
    let from = -1;
    for (const at of order) {
      const before = winding;
      winding += turn[at]!;
      if (before <= 0 && winding > 0) from = at;
      if (before <= 0 || winding > 0 || from < 0) continue;
      column[count] = place;
      bottomMm[count] = z[from]!;
      topMm[count] = z[at]!;
      flatBottom[count] = Number(slope[from]! < FLAT_SLOPE);
      flatTop[count] = Number(slope[at]! < FLAT_SLOPE);
      overhang[count++] = Number(slope[from]! < 1);
    }
  }
  return { count, column, bottomMm, topMm, flatBottom, flatTop, overhang };
}
