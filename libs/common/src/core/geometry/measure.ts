// What is measured on a body: its box, volume and area in one pass, then how its triangles hang together.

import { centreOfMass } from './centre-of-mass.js';
import { type Mesh, triangleCount } from './mesh.js';
import { type PointMm, middle, pointAt } from './point.js';
import { OVERHANG_COSINE, SolidSums } from './solid-sums.js';
import { type Topology, topologyOf } from './topology.js';
import { type Welded, weld } from './weld.js';

export interface SolidMeasures {
  readonly boxMm: PointMm;
  readonly minMm: PointMm;
  readonly maxMm: PointMm;
  /** Never negative; see `insideOut`. */
  readonly volumeMm3: number;
  readonly areaMm2: number;
  /** The triangles face inwards: the volume came out negative. */
  readonly insideOut: boolean;
  /** What faces down more steeply than 45° and is not in contact with the bed, as the body stands in its file. */
  readonly overhangMm2: number;
  /** Bed under the faces that lie within the first layer above the lowest point and face down. */
  readonly baseContactMm2: number;
}

export interface PartMeasures extends SolidMeasures, Topology {
  readonly triangles: number;
  /** Every edge joins exactly two triangles that run along it in opposite ways. */
  readonly watertight: boolean;
  /** Of the volume; of the surface when the part is not watertight. */
  readonly centreOfMassMm: PointMm;
}

/** Measures a part as it stands in its file; the mesh must have at least one triangle. */
export const measure = (mesh: Mesh): PartMeasures => measureWelded(mesh, weld(mesh));

/** {@link measure} of a mesh that is welded already. */
export function measureWelded(mesh: Mesh, welded: Welded): PartMeasures {
  const topology = topologyOf(mesh, welded);
  const faults = topology.openEdges + topology.nonManifoldEdges + topology.misorientedEdges;
  const watertight = faults === 0 && topology.shells > 0;
  return {
    triangles: triangleCount(mesh),
    watertight,
    ...measureSolid(mesh),
    ...topology,
    centreOfMassMm: centreOfMass(mesh, watertight),
  };
}

/** Box, volume, area, overhang and base contact only; much faster than {@link measure}. */
export function measureSolid({ positions }: Mesh): SolidMeasures {
  const sums = new SolidSums();
  sums.add(positions);
  return solidOf(sums);
}

/** The measures that follow from the sums over all triangles. */
export function solidOf(sums: SolidSums): SolidMeasures {
  const [min, max] = [pointAt(sums.min), pointAt(sums.max)];
  const six = sums.six - along(sums.vector, middle(min, max), sums.origin);
  const insideOut = six < 0;
  const { baseContactMm2, steepMm2 } = sums.contacts.onBed(insideOut ? 1 : -1, OVERHANG_COSINE);
  return {
    boxMm: { x: max.x - min.x, y: max.y - min.y, z: max.z - min.z },
    minMm: min,
    maxMm: max,
    volumeMm3: Math.abs(six) / 6,
    areaMm2: sums.twice / 2,
    insideOut,
    overhangMm2: Math.max(0, sums.steep[insideOut ? 1 : 0]! / 2 - steepMm2),
    baseContactMm2,
  };
}

/** What the volume changes by when an open surface is seen from the middle of its box: closed ones do not care. */
const along = (vector: Float64Array, to: PointMm, from: Float64Array): number =>
  vector[0]! * (to.x - from[0]!) + vector[1]! * (to.y - from[1]!) + vector[2]! * (to.z - from[2]!);

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
