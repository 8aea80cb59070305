// Sums over triangles from which box, volume, area, overhang and base contact follow: one pass, in blocks that stay in
// the processor's nearest cache, so that a file need not be held as a whole.

import { ContactList } from './contact-list.js';

/** Numbers of a block: 1024 triangles are 36 kB. */
export const BLOCK_NUMBERS = 9 * 1024;
/**
 * Cosine of the angle between a face's normal and the vertical up to which it overhangs: faces at 45° can be printed,
 * and the noise of single precision must not make overhangs of them.
 */
export const OVERHANG_COSINE = Math.cos((44.99 * Math.PI) / 180);

/** Sums over all triangles added; lengths in the unit of the corners, `o` is the first corner. */
export class SolidSums {
  readonly min = new Float64Array(3).fill(Infinity);
  readonly max = new Float64Array(3).fill(-Infinity);
  /** The first corner: volumes are summed as seen from here, so little is cancelled far from the origin. */
  readonly origin = new Float64Array(3);
  /** Six times the signed volume as seen from the origin above. */
  six = 0;
  /** Twice the area. */
  twice = 0;
  /** Twice the vector area: zero for closed bodies. */
  readonly vector = new Float64Array(3);
  /** Twice the area of what faces down (0) and up (1) more steeply than the overhang angle. */
  readonly steep = new Float64Array(2);
  readonly contacts = new ContactList();
  private started = false;

  /** Adds whole triangles, nine numbers each. */
  add(positions: Float32Array): void {
    if (!this.started && positions.length > 0) {
      this.origin.set(positions.subarray(0, 3));
      this.started = true;
    }
    for (let from = 0; from < positions.length; from += BLOCK_NUMBERS) {
      const to = Math.min(positions.length, from + BLOCK_NUMBERS);
      this.addBox(positions, from, to);
      this.addFaces(positions, from, to);
    }
  }

  private addBox(positions: Float32Array, from: number, to: number): void {
    const { min, max } = this;
    // Read one by one: numbers that come out of an iterator are not known to be doubles, which makes the loop five times slower.
    let minX = min[0]!;
    let minY = min[1]!;
    let minZ = min[2]!;
    let maxX = max[0]!;
    let maxY = max[1]!;
    let maxZ = max[2]!;
    for (let i = from; i < to; i += 3) {
      const x = positions[i]!;
      const y = positions[i + 1]!;
      const z = positions[i + 2]!;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
      if (z < minZ) minZ = z;
      if (z > maxZ) maxZ = z;
    }
    min[0] = minX;
    min[1] = minY;
    min[2] = minZ;
    max[0] = maxX;
    max[1] = maxY;
    max[2] = maxZ;
  }

  private addFaces(positions: Float32Array, from: number, to: number): void {
    const { vector, steep: steeply } = this;
    const ox = this.origin[0]!;
    const oy = this.origin[1]!;
    const oz = this.origin[2]!;
    const low = this.contacts.below(this.min[2]!);
    const steepest = OVERHANG_COSINE;
    let six = 0;
    let twice = 0;
    let sumX = 0;
    let sumY = 0;
    let sumZ = 0;
    let down = 0;
    let up = 0;
    for (let i = from; i < to; i += 9) {
      const ax = positions[i]!;
      const ay = positions[i + 1]!;
      const az = positions[i + 2]!;
      const bz = positions[i + 5]!;
      const cz = positions[i + 8]!;
      const ux = positions[i + 3]! - ax;
      const uy = positions[i + 4]! - ay;
      const vx = positions[i + 6]! - ax;
      const vy = positions[i + 7]! - ay;
      const nx = uy * (cz - az) - (bz - az) * vy;
      const ny = (bz - az) * vx - ux * (cz - az);
      const nz = ux * vy - uy * vx;
      const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
      six += (ax - ox) * nx + (ay - oy) * ny + (az - oz) * nz;
      twice += length;
      sumX += nx;
      sumY += ny;
      sumZ += nz;
      const steep = steepest * length;
      // Products, not branches: which way faces look is not to be foretold in files without order.
      down += length * Number(nz < -steep);
      up += length * Number(nz > steep);
      if (az <= low && bz <= low && cz <= low) this.contacts.add(Math.max(az, bz, cz), nz, length);
    }
    this.six += six;
    this.twice += twice;
    vector[0]! += sumX;
    vector[1]! += sumY;
    vector[2]! += sumZ;
    steeply[0]! += down;
    steeply[1]! += up;
  }
}
