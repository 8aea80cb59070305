// How often the network is told how far a print is: in steps of ten per cent, and at least every half minute of movement.

import { SECOND_MS, type AtMs } from '#core/kernel/time';

export interface ProgressMark {
  readonly percent: number;
  readonly atMs: AtMs;
}

export const NO_PROGRESS: ProgressMark = { percent: 0, atMs: 0 };

const STEP_PERCENT = 10;
const EVERY_MS = 30 * SECOND_MS;

/** True when `now` is worth telling after `told`. */
export function isDue(told: ProgressMark, now: ProgressMark): boolean {
  const moved = now.percent - told.percent;
  return moved >= STEP_PERCENT || (moved >= 1 && now.atMs - told.atMs >= EVERY_MS);
}
