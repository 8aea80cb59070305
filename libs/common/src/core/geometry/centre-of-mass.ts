// Where a body balances.

import type { Mesh } from './mesh.js';
import { type PointMm, pointAt } from './point.js';

/**
 * The centre of mass of a body of even density: the mean of the tetrahedra from one point to every triangle. For a
 * surface that encloses nothing (`closed` false, or no volume) that of the surface itself.
 */
export function centreOfMass({ positions }: Mesh, closed: boolean): PointMm {
  const { six, volume, twice, surface } = moments(positions);
  const [sums, total] = closed && six !== 0 ? [volume, 4 * six] : [surface, 3 * twice];
  const origin = pointAt(positions);
  if (total === 0) return origin;
  return { x: origin.x + sums[0] / total, y: origin.y + sums[1] / total, z: origin.z + sums[2] / total };
}

type Triple = readonly [number, number, number];

/** Six times the volume, twice the area, and both times the sum of the corners, as seen from the first corner. */
function moments(positions: Float32Array): { six: number; volume: Triple; twice: number; surface: Triple } {
  const ox = positions[0]!;
  const oy = positions[1]!;
  const oz = positions[2]!;
  let six = 0;
  let volumeX = 0;
  let volumeY = 0;
  let volumeZ = 0;
  let twice = 0;
  let surfaceX = 0;
  let surfaceY = 0;
  let surfaceZ = 0;
  for (let i = 0; i < positions.length; i += 9) {
    const ax = positions[i]! - ox;
    const ay = positions[i + 1]! - oy;
    const az = positions[i + 2]! - oz;
    const bx = positions[i + 3]! - ox;
    const by = positions[i + 4]! - oy;
    const bz = positions[i + 5]! - oz;
    const cx = positions[i + 6]! - ox;
    const cy = positions[i + 7]! - oy;
    const cz = positions[i + 8]! - oz;
    const nx = (by - ay) * (cz - az) - (bz - az) * (cy - ay);
    const ny = (bz - az) * (cx - ax) - (bx - ax) * (cz - az);
    const nz = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    const part = ax * nx + ay * ny + az * nz;
    const area = Math.sqrt(nx * nx + ny * ny + nz * nz);
    six += part;
    volumeX += part * (ax + bx + cx);
    volumeY += part * (ay + by + cy);
    volumeZ += part * (az + bz + cz);
    twice += area;
    surfaceX += area * (ax + bx + cx);
    surfaceY += area * (ay + by + cy);
    surfaceZ += area * (az + bz + cz);
  }
  return { six, volume: [volumeX, volumeY, volumeZ], twice, surface: [surfaceX, surfaceY, surfaceZ] };
}
