// A strip made shorter again and again, its pieces separated each time; where that fails, they are mixed and tried again.

import type { Crowd, Scene } from './crowd.js';
import type { Chance } from './seeded.js';
import { separated, swapTwo } from './separate.js';

export interface Squeezed {
  readonly scene: Scene;
  readonly lengthMm: number;
}

/** Shares by which the strip is made shorter: at first and at most, at least, and at least in the end. */
const SHARES = [0.02, 0.001, 0.0001] as const;
/** From this share of the work on, pieces are no longer mixed, only pressed. */
const LATE = 0.8;

interface Failed {
  readonly scene: Scene;
  readonly depth: number;
}

/** Shortens a strip whose pieces lie as they may, until its progress, asked often, is 1. */
export function squeezed(crowd: Crowd, start: Squeezed, chance: Chance, progress: () => number): Squeezed {
  const mixed = pressed({ crowd, chance, goOn: () => progress() < LATE, mixing: true }, start);
  return pressed({ crowd, chance, goOn: () => progress() < 1, mixing: false }, mixed);
}

interface Press {
  readonly crowd: Crowd;
  readonly chance: Chance;
  readonly goOn: () => boolean;
  readonly mixing: boolean;
}

function pressed({ crowd, chance, goOn, mixing }: Press, start: Squeezed): Squeezed {
  let best = start;
  const least = mixing ? SHARES[1] : SHARES[2];
  let share: number = mixing ? SHARES[0] : SHARES[1];
  let failed: Failed[] = [];
  let misses = 0;
  while (goOn()) {
    const lengthMm = best.lengthMm * (1 - share);
    crowd.region = { ...crowd.region, xMm: lengthMm };
    const again = mixing ? failed[Math.floor(chance() * chance() * failed.length)] : undefined;
    crowd.restore(again?.scene ?? cut(best, chance() * lengthMm, lengthMm));
    if (again && misses > 1) swapTwo(crowd, chance);
    if (separated(crowd, chance, goOn)) {
      best = { scene: crowd.saved(), lengthMm };
      if (misses === 0) share = Math.min(SHARES[0], 1.5 * share);
      misses = 0;
      failed = [];
    } else {
      misses++;
      failed.push({ scene: crowd.saved(), depth: crowd.measure() });
      failed.sort((a, b) => a.depth - b.depth);
      if (share > least) failed = [];
      share = Math.max(least, share / 2);
    }
  }
  return best;
}

/** What lies right of a line, moved left by what the strip becomes shorter. */
const cut = ({ scene, lengthMm }: Squeezed, at: number, toMm: number): Scene => ({
  ...scene,
  x: scene.x.map((x) => (x > at ? x - (lengthMm - toMm) : x)),
});
