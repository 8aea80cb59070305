// A mesh as a binary STL.

import { type Mesh, triangleCount } from './mesh.js';

const HEADER_BYTES = 84;
const FACET_BYTES = 50;

/** The mesh as binary STL; normals are left zero, which tells readers to compute them from the corners. */
export function writeStl(mesh: Mesh): Uint8Array<ArrayBuffer> {
  const triangles = triangleCount(mesh);
  const bytes = new Uint8Array(HEADER_BYTES + FACET_BYTES * triangles);
  const view = new DataView(bytes.buffer);
  view.setUint32(80, triangles, true);
  for (let triangle = 0; triangle < triangles; triangle++) {
    const at = HEADER_BYTES + FACET_BYTES * triangle + 12;
    for (let i = 0; i < 9; i++) view.setFloat32(at + 4 * i, mesh.positions[9 * triangle + i]!, true);
  }
  return bytes;
}
