// Small files for tests: a cube as STL, and a release of it.

import type { Person } from './gateway-harness.js';

/** A binary STL of a cube with this side. */
export function cubeStl(sideMm: number): Uint8Array {
  const corner = (i: number): number[] => [(i & 1) * sideMm, ((i >> 1) & 1) * sideMm, ((i >> 2) & 1) * sideMm];
  const faces = [
    [0, 2, 3], [0, 3, 1], [4, 5, 7], [4, 7, 6], [0, 1, 5], [0, 5, 4],
    [2, 6, 7], [2, 7, 3], [0, 4, 6], [0, 6, 2], [1, 3, 7], [1, 7, 5],
  ]; // prettier-ignore
  const buffer = new DataView(new ArrayBuffer(84 + 50 * faces.length));
  buffer.setUint32(80, faces.length, true);
  faces.forEach((face, index) =>
    face.flatMap(corner).forEach((value, i) => buffer.setFloat32(84 + 50 * index + 12 + 4 * i, value, true)),
  );
  return new Uint8Array(buffer.buffer);
}

export async function upload(who: Person, content: Uint8Array | string): Promise<string> {
  return (await who.must(201, 'POST', '/api/files', { body: content })).sha256 as string;
}

/** Publishes a cube under these words. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers freely
export async function publishCube(who: Person, about: Record<string, unknown> = {}): Promise<any> {
  const sha256 = await upload(who, cubeStl(20));
  const body = { title: 'Test cube', license: 'CC-BY-4.0', files: [{ path: 'stl/cube.stl', sha256 }], ...about };
  return who.must(201, 'POST', '/api/releases', { body });
}
