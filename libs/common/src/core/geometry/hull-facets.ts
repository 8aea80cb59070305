// A convex hull while it grows: triangles that know their neighbours, and the points that still lie outside of each.

/** A triangle of the hull, counter-clockwise seen from outside; `across[i]` lies beyond the edge from corner i to the next. */
export interface HullFacet {
  readonly corners: readonly [number, number, number];
  readonly across: [HullFacet | undefined, HullFacet | undefined, HullFacet | undefined];
  /** Outward, of length one; points p on the facet have normal · p = offset. */
  readonly normal: readonly [number, number, number];
  readonly offset: number;
  readonly areaMm2: number;
  /** Points above this facet. */
  outside: number[];
  farthest: number;
  farthestDistance: number;
  alive: boolean;
}

/** The facet through three points; undefined when they lie on a line. */
export function facetThrough(points: Float32Array, a: number, b: number, c: number): HullFacet | undefined {
  const [ax, ay, az] = [points[3 * a]!, points[3 * a + 1]!, points[3 * a + 2]!];
  const [ux, uy, uz] = [points[3 * b]! - ax, points[3 * b + 1]! - ay, points[3 * b + 2]! - az];
  const [vx, vy, vz] = [points[3 * c]! - ax, points[3 * c + 1]! - ay, points[3 * c + 2]! - az];
  const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  const length = Math.hypot(x, y, z);
  if (!(length > 0)) return undefined;
  const normal = [x / length, y / length, z / length] as const;
  return {
    corners: [a, b, c],
    across: [undefined, undefined, undefined],
    normal,
    offset: normal[0] * ax + normal[1] * ay + normal[2] * az,
    areaMm2: length / 2,
    outside: [],
    farthest: -1,
    farthestDistance: 0,
    alive: true,
  };
}

/** Gives each point to the first facet that it lies above by more than `tolerance`; the others lie within. */
export function shareOut(
  points: Float32Array,
  which: ArrayLike<number>,
  to: { facets: readonly HullFacet[]; tolerance: number },
): void {
  const { facets, tolerance } = to;
  for (let i = 0; i < which.length; i++) {
    const point = which[i]!;
    const x = points[3 * point]!;
    const y = points[3 * point + 1]!;
    const z = points[3 * point + 2]!;
    for (let f = 0; f < facets.length; f++) {
      const facet = facets[f]!;
      const { normal } = facet;
      const distance = normal[0] * x + normal[1] * y + normal[2] * z - facet.offset;
      if (distance <= tolerance) continue;
      facet.outside.push(point);
      if (distance > facet.farthestDistance) {
        facet.farthestDistance = distance;
        facet.farthest = point;
      }
      break;
    }
  }
}
