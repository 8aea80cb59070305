// What is measured on a body: its box, volume and area in one pass, then how its triangles hang together.

import { type Mesh, triangleCount } from './mesh.js';
import { type Topology, checkTopology } from './topology.js';

export interface PointMm {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export interface SolidMeasures {
  readonly boxMm: PointMm;
  readonly minMm: PointMm;
  readonly maxMm: PointMm;
  /** Never negative; see `insideOut`. */
  readonly volumeMm3: number;
  readonly areaMm2: number;
  /** The triangles face inwards: the volume came out negative. */
  readonly insideOut: boolean;
}

export interface PartMeasures extends SolidMeasures, Topology {
  readonly triangles: number;
  /** Every edge joins exactly two triangles that run along it in opposite ways. */
  readonly watertight: boolean;
}

/** Measures everything that is known about a part; the mesh must have at least one triangle. */
export function measure(mesh: Mesh): PartMeasures {
  const topology = checkTopology(mesh);
  const faults = topology.openEdges + topology.nonManifoldEdges + topology.misorientedEdges;
  const watertight = faults === 0 && topology.shells > 0;
  return { triangles: triangleCount(mesh), watertight, ...measureSolid(mesh), ...topology };
}

/** Box, volume and area only; much faster than {@link measure}. */
export function measureSolid({ positions }: Mesh): SolidMeasures {
  const { minMm, maxMm } = boxOf(positions);
  // The volume is the sum of tetrahedra from one point; a point within the box keeps them small, so little is cancelled.
  const { six, twice } = sumTriangles(positions, {
    x: (minMm.x + maxMm.x) / 2,
    y: (minMm.y + maxMm.y) / 2,
    z: (minMm.z + maxMm.z) / 2,
  });
  return {
    boxMm: { x: maxMm.x - minMm.x, y: maxMm.y - minMm.y, z: maxMm.z - minMm.z },
    minMm,
    maxMm,
    volumeMm3: Math.abs(six) / 6,
    areaMm2: twice / 2,
    insideOut: six < 0,
  };
}

/** The box that holds all corners. */
export function boxOf(positions: Float32Array): { minMm: PointMm; maxMm: PointMm } {
  let [minX, minY, minZ] = [Infinity, Infinity, Infinity];
  let [maxX, maxY, maxZ] = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 3) {
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
  return { minMm: { x: minX, y: minY, z: minZ }, maxMm: { x: maxX, y: maxY, z: maxZ } };
}

/** Six times the signed volume as seen from `from`, and twice the area. */
function sumTriangles(positions: Float32Array, from: PointMm): { six: number; twice: number } {
  const { x: ox, y: oy, z: oz } = from;
  let six = 0;
  let twice = 0;
  for (let i = 0; i < positions.length; i += 9) {
    const ax = positions[i]!;
    const ay = positions[i + 1]!;
    const az = positions[i + 2]!;
    const ux = positions[i + 3]! - ax;
    const uy = positions[i + 4]! - ay;
    const uz = positions[i + 5]! - az;
    const vx = positions[i + 6]! - ax;
    const vy = positions[i + 7]! - ay;
    const vz = positions[i + 8]! - az;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    six += (ax - ox) * nx + (ay - oy) * ny + (az - oz) * nz;
    twice += Math.sqrt(nx * nx + ny * ny + nz * nz);
  }
  return { six, twice };
}
