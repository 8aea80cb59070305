// How thin a body gets: rays from points of its surface straight inwards, to where they come out.

import { type Hierarchy, type Ray, alongRay, hierarchyOf } from './hierarchy.js';
import type { Mesh } from './mesh.js';
import type { SolidMeasures } from './measure.js';
import type { PointMm } from './point.js';

/** The thinnest wall and a place on its surface. */
export interface Wall {
  readonly thicknessMm: number;
  readonly at: PointMm;
}

const SAMPLES = 4000;
/** One sample in a hundred may be thinner: what a slit, a sharp edge or a fault of the mesh leaves is no wall. */
const THINNER_SHARE = 0.01;
/** A ray that comes out at a face more slanted than this ran into an edge, not through a wall. */
const OPPOSITE_COSINE = Math.cos((40 * Math.PI) / 180);
/** Nearer than this share of the longest side, a ray meets the face that it starts on. */
const START_SHARE = 1e-6;
/** Golden ratios of one and two dimensions: sequences that fill evenly (Roberts 2018). */
const R2 = [0.7548776662466927, 0.5698402909980532] as const;

/**
 * The thickness that one hundredth of the surface is thinner than, measured along inward normals at points spread evenly
 * over the area; the same mesh gives the same answer. Only for closed bodies; undefined when no ray comes out.
 */
export function thinnestWall(mesh: Mesh, { minMm, boxMm, areaMm2, insideOut }: SolidMeasures): Wall | undefined {
  const side = Math.max(boxMm.x, boxMm.y, boxMm.z);
  const tree = hierarchyOf(mesh, { min: [minMm.x, minMm.y, minMm.z], side });
  const walls: Wall[] = [];
  forEachSample(mesh, areaMm2, (from, outward) => {
    const sign = insideOut ? 1 : -1;
    const to = outward.map((value) => sign * value) as unknown as Ray['to'];
    const thicknessMm = wayOut(tree, { from, to }, { least: side * START_SHARE, outward: insideOut ? -1 : 1 });
    if (thicknessMm < Infinity) walls.push({ thicknessMm, at: { x: from[0], y: from[1], z: from[2] } });
  });
  walls.sort((a, b) => a.thicknessMm - b.thicknessMm);
  return walls[Math.floor(THINNER_SHARE * walls.length)];
}

type Triple = readonly [number, number, number];

/** Calls with points that are spread evenly over the surface and the normals there. */
function forEachSample({ positions }: Mesh, areaMm2: number, take: (point: Triple, normal: Triple) => void): void {
  const step = areaMm2 / SAMPLES;
  let passed = 0;
  let sample = 0;
  for (let i = 0; i < positions.length && sample < SAMPLES; i += 9) {
    const [ax, ay, az] = [positions[i]!, positions[i + 1]!, positions[i + 2]!];
    const [ux, uy, uz] = [positions[i + 3]! - ax, positions[i + 4]! - ay, positions[i + 5]! - az];
    const [vx, vy, vz] = [positions[i + 6]! - ax, positions[i + 7]! - ay, positions[i + 8]! - az];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    const twice = Math.sqrt(nx * nx + ny * ny + nz * nz);
    passed += twice / 2;
    for (; (sample + 0.5) * step < passed && sample < SAMPLES; sample++) {
      let [s, t] = [(0.5 + R2[0] * sample) % 1, (0.5 + R2[1] * sample) % 1];
      if (s + t > 1) [s, t] = [1 - s, 1 - t];
      take([ax + s * ux + t * vx, ay + s * uy + t * vy, az + s * uz + t * vz], [nx / twice, ny / twice, nz / twice]);
    }
  }
}

/** How far a ray runs until it leaves through a face about opposite; Infinity when it meets an edge or nothing. */
function wayOut(tree: Hierarchy, ray: Ray, { least, outward }: { least: number; outward: 1 | -1 }): number {
  let nearest = Infinity;
  let facing = 0;
  alongRay(tree, ray, {
    reach: () => nearest,
    triangle: (triangle) => {
      const hit = meet(tree.positions, 9 * triangle, ray);
      if (!hit || hit.distance < least || hit.distance >= nearest || hit.facing * outward <= 0) return;
      nearest = hit.distance;
      facing = hit.facing * outward;
    },
  });
  return facing >= OPPOSITE_COSINE ? nearest : Infinity;
}

/** Where a ray meets a triangle (Möller, Trumbore 1997), and the cosine between it and the normal there. */
function meet(positions: Float32Array, i: number, { from, to }: Ray): { distance: number; facing: number } | undefined {
  const ux = positions[i + 3]! - positions[i]!;
  const uy = positions[i + 4]! - positions[i + 1]!;
  const uz = positions[i + 5]! - positions[i + 2]!;
  const vx = positions[i + 6]! - positions[i]!;
  const vy = positions[i + 7]! - positions[i + 1]!;
  const vz = positions[i + 8]! - positions[i + 2]!;
  const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  const along = nx * to[0] + ny * to[1] + nz * to[2];
  if (along === 0) return undefined;
  const [sx, sy, sz] = [positions[i]! - from[0], positions[i + 1]! - from[1], positions[i + 2]! - from[2]];
  // The cross product of the way to the triangle and the ray gives both coordinates within the triangle.
  const [cx, cy, cz] = [to[1] * sz - to[2] * sy, to[2] * sx - to[0] * sz, to[0] * sy - to[1] * sx];
  const s = -(vx * cx + vy * cy + vz * cz) / along;
  const t = (ux * cx + uy * cy + uz * cz) / along;
  if (s < -1e-9 || t < -1e-9 || s + t > 1 + 1e-9) return undefined;
  return { distance: (sx * nx + sy * ny + sz * nz) / along, facing: along / Math.hypot(nx, ny, nz) };
}
