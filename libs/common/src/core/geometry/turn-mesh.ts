// A body in another position.

import type { Mesh } from './mesh.js';
import { matrixOf, type Rotation } from './rotation.js';

/** The body turned about the origin; the same body without a rotation. */
export function turnedMesh(mesh: Mesh, rotation: Rotation | undefined): Mesh {
  if (rotation === undefined) return mesh;
  const m = matrixOf(rotation);
  const positions = new Float32Array(mesh.positions.length);
  for (let at = 0; at < positions.length; at += 3) {
    const [x, y, z] = [mesh.positions[at]!, mesh.positions[at + 1]!, mesh.positions[at + 2]!];
    positions[at] = m[0]! * x + m[1]! * y + m[2]! * z;
    positions[at + 1] = m[3]! * x + m[4]! * y + m[5]! * z;
    positions[at + 2] = m[6]! * x + m[7]! * y + m[8]! * z;
  }
  return { ...mesh, positions };
}
