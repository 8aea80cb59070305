// Reads and measures mesh files beside the page, so that a large file never holds it up.

import { measure } from '#core/geometry/measure';
import { problemsOf } from '#core/geometry/problems';
import { readBodies } from '#core/geometry/read-mesh';
import type { MeshAnswer, MeshQuestion } from './mesh-messages.js';

/** More than a browser should be made to hold; the gateway measures larger ones. */
const MAX_TRIANGLES = 4_000_000;

// The page's library types `self` as a window; in a worker, `postMessage` takes what to transfer.
const port = self as unknown as {
  onmessage: (event: MessageEvent<MeshQuestion>) => void;
  postMessage: (answer: MeshAnswer, transfer: Transferable[]) => void;
};

port.onmessage = ({ data }) => {
  void answer(data).then((answered) =>
    port.postMessage(answered, answered.ok && answered.positions ? [answered.positions.buffer] : []),
  );
};

async function answer({ id, fileName, source, want, body = 0 }: MeshQuestion): Promise<MeshAnswer> {
  try {
    const read = readBodies(await bytesOf(source), fileName, { maxTriangles: MAX_TRIANGLES });
    if (!read.ok) return { id, ok: false, message: read.refusal.message, remedy: read.refusal.remedy };
    const { bodies, problems } = read.value;
    if (want === 'positions') {
      const { mesh } = bodies.find(({ index }) => index === body) ?? bodies[0]!;
      return { id, ok: true, positions: mesh.positions as Float32Array<ArrayBuffer> };
    }
    const measured = bodies.map(({ name, instances, mesh }, i) => {
      const measures = measure(mesh);
      // What is wrong with the file as a whole is told once.
      return { name, instances, measures, problems: [...(i === 0 ? problems : []), ...problemsOf(measures)] };
    });
    return { id, ok: true, bodies: measured };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : String(error), remedy: undefined };
  }
}

async function bytesOf(source: MeshQuestion['source']): Promise<Uint8Array> {
  if (typeof source !== 'string') return new Uint8Array(await source.arrayBuffer());
  const response = await fetch(source);
  if (!response.ok) throw new Error(`The file could not be fetched (${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}
