// Labs from near to far, however many there are.

import { distanceKm } from '../kernel/geo.js';
import type { LiveLab } from '../lab/lab.js';
import type { RoutingInput } from './routing-input.js';

/** A lab and how far it is along a great circle from where the parts are wanted. */
export interface NearLab {
  readonly lab: LiveLab;
  readonly km: number;
}

/** A lab without coordinates is as far as can be. */
const NOWHERE_KM = 20_016;
/** How many labs are looked for at first; then four times as many, until enough of them can. */
const FIRST_LOOK = 32;

/** All labs, the nearest first, ties by id; lazily where there is an index. */
export function* nearestFirst({ labs, index, to }: RoutingInput): Generator<NearLab> {
  const near = (lab: LiveLab): NearLab => {
    const km = distanceKm(to.at, lab.profile.at);
    return { lab, km: Number.isNaN(km) ? NOWHERE_KM : km };
  };
  if (!index) {
    yield* labs.map(near).sort((a, b) => a.km - b.km || (a.lab.profile.id < b.lab.profile.id ? -1 : 1));
    return;
  }
  for (let [from, count] = [0, FIRST_LOOK]; from < labs.length; [from, count] = [count, 4 * count]) {
    for (const found of index.nearest(to.at, count).slice(from)) yield near(labs[found.index]!);
  }
}
