// How a body can lie on a flat bed: the faces of its convex hull above which its centre of mass stands.

import { projected } from './footprint.js';
import type { HullFacet } from './hull-facets.js';
import type { PointMm } from './point.js';
import { type Point2, areaOf, convexPolygon, depthIn } from './polygon.js';
import { type Rotation, NO_ROTATION, aboutVertical, matrixOf, rotate, turnedBy, turningDown } from './rotation.js';

/** A way to lie, by the face that is down. */
export interface Rest {
  readonly rotation: Rotation;
  /** As the body stands in its file. */
  readonly asModelled: boolean;
  /** Area of the hull's face that is down. */
  readonly faceMm2: number;
  /** How far it may be tilted before it falls over, degrees. */
  readonly tipsAtDeg: number;
}

/** Facets whose normals differ by less are one face: hulls of scanned or rounded parts are never quite flat. */
const SAME_FACE_COSINE = Math.cos(Math.PI / 180);
/** A body that falls over when it is tilted by less does not rest. */
const LEAST_TIP_DEG = 2;
/** Normals nearer to straight down are straight down. */
const STRAIGHT_DOWN_COSINE = Math.cos((0.02 * Math.PI) / 180);
const MOST_RESTS = 8;
/** Faces beyond these are too small to rest on. */
const MOST_FACES = 400;
const SIDES_TRIED = 48;
/** A turn about the vertical must make the box this much smaller to be worth it. */
const WORTH_TURNING = 0.99;

/** The stable ways to lie, those with the largest and steadiest faces first. */
export function restsOf(points: Float32Array, hull: readonly HullFacet[], centreOfMassMm: PointMm): Rest[] {
  const rests = facesOf(hull).flatMap((facets) => restOn(points, facets, centreOfMassMm) ?? []);
  const worth = ({ faceMm2, tipsAtDeg }: Rest): number => faceMm2 * tipsAtDeg;
  const best = rests.toSorted((a, b) => worth(b) - worth(a));
  const shown = best.slice(0, MOST_RESTS);
  // The one as modelled is never left out.
  return [...shown, ...best.slice(MOST_RESTS).filter(({ asModelled }) => asModelled)];
}

/** Facets of one direction; a convex body has no two faces that look the same way. */
function facesOf(hull: readonly HullFacet[]): HullFacet[][] {
  const faces: HullFacet[][] = [];
  for (const facet of hull.toSorted((a, b) => b.areaMm2 - a.areaMm2)) {
    const face = faces.find(([seed]) => {
      const [a, b] = [seed!.normal, facet.normal];
      return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] > SAME_FACE_COSINE;
    });
    if (face) face.push(facet);
    else if (faces.length < MOST_FACES) faces.push([facet]);
  }
  return faces;
}

function restOn(points: Float32Array, facets: readonly HullFacet[], centreOfMassMm: PointMm): Rest | undefined {
  const [x, y, z] = facets[0]!.normal;
  const asModelled = -z > STRAIGHT_DOWN_COSINE;
  const upright = asModelled ? NO_ROTATION : turningDown({ x, y, z });
  const down = matrixOf(upright);
  const corners = Float32Array.from(
    facets.flatMap(({ corners }) => corners).flatMap((at) => [...points.subarray(3 * at, 3 * at + 3)]),
  );
  const face = convexPolygon(projected(corners, down));
  const centre = rotate(upright, centreOfMassMm);
  const height = centre.z + facets[0]!.offset;
  const depth = depthIn(face, [centre.x, centre.y]);
  const tipsAtDeg = (Math.atan2(depth, Math.max(height, 0)) * 180) / Math.PI;
  if (!(tipsAtDeg >= LEAST_TIP_DEG)) return undefined;
  return { rotation: upright, asModelled, faceMm2: areaOf(face), tipsAtDeg };
}

/** The rest, turned about the vertical so that its box covers least of the bed; the one as modelled stays as it is. */
export function squared(rest: Rest, hullPoints: Float32Array): Rest {
  if (rest.asModelled) return rest;
  const polygon = convexPolygon(projected(hullPoints, matrixOf(rest.rotation)));
  const angles = polygon
    .map((from, i): Point2 => {
      const to = polygon[(i + 1) % polygon.length]!;
      return [to[0] - from[0], to[1] - from[1]];
    })
    .toSorted((a, b) => Math.hypot(...b) - Math.hypot(...a))
    .slice(0, SIDES_TRIED)
    .map(([dx, dy]) => -Math.atan2(dy, dx));
  let [best, least] = [0, boxArea(polygon, 0) * WORTH_TURNING];
  for (const angle of angles) {
    const area = boxArea(polygon, angle);
    if (area < least) [best, least] = [angle, area];
  }
  return best === 0 ? rest : { ...rest, rotation: turnedBy(rest.rotation, aboutVertical(best)) };
}

function boxArea(polygon: readonly Point2[], angle: number): number {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const across = polygon.map(([x, y]) => x * cos - y * sin);
  const along = polygon.map(([x, y]) => x * sin + y * cos);
  return (Math.max(...across) - Math.min(...across)) * (Math.max(...along) - Math.min(...along));
}
