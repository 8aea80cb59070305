// What a body covers of the bed, seen from above: concave where it is, with its holes.

import type { Mesh } from '../geometry/mesh.js';
import type { Triangles } from './triangulate.js';

/** Every triangle of a body as it lies, without its height: together they cover its silhouette. */
export function silhouetteOf({ positions }: Mesh): Triangles {
  const flat = new Float64Array((positions.length / 3) * 2);
  for (let from = 0, to = 0; from < positions.length; from += 3, to += 2) {
    flat[to] = positions[from]!;
    flat[to + 1] = positions[from + 1]!;
  }
  return flat;
}
