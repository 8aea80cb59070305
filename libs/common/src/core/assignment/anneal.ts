// Simulated annealing over shifts and swaps. Bins may hold too much on the way, at a price that rises until they do not;
// only arcs that are hardly dearer than the best of their item are tried, fewer as it cools.

import type { Chance } from '../nesting/seeded.js';
import type { Places } from './places.js';

/** Steps between two looks at the clock. */
const BREATH = 1024;
/** Where a difference is hopeless: e⁻⁹. */
const HOPELESS = 9;
/** Arcs are tried up to so many times the temperature of regret, or this many times the usual difference. */
const REACH = 4;
const LEAST_REACH = 1;

export interface Cooling {
  /** Temperatures, in the unit of costs. */
  readonly hot: number;
  readonly cold: number;
  readonly steps: number;
  readonly keepOn: () => boolean;
}

export class Annealing {
  /** The best possible assignment seen. */
  readonly best: Int32Array;
  bestCost = Infinity;
  readonly #places: Places;
  readonly #chance: Chance;
  /** Of each bin, what a unit of load too much costs. */
  readonly #penalty: Float64Array;
  readonly #leastPenalty: number;
  readonly #mostPenalty: number;
  /** Of each item, how many of its arcs are tried. */
  readonly #width: Int32Array;
  #reach = Infinity;

  constructor(places: Places, price: Float64Array, chance: Chance) {
    this.#places = places;
    this.#chance = chance;
    this.best = places.arc.slice();
    const { scale, arcLoad } = places.ranked;
    const load = arcLoad.reduce((sum, each) => sum + each, 0) / arcLoad.length || 1;
    const mean = price.reduce((sum, each) => sum + each, 0) / price.length + (0.1 * scale) / load;
    this.#penalty = price.map((each) => each + 0.1 * mean);
    this.#leastPenalty = 0.2 * mean;
    this.#mostPenalty = 100 * mean;
    this.#width = new Int32Array(places.arc.length);
  }

  /** Takes what lies there when it is possible and the best so far. */
  remember(): void {
    const { cost, overfull, arc } = this.#places;
    if (overfull > 0 || !(cost < this.bestCost)) return;
    this.bestCost = cost;
    this.best.set(arc);
  }

  /** Cools once from where the places are. False when `keepOn` ended it. */
  cool({ hot, cold, steps, keepOn }: Cooling): boolean {
    const breaths = Math.ceil(steps / BREATH);
    const sweeps = BREATH / this.#width.length;
    const pace = Math.min(0.1, Math.max(0.005 * Math.min(1, sweeps), 3 / breaths));
    for (let breath = 0; breath < breaths; breath++) {
      if (!keepOn()) return false;
      const temperature = hot * (cold / hot) ** (breath / breaths);
      if (breath % Math.ceil(breaths / 32) === 0) this.#narrow(temperature);
      this.#press(pace);
      this.#wander(temperature);
    }
    return true;
  }

  #narrow(temperature: number): void {
    const { arcStart, arcRegret, scale } = this.#places.ranked;
    this.#reach = Math.max(LEAST_REACH * scale, REACH * temperature);
    for (let item = 0; item < this.#width.length; item++) {
      const [begin, end] = [arcStart[item]!, arcStart[item + 1]!];
      let width = Math.min(2, end - begin);
      while (begin + width < end && arcRegret[begin + width]! <= this.#reach) width++;
      this.#width[item] = width;
    }
  }

  /** Dearer where too much lies, cheaper where not: so that about one bin of all is overfull at a time. */
  #press(pace: number): void {
    const { used, room } = this.#places;
    const relief = 1 - pace / used.length;
    for (let bin = 0; bin < used.length; bin++) {
      if (used[bin]! > room[bin]!) this.#penalty[bin] = Math.min(this.#mostPenalty, this.#penalty[bin]! * (1 + pace));
      else if (this.#penalty[bin]! > this.#leastPenalty) this.#penalty[bin]! *= relief;
    }
  }

  #wander(temperature: number): void {
    const places = this.#places;
    const chance = this.#chance;
    const { arcStart, arcBin } = places.ranked;
    const items = this.#width.length;
    for (let step = 0; step < BREATH; step++) {
      const item = Math.floor(chance() * items);
      const luck = chance();
      const to = arcStart[item]! + Math.floor(luck * luck * this.#width[item]!);
      const from = places.arc[item]!;
      if (to === from) continue;
      const count = places.count(arcBin[to]!);
      if (count === 0 || chance() < 0.5) {
        if (!accepts(this.#shiftCost(from, to), temperature, chance)) continue;
        places.takeOut(item);
        places.put(item, to);
      } else {
        const other = places.member(arcBin[to]!, Math.floor(chance() * count));
        const back = this.#arcBack(other, arcBin[from]!);
        if (back < 0 || !accepts(this.#swapCost(from, to, { other, back }), temperature, chance)) continue;
        places.takeOut(item);
        places.takeOut(other);
        places.put(item, to);
        places.put(other, back);
      }
      if (places.cost < this.bestCost && places.overfull === 0) this.remember();
    }
  }

  #arcBack(item: number, bin: number): number {
    const { arcStart, arcBin } = this.#places.ranked;
    const begin = arcStart[item]!;
    const end = begin + this.#width[item]!;
    for (let arc = begin; arc < end; arc++) if (arcBin[arc] === bin) return arc;
    return -1;
  }

  #shiftCost(from: number, to: number): number {
    const { arcBin, arcCost, arcLoad } = this.#places.ranked;
    const more = this.#loadCost(arcBin[to]!, arcLoad[to]!) + this.#loadCost(arcBin[from]!, -arcLoad[from]!);
    return arcCost[to]! - arcCost[from]! + more;
  }

  #swapCost(from: number, to: number, { other, back }: { readonly other: number; readonly back: number }): number {
    const { arcBin, arcCost, arcLoad } = this.#places.ranked;
    const gone = this.#places.arc[other]!;
    const there = this.#loadCost(arcBin[to]!, arcLoad[to]! - arcLoad[gone]!);
    const here = this.#loadCost(arcBin[from]!, arcLoad[back]! - arcLoad[from]!);
    return arcCost[to]! - arcCost[from]! + arcCost[back]! - arcCost[gone]! + there + here;
  }

  /** What more load in a bin costs beyond its capacity; less than nothing when it relieves. */
  #loadCost(bin: number, load: number): number {
    const over = this.#places.used[bin]! - this.#places.room[bin]!;
    const after = over + load;
    return this.#penalty[bin]! * ((after > 0 ? after : 0) - (over > 0 ? over : 0));
  }
}

const accepts = (cost: number, temperature: number, chance: Chance): boolean =>
  cost <= 0 || (cost < HOPELESS * temperature && chance() < Math.exp(-cost / temperature));
