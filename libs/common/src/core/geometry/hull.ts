// The convex hull of points (Barber, Dobkin, Huhdanpaa: The Quickhull Algorithm, 1996), to a tolerance, so that smooth
// surfaces of a million points give a hull of thousands.

import { type HullFacet, facetThrough, shareOut } from './hull-facets.js';

/** Points nearer than this to the hull, as a share of the longest side, are passed over. */
const TOLERANCE = 2e-4;
/** Below this, as a share of the longest side, a distance is the noise of doubles. */
const NOISE = 1e-9;

/** The hull of points (three numbers each) as triangles; undefined when all points lie in one plane. */
export function hullOf(points: Float32Array): readonly HullFacet[] | undefined {
  const extremes = extremePoints(points);
  const side = Math.max(
    ...[0, 1, 2].map((axis) => points[3 * extremes[2 * axis + 1]! + axis]! - points[3 * extremes[2 * axis]! + axis]!),
  );
  const tolerance = side * TOLERANCE;
  const first = firstFacets(points, extremes, tolerance);
  if (!first) return undefined;
  const all = new Uint32Array(points.length / 3);
  for (let point = 0; point < all.length; point++) all[point] = point;
  shareOut(points, all, { facets: first, tolerance });
  return grow(points, first, { tolerance, noise: side * NOISE });
}

/** Lowest and highest point along x, y and z. */
function extremePoints(points: Float32Array): number[] {
  const extremes = [0, 0, 0, 0, 0, 0];
  for (let point = 0; point < points.length / 3; point++) {
    for (let axis = 0; axis < 3; axis++) {
      const value = points[3 * point + axis]!;
      if (value < points[3 * extremes[2 * axis]! + axis]!) extremes[2 * axis] = point;
      if (value > points[3 * extremes[2 * axis + 1]! + axis]!) extremes[2 * axis + 1] = point;
    }
  }
  return extremes;
}

/** A tetrahedron of points that lie far apart. */
function firstFacets(points: Float32Array, extremes: readonly number[], tolerance: number): HullFacet[] | undefined {
  const at = (point: number): number[] => [points[3 * point]!, points[3 * point + 1]!, points[3 * point + 2]!];
  const apart = (a: number, b: number): number => Math.hypot(...at(a).map((value, axis) => value - at(b)[axis]!));
  let [a, b] = [extremes[0]!, extremes[1]!];
  for (const from of extremes) for (const to of extremes) if (apart(from, to) > apart(a, b)) [a, b] = [from, to];
  const fromLine = (point: number): number => {
    const [u, v] = [
      at(b).map((value, axis) => value - at(a)[axis]!),
      at(point).map((value, axis) => value - at(a)[axis]!),
    ];
    return Math.hypot(u[1]! * v[2]! - u[2]! * v[1]!, u[2]! * v[0]! - u[0]! * v[2]!, u[0]! * v[1]! - u[1]! * v[0]!);
  };
  const c = farthest(points, fromLine);
  const base = facetThrough(points, a, b, c);
  if (!base) return undefined;
  const above = (point: number): number => distanceTo(base, points, point);
  const d = farthest(points, (point) => Math.abs(above(point)));
  if (Math.abs(above(d)) <= tolerance) return undefined;
  const [p, q] = above(d) > 0 ? [c, b] : [b, c];
  const facets = [
    facetThrough(points, a, p, q),
    facetThrough(points, p, a, d),
    facetThrough(points, q, p, d),
    facetThrough(points, a, q, d),
  ];
  if (facets.some((facet) => !facet)) return undefined;
  const whole = facets as [HullFacet, HullFacet, HullFacet, HullFacet];
  for (const facet of whole) for (const other of whole) if (facet !== other) join(facet, other);
  return whole;
}

function farthest(points: Float32Array, distance: (point: number) => number): number {
  let [best, bestDistance] = [0, -1];
  for (let point = 0; point < points.length / 3; point++) {
    const here = distance(point);
    if (here > bestDistance) [best, bestDistance] = [point, here];
  }
  return best;
}

const distanceTo = ({ normal, offset }: HullFacet, points: Float32Array, point: number): number =>
  normal[0] * points[3 * point]! + normal[1] * points[3 * point + 1]! + normal[2] * points[3 * point + 2]! - offset;

/** Makes two facets neighbours across the edge that they share. */
function join(facet: HullFacet, other: HullFacet): void {
  for (let i = 0; i < 3; i++) {
    const [from, to] = [facet.corners[i]!, facet.corners[(i + 1) % 3]!];
    for (let j = 0; j < 3; j++) {
      if (other.corners[j] === to && other.corners[(j + 1) % 3] === from) {
        facet.across[i] = other;
        other.across[j] = facet;
      }
    }
  }
}

interface Fineness {
  readonly tolerance: number;
  readonly noise: number;
}

/** Takes the farthest point above a facet, again and again, until no point lies outside. */
function grow(points: Float32Array, first: readonly HullFacet[], { tolerance, noise }: Fineness): HullFacet[] {
  const facets = [...first];
  const waiting = [...first];
  for (let facet = waiting.pop(); facet; facet = waiting.pop()) {
    if (!facet.alive || facet.farthest < 0) continue;
    const added = addPoint(points, facet, noise);
    if (!added) continue;
    for (const gone of added.gone) shareOut(points, gone.outside, { facets: added.facets, tolerance });
    for (const gone of added.gone) gone.outside = [];
    facets.push(...added.facets);
    waiting.push(...added.facets);
  }
  return facets.filter(({ alive }) => alive);
}

/** Replaces all facets that the farthest point sees by a cone from it to their horizon; undefined when it cannot be told apart. */
function addPoint(
  points: Float32Array,
  start: HullFacet,
  noise: number,
): { gone: HullFacet[]; facets: HullFacet[] } | undefined {
  const eye = start.farthest;
  const { gone, horizon } = seenFrom(points, start, noise);
  const facets: HullFacet[] = [];
  const startingAt = new Map<number, HullFacet>();
  for (const { from, to } of horizon) {
    const facet = facetThrough(points, from, to, eye);
    if (!facet || startingAt.has(from)) return undefined;
    startingAt.set(from, facet);
    facets.push(facet);
  }
  if (horizon.some(({ to }) => !startingAt.has(to))) return undefined;
  for (const [i, { to, beyond }] of horizon.entries()) {
    const [facet, next] = [facets[i]!, startingAt.get(to)!];
    facet.across[0] = beyond;
    beyond.across[beyond.corners.indexOf(to)] = facet;
    facet.across[1] = next;
    next.across[2] = facet;
  }
  for (const facet of gone) facet.alive = false;
  return { gone, facets };
}

interface HorizonEdge {
  readonly from: number;
  readonly to: number;
  readonly beyond: HullFacet;
}

/**
 * The facets that the point above `start` sees, and the edges around them. A facet that is seen edge-on counts as seen:
 * so no edge of the horizon lies on a line with the point, and no new facet is without area.
 */
function seenFrom(
  points: Float32Array,
  start: HullFacet,
  noise: number,
): { gone: HullFacet[]; horizon: HorizonEdge[] } {
  const seen = new Set([start]);
  const horizon: HorizonEdge[] = [];
  // A set can be added to while it is walked.
  for (const facet of seen) {
    for (let i = 0; i < 3; i++) {
      const beyond = facet.across[i]!;
      if (seen.has(beyond)) continue;
      if (distanceTo(beyond, points, start.farthest) >= -noise) seen.add(beyond);
      else horizon.push({ from: facet.corners[i]!, to: facet.corners[(i + 1) % 3]!, beyond });
    }
  }
  return { gone: [...seen], horizon };
}
