// Reads and measures mesh files beside the page, so that a large file never holds it up.

import { measure } from '#core/geometry/measure';
import { problemsOf } from '#core/geometry/problems';
import { readMesh } from '#core/geometry/read-mesh';
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

async function answer({ id, fileName, source, want }: MeshQuestion): Promise<MeshAnswer> {
  try {
    const bytes = await bytesOf(source);
    const read = readMesh(bytes, fileName, { maxTriangles: MAX_TRIANGLES });
    if (!read.ok) return { id, ok: false, message: read.refusal.message, remedy: read.refusal.remedy };
    if (want === 'positions')
      return { id, ok: true, positions: read.value.mesh.positions as Float32Array<ArrayBuffer> };
    const measures = measure(read.value.mesh);
    return { id, ok: true, measures, problems: [...read.value.problems, ...problemsOf(measures)] };
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
