// Everything that is known about a part: what `measure` says, and what takes longer to find out.

import { footprintOf } from './footprint.js';
import { hullOf } from './hull.js';
import { type PartMeasures, measureWelded } from './measure.js';
import type { Mesh } from './mesh.js';
import { type Orientations, orientationsOf } from './orientations.js';
import type { Point2 } from './polygon.js';
import { type Wall, thinnestWall } from './thinnest-wall.js';
import { type Welded, weld } from './weld.js';

export interface FullMeasures extends PartMeasures {
  /** Only of watertight parts. */
  readonly thinnestWall?: Wall;
  readonly orientations: Orientations;
  /**
   * What the part covers in the proposed orientation: a convex polygon, counter-clockwise, in millimetres from the lowest
   * corner of the turned box.
   */
  readonly footprintMm: readonly Point2[];
}

/** {@link measure}, thinnest wall, orientations and footprint; the mesh must have at least one triangle. */
export function measureFully(mesh: Mesh): FullMeasures {
  const welded = weld(mesh);
  const measures = measureWelded(mesh, welded);
  const points = pointsOf(mesh, welded);
  const hull = hullOf(points);
  const hullPoints = hull ? only(points, new Set(hull.flatMap(({ corners }) => corners))) : points;
  const orientations = orientationsOf({ mesh, points, hullPoints, hull }, measures);
  const wall = measures.watertight ? thinnestWall(mesh, measures) : undefined;
  return {
    ...measures,
    ...(wall ? { thinnestWall: wall } : {}),
    orientations,
    footprintMm: footprintOf(points, hullPoints, orientations.proposed.rotation),
  };
}

/** Every point once, three numbers each. */
function pointsOf({ positions }: Mesh, { cornerOf }: Welded): Float32Array {
  const points = new Float32Array(3 * cornerOf.length);
  for (let point = 0; point < cornerOf.length; point++) {
    const at = 3 * cornerOf[point]!;
    points[3 * point] = positions[at]!;
    points[3 * point + 1] = positions[at + 1]!;
    points[3 * point + 2] = positions[at + 2]!;
  }
  return points;
}

const only = (points: Float32Array, which: ReadonlySet<number>): Float32Array =>
  Float32Array.from(
    [...which].flatMap((point) => [points[3 * point]!, points[3 * point + 1]!, points[3 * point + 2]!]),
  );
