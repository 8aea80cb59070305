// A closed body of any number of triangles, no two alike, in the order of a modelling program or in none.

import type { Mesh } from '#core/geometry/mesh';

/** A ring with waves in its surface; 2 × rings × segments triangles. */
export function wavyRing(rings: number, segments: number): Mesh {
  const positions = new Float32Array(rings * segments * 18);
  const corner = (ring: number, segment: number): [number, number, number] => {
    const [u, v] = [(2 * Math.PI * (ring % rings)) / rings, (2 * Math.PI * (segment % segments)) / segments];
    const tube = 20 + 2 * Math.sin(5 * u) * Math.cos(7 * v);
    return [(60 + tube * Math.cos(v)) * Math.cos(u), (60 + tube * Math.cos(v)) * Math.sin(u), tube * Math.sin(v)];
  };
  let to = 0;
  for (let ring = 0; ring < rings; ring++) {
    for (let segment = 0; segment < segments; segment++) {
      const [a, b] = [corner(ring, segment), corner(ring + 1, segment)];
      const [c, d] = [corner(ring + 1, segment + 1), corner(ring, segment + 1)];
      for (const one of [a, b, c, a, c, d]) {
        positions.set(one, to);
        to += 3;
      }
    }
  }
  return { positions };
}

/** The same body with its triangles in an order without sense, the same each time (Lehmer's generator). */
export function shuffled({ positions }: Mesh): Mesh {
  const mixed = positions.slice();
  let state = 1;
  for (let last = mixed.length / 9 - 1; last > 0; last--) {
    state = (state * 48271) % 0x7fffffff;
    const other = 9 * (state % (last + 1));
    const kept = mixed.slice(9 * last, 9 * last + 9);
    mixed.copyWithin(9 * last, other, other + 9);
    mixed.set(kept, other);
  }
  return { positions: mixed };
}
