// A plate may have millions of triangles: it is read and written beside everything else, within bounds.

import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { refuse, type Result } from '#core/kernel/result';
import type { GeometryOrder, PlacedBox } from './plain-geometry.js';
import type { SliceRefusal } from './slicer.js';

export interface ThreadBounds {
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
}

/** {@link writePlainGeometry} in a thread of its own. */
export function plainGeometryInThread(
  order: GeometryOrder,
  { timeoutSeconds, memoryMb }: ThreadBounds,
  signal: AbortSignal,
): Promise<Result<PlacedBox, SliceRefusal>> {
  const { plate, to, originMm, machine } = order;
  const { name, bedShape, buildVolumeMm } = machine;
  const workerData: GeometryOrder = { plate, to, originMm, machine: { name, bedShape, buildVolumeMm } };
  const resourceLimits = { maxOldGenerationSizeMb: memoryMb };
  const worker = new Worker(threadFile(), { execArgv: [], workerData, resourceLimits });
  return new Promise((resolve) => {
    const settle = (result: Result<PlacedBox, SliceRefusal>): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve(result);
      void worker.terminate();
    };
    const stop = (): void => settle(refuse('slicing/later', 'Reading the plate was broken off.'));
    const timer = setTimeout(
      () => settle(refuse('slicing/too-long', `Reading the plate took longer than ${timeoutSeconds} seconds.`)),
      timeoutSeconds * 1000,
    );
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    worker.once('message', settle);
    worker.once('error', (error) =>
      settle(refuse('plate/unreadable', `The plate can not be read: ${error.message.slice(0, 200)}`)),
    );
    worker.once('exit', () => settle(refuse('plate/unreadable', 'The plate can not be read: its reader ended.')));
  });
}

/** Threads run what is built, also when this runs from its source. */
function threadFile(): string {
  const here = fileURLToPath(import.meta.url);
  const built = here.endsWith('.ts') ? here.replace(/([/\\])apps\1fab-agent\1src\1slicing\1/, '$1dist$&') : here;
  return built.replace(/in-thread\.[jt]s$/, 'geometry-thread.js');
}
