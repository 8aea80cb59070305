// How fast files go and how long it will take.

import type { ChosenFile } from './chosen-files.js';

export interface Pace {
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  /** Undefined until it can be said. */
  readonly secondsLeft: number | undefined;
}

/** Often enough to be seen moving, seldom enough to be read. */
const TELL_EVERY_MS = 250;

/** Answers a function to be told how many bytes of each file have gone. */
export function measurePace(files: readonly ChosenFile[], onPace: (pace: Pace) => void) {
  const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const gone = new Map<string, number>();
  const startMs = performance.now();
  let toldMs = -TELL_EVERY_MS;
  return (path: string, bytes: number): void => {
    gone.set(path, bytes);
    const nowMs = performance.now();
    if (nowMs - toldMs < TELL_EVERY_MS) return;
    toldMs = nowMs;
    const sentBytes = [...gone.values()].reduce((sum, each) => sum + each, 0);
    const seconds = (nowMs - startMs) / 1000;
    const bytesPerSecond = seconds > 0.5 ? sentBytes / seconds : 0;
    const secondsLeft = bytesPerSecond > 0 ? (totalBytes - sentBytes) / bytesPerSecond : undefined;
    onPace({ sentBytes, totalBytes, bytesPerSecond, secondsLeft });
  };
}
