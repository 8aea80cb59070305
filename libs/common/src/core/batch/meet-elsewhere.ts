// Plates that gather at several labs: who had better meet elsewhere? Some are taken off their plates and put back where they cost
// least, those first who would regret it most to come last (large neighbourhood search: Shaw 1998; regret insertion: Potvin
// and Rousseau 1993). What is there is where it starts, and any moment may be its last.

import { oneOf, seededBy, type Chance } from '../nesting/seeded.js';

/** Items and plates by number, from 0. */
export interface Meeting {
  readonly plates: number;
  /** The plate on which each item is. */
  readonly at: readonly number[];
  /** Items that stay where they are, whatever that costs. */
  readonly fixed: readonly boolean[];
  /** Cost of a plate with these items, rising; Infinity where they do not lie on it together, or somebody would be late. */
  readonly plateCost: (plate: number, items: readonly number[]) => number;
  /** What else it costs to make an item there (the way, the trouble of moving it); Infinity where the lab cannot. */
  readonly itemCost: (item: number, plate: number) => number;
}

export interface Met {
  readonly at: readonly number[];
  /** By how much that costs less than before; 0 when everybody stays. */
  readonly gain: number;
}

/** So many ways to place all are tried one by one. */
const MOST_WAYS = 1000;
/** Taken off at once, at most. */
const MOST_OFF = 5;
/** How much worse than the best the search may go on from at first, and after how many looks half as much. */
const SLACK = 0.2;
const COOLING = 100;
/** Less is rounding. */
const SAME = 1e-6;

/** The best meeting found while `keepOn` says yes; the same for the same input and number of looks. */
export function meetElsewhere(meeting: Meeting, keepOn: () => boolean): Met {
  const movable = meeting.fixed.flatMap((fixed, item) => (fixed ? [] : [item]));
  const search = new Search(meeting);
  if (movable.length === 0 || meeting.plates < 2) return { at: meeting.at, gain: 0 };
  if (meeting.plates ** movable.length <= MOST_WAYS) tryAll(search, { meeting, movable, keepOn });
  const chance = seededBy([meeting.plates, ...meeting.at]);
  while (keepOn()) {
    const first = movable[oneOf(chance, movable.length)]!;
    const way = chance();
    // A plate saves its set-up only when nobody is left on it, and another is worth its own only for many at once.
    const together = way < 0.1 ? movable : movable.filter((item) => search.at[item] === search.at[first]);
    if (way < 0.3) search.tryMoving(together, oneOf(chance, meeting.plates));
    else if (way < 0.6 && together.length <= MOST_OFF) search.tryAnew(together);
    else search.tryAnew(some(movable, first, chance));
  }
  return { at: search.best, gain: search.gain };
}

/** Few enough are tried one and all. */
function tryAll(
  search: Search,
  { meeting, movable, keepOn }: { meeting: Meeting; movable: readonly number[]; keepOn: () => boolean },
): void {
  const { plates } = meeting;
  for (let way = 0; way < plates ** movable.length && keepOn(); way++) {
    const at = [...meeting.at];
    movable.forEach((item, nth) => (at[item] = Math.floor(way / plates ** nth) % plates));
    search.keepIfBetter(at);
  }
}

/** A few by chance, the first among them. */
function some(movable: readonly number[], first: number, chance: Chance): number[] {
  const count = 1 + oneOf(chance, Math.min(MOST_OFF, movable.length));
  const off = new Set([first]);
  for (let tries = 0; tries < 2 * count && off.size < count; tries++) off.add(movable[oneOf(chance, movable.length)]!);
  return [...off];
}

class Search {
  at: readonly number[];
  best: readonly number[];
  private readonly costs = new Map<string, number>();
  private readonly before: number;
  private bestCost: number;
  private looks = 0;

  constructor(private readonly meeting: Meeting) {
    this.at = meeting.at;
    this.best = meeting.at;
    this.before = this.total(meeting.at);
    this.bestCost = this.before;
  }

  get gain(): number {
    const gain = this.before - this.bestCost;
    return gain > SAME ? gain : 0;
  }

  /** Brings items to one plate, all of them. */
  tryMoving(items: readonly number[], plate: number): void {
    this.keepIfBetter(this.at.map((where, item) => (items.includes(item) ? plate : where)));
  }

  /** Takes items off and puts each back where it costs least. */
  tryAnew(off: readonly number[]): void {
    const at = this.at.map((plate, item) => (off.includes(item) ? -1 : plate));
    const left = new Set(off);
    while (left.size > 0) {
      const next = this.mostRegretted(at, left);
      if (!next) return;
      at[next.item] = next.plate;
      left.delete(next.item);
    }
    this.keepIfBetter(at);
  }

  /** Goes on from what is hardly worse than the best known (record-to-record travel: Dueck 1993), less and less so. */
  keepIfBetter(at: readonly number[]): void {
    const cost = this.total(at);
    this.looks += 1;
    if (cost <= this.bestCost + (SLACK * this.bestCost) / (1 + this.looks / COOLING)) this.at = at;
    // Of two that cost the same the first is best: nobody is moved for nothing.
    if (cost < this.bestCost - SAME) [this.best, this.bestCost] = [at, cost];
  }

  private mostRegretted(at: readonly number[], left: ReadonlySet<number>): { item: number; plate: number } | undefined {
    let best: { item: number; plate: number; regret: number } | undefined;
    for (const item of left) {
      const ways = this.waysOf(item, at);
      if (ways.length === 0) return undefined;
      const regret = (ways[1]?.more ?? Infinity) - ways[0]!.more;
      if (!best || regret > best.regret) best = { item, plate: ways[0]!.plate, regret };
    }
    return best;
  }

  private waysOf(item: number, at: readonly number[]): { plate: number; more: number }[] {
    const ways: { plate: number; more: number }[] = [];
    for (let plate = 0; plate < this.meeting.plates; plate++) {
      const there = itemsOn(at, plate);
      const together = [...there, item].sort((a, b) => a - b);
      const more = this.plateCost(plate, together) - this.plateCost(plate, there) + this.meeting.itemCost(item, plate);
      if (Number.isFinite(more)) ways.push({ plate, more });
    }
    return ways.sort((a, b) => a.more - b.more || a.plate - b.plate);
  }

  private total(at: readonly number[]): number {
    let sum = 0;
    for (let plate = 0; plate < this.meeting.plates; plate++) sum += this.plateCost(plate, itemsOn(at, plate));
    at.forEach((plate, item) => (sum += this.meeting.itemCost(item, plate)));
    return sum;
  }

  private plateCost(plate: number, items: readonly number[]): number {
    if (items.length === 0) return 0;
    const key = `${plate}:${items.join(',')}`;
    const known = this.costs.get(key) ?? this.meeting.plateCost(plate, items);
    this.costs.set(key, known);
    return known;
  }
}

const itemsOn = (at: readonly number[], plate: number): number[] =>
  at.flatMap((where, item) => (where === plate ? [item] : []));
