// Regret insertion: who would lose most by waiting goes first. It makes the start, and it makes any state of the search
// possible again.

import type { Places } from './places.js';

/** Puts every item that is nowhere on an arc that fits: the cheapest, capacity paid, those with most to lose first. */
export function insertByRegret(places: Places): void {
  const { arc } = places;
  let waiting = Int32Array.from(arc.keys()).filter((item) => arc[item]! < 0);
  const best = new Int32Array(arc.length);
  const regret = new Float64Array(arc.length);
  while (waiting.length > 0) {
    for (const item of waiting) choose(places, item, { best, regret });
    waiting.sort((a, b) => regret[b]! - regret[a]! || a - b);
    // Whose choice is gone by then chooses again in the next round; the first never waits.
    waiting = waiting.filter((item) => {
      if (!places.fits(best[item]!)) return true;
      places.put(item, best[item]!);
      return false;
    });
  }
}

interface Choices {
  readonly best: Int32Array;
  readonly regret: Float64Array;
}

/** The first arc that fits, and by how much the next one is dearer: being left out always fits. */
function choose(places: Places, item: number, { best, regret }: Choices): void {
  const { arcStart, arcRegret } = places.ranked;
  const end = arcStart[item + 1]!;
  let arc = arcStart[item]!;
  while (!places.fits(arc)) arc++;
  best[item] = arc;
  let next = arc + 1;
  while (next < end && !places.fits(next)) next++;
  regret[item] = next < end ? arcRegret[next]! - arcRegret[arc]! : 0;
}

/** Takes items out of overfull bins, the worst placed for their load first, and inserts them again where they fit. */
export function mend(places: Places): void {
  const { arcRegret, arcLoad, capacity } = places.ranked;
  const worth = (item: number): number => arcRegret[places.arc[item]!]! / arcLoad[places.arc[item]!]!;
  for (let bin = 0; bin < capacity.length; bin++) {
    if (places.used[bin]! <= places.room[bin]!) continue;
    const members = Array.from({ length: places.count(bin) }, (_, position) => places.member(bin, position));
    const leaving = members.filter((item) => arcLoad[places.arc[item]!]! > 0);
    leaving.sort((a, b) => worth(b) - worth(a) || a - b);
    for (const item of leaving) {
      if (places.used[bin]! <= places.room[bin]!) break;
      places.takeOut(item);
    }
  }
  insertByRegret(places);
}
