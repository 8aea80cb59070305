// Where every item is at a moment of the search: arcs, loads and members of bins, kept up to date move by move.

import { roomOf } from './problem.js';
import type { RankedItems } from './rank-arcs.js';

export class Places {
  /** Of each item, the arc it is on, or −1. */
  readonly arc: Int32Array;
  readonly used: Float64Array;
  /** What each bin holds at most, rounding forgiven. */
  readonly room: Float64Array;
  readonly #members: Int32Array[];
  readonly #count: Int32Array;
  readonly #position: Int32Array;
  cost = 0;
  /** Bins that hold more than they may. */
  overfull = 0;

  constructor(readonly ranked: RankedItems) {
    const items = ranked.arcStart.length - 1;
    const bins = ranked.capacity.length;
    this.arc = new Int32Array(items).fill(-1);
    this.used = new Float64Array(bins);
    this.room = ranked.capacity.map(roomOf);
    this.#members = Array.from({ length: bins }, () => new Int32Array(8));
    this.#count = new Int32Array(bins);
    this.#position = new Int32Array(items);
  }

  count(bin: number): number {
    return this.#count[bin]!;
  }

  /** The item at a position of a bin, from 0 to its count. The order means nothing. */
  member(bin: number, position: number): number {
    return this.#members[bin]![position]!;
  }

  put(item: number, arc: number): void {
    const bin = this.ranked.arcBin[arc]!;
    this.arc[item] = arc;
    this.cost += this.ranked.arcCost[arc]!;
    this.#fill(bin, this.ranked.arcLoad[arc]!);
    const count = this.#count[bin]!;
    if (count === this.#members[bin]!.length) this.#members[bin] = grown(this.#members[bin]!);
    this.#members[bin]![count] = item;
    this.#position[item] = count;
    this.#count[bin] = count + 1;
  }

  takeOut(item: number): void {
    const arc = this.arc[item]!;
    const bin = this.ranked.arcBin[arc]!;
    this.arc[item] = -1;
    this.cost -= this.ranked.arcCost[arc]!;
    this.#fill(bin, -this.ranked.arcLoad[arc]!);
    const members = this.#members[bin]!;
    const last = members[--this.#count[bin]!]!;
    members[this.#position[item]!] = last;
    this.#position[last] = this.#position[item]!;
  }

  fits(arc: number): boolean {
    const bin = this.ranked.arcBin[arc]!;
    return this.used[bin]! + this.ranked.arcLoad[arc]! <= this.room[bin]!;
  }

  /** Puts every item on the arc given, −1 for none; sums begin anew, so that rounding never adds up. */
  reset(arcs: Int32Array): void {
    this.used.fill(0);
    this.#count.fill(0);
    this.cost = 0;
    this.overfull = 0;
    arcs.forEach((arc, item) => {
      if (arc >= 0) this.put(item, arc);
      else this.arc[item] = -1;
    });
  }

  #fill(bin: number, load: number): void {
    const before = this.used[bin]!;
    const after = before + load;
    const room = this.room[bin]!;
    this.used[bin] = after;
    this.overfull += (after > room ? 1 : 0) - (before > room ? 1 : 0);
  }
}

function grown(list: Int32Array): Int32Array {
  const longer = new Int32Array(2 * list.length);
  longer.set(list);
  return longer;
}
