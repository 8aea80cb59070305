// What overhangs and what touches the bed, for several orientations at once.

import { FIRST_LAYER_MM } from './contact-list.js';
import type { Mesh } from './mesh.js';
import { type PointMm, middle, pointAt } from './point.js';
import { OVERHANG_COSINE } from './solid-sums.js';

/** An orientation, seen from the body: which way is down, and how far the body reaches that way. */
export interface Bed {
  readonly down: readonly [number, number, number];
  readonly reach: number;
}

export interface Supports {
  readonly overhangMm2: number;
  readonly baseContactMm2: number;
  /** The largest face that overhangs. */
  readonly largestAt?: PointMm;
}

/** Overhang and base contact of a body on each bed; `outward` is −1 for a body that is inside out. */
export function supportsOn({ positions }: Mesh, beds: readonly Bed[], outward: 1 | -1): Supports[] {
  const downs = Float64Array.from(beds.flatMap(({ down }) => down.map((value) => value * outward)));
  const sums = beds.map(() => ({ overhang: 0, base: 0, largest: 0, largestAt: -1 }));
  for (let i = 0; i < positions.length; i += 9) {
    const ux = positions[i + 3]! - positions[i]!;
    const uy = positions[i + 4]! - positions[i + 1]!;
    const uz = positions[i + 5]! - positions[i + 2]!;
    const vx = positions[i + 6]! - positions[i]!;
    const vy = positions[i + 7]! - positions[i + 1]!;
    const vz = positions[i + 8]! - positions[i + 2]!;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    const area = Math.sqrt(nx * nx + ny * ny + nz * nz);
    for (let bed = 0, at = 0; bed < beds.length; bed++, at += 3) {
      const facing = nx * downs[at]! + ny * downs[at + 1]! + nz * downs[at + 2]!;
      if (facing <= 0) continue;
      const steep = facing > OVERHANG_COSINE * area;
      const touches = liesOn(positions, i, beds[bed]!);
      const sum = sums[bed]!;
      if (touches) sum.base += facing;
      else if (steep) {
        sum.overhang += area;
        if (area > sum.largest) {
          sum.largest = area;
          sum.largestAt = i;
        }
      }
    }
  }
  return sums.map(({ overhang, base, largestAt }) => ({
    overhangMm2: overhang / 2,
    baseContactMm2: base / 2,
    ...(largestAt < 0
      ? {}
      : { largestAt: middle(...[0, 3, 6].map((corner) => pointAt(positions, largestAt + corner))) }),
  }));
}

/** True when all three corners lie within the first layer. */
function liesOn(positions: Float32Array, at: number, { down, reach }: Bed): boolean {
  for (let i = at; i < at + 9; i += 3) {
    const low = down[0] * positions[i]! + down[1] * positions[i + 1]! + down[2] * positions[i + 2]!;
    if (low < reach - FIRST_LAYER_MM) return false;
  }
  return true;
}
