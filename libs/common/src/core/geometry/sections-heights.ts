// Where to cut a part: between its flat faces, and often enough in between.

import type { SolidMeasures } from './measure.js';
import type { Mesh } from './mesh.js';

/** Cuts of a part; more make the profile finer, larger and slower. */
const CUTS = 32;
const FLAT_LEVELS = 20;
/** Rise over run of what is flat here. */
const FLAT_SLOPE = 0.02;
const LEAST_SLAB_MM = 0.15;

/** A slab of the part and where it is cut. */
export interface Height {
  readonly fromMm: number;
  readonly toMm: number;
  readonly thicknessMm: number;
  readonly atMm: number;
}

/** Slabs from the bed up: their borders are the largest flat faces; the thickest are halved. */
export function heightsOf(mesh: Mesh, { minMm, maxMm }: SolidMeasures): Height[] {
  if (!(maxMm.z > minMm.z)) return [];
  const borders = [minMm.z, maxMm.z];
  for (const level of flatLevels(mesh)) {
    if (borders.length > FLAT_LEVELS) break;
    if (borders.every((border) => Math.abs(border - level) > LEAST_SLAB_MM)) borders.push(level);
  }
  borders.sort((a, b) => a - b);
  const parts = borders.slice(1).map(() => 1);
  for (let cuts = parts.length; cuts < CUTS; cuts++) {
    let thickest = 0;
    const thickness = (i: number): number => (borders[i + 1]! - borders[i]!) / parts[i]!;
    for (let i = 1; i < parts.length; i++) if (thickness(i) > thickness(thickest)) thickest = i;
    parts[thickest]! += 1;
  }
  return parts.flatMap((count, i) => {
    const thicknessMm = (borders[i + 1]! - borders[i]!) / count;
    return Array.from({ length: count }, (_, k) => {
      const fromMm = borders[i]! + k * thicknessMm;
      return { fromMm, toMm: fromMm + thicknessMm, thicknessMm, atMm: fromMm + 0.501_37 * thicknessMm };
    });
  });
}

/** Heights of flat faces, the largest area first. */
function flatLevels({ positions: p }: Mesh): number[] {
  const levels = new Map<number, { z: number; area: number }>();
  for (let i = 0; i < p.length; i += 9) {
    const [ux, uy, uz] = [p[i + 3]! - p[i]!, p[i + 4]! - p[i + 1]!, p[i + 5]! - p[i + 2]!];
    const [vx, vy, vz] = [p[i + 6]! - p[i]!, p[i + 7]! - p[i + 1]!, p[i + 8]! - p[i + 2]!];
    const nz = Math.abs(ux * vy - uy * vx);
    if (Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz) > FLAT_SLOPE * nz) continue;
    const z = p[i + 2]! + (uz + vz) / 3;
    const key = Math.round(z * 50);
    const level = levels.get(key);
    if (level) level.area += nz;
    else levels.set(key, { z, area: nz });
  }
  return [...levels.values()].sort((a, b) => b.area - a.area).map((level) => level.z);
}
