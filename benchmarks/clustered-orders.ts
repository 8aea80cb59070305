// Orders and labs around thirty cities, from a seed: whoever orders lives where labs are too, and labs differ in size and
// in what they can do.

import type { AssignmentProblem } from '#core/assignment/problem';
import { seededBy, type Chance } from '#core/nesting/seeded';

export interface Clustered {
  readonly orders: number;
  readonly labs: number;
  /** Hours asked for ÷ hours there are. */
  readonly load: number;
  /** At most so many suitable labs an order, the nearest. */
  readonly nearest: number;
  readonly seed: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const CITIES = 30;
const CAPABILITIES = 6;
const MAP_KM = 1000;
const CITY_KM = 20;
/** Being left out costs more than any way across the map. */
const LEFT_OUT_KM = 10_000;

/** Costs are kilometres, loads and capacities hours. */
export function clusteredOrders({ orders, labs, load, nearest, seed }: Clustered): AssignmentProblem {
  const chance = seededBy([orders, labs, seed]);
  const place = placesIn(chance);
  const sites = Array.from({ length: labs }, () => ({ ...place(), can: capabilities(chance), size: 0.5 + chance() }));
  const asked = Array.from({ length: orders }, () => ({
    ...place(),
    needs: needsThatSomebodyMeets(chance, sites),
    hours: Math.round(10 * (0.5 + 9.5 * chance() ** 2)) / 10,
  }));
  const total = asked.reduce((sum, { hours }) => sum + hours, 0);
  const size = sites.reduce((sum, each) => sum + each.size, 0);
  const arcs = asked.map((order) =>
    sites
      .flatMap((site, bin) => (meets(site.can, order.needs) ? [{ bin, km: kilometres(site, order), order }] : []))
      .toSorted((a, b) => a.km - b.km || a.bin - b.bin)
      .slice(0, nearest),
  );
  const all = arcs.flat();
  let end = 0;
  return {
    arcStart: Int32Array.of(0, ...arcs.map(({ length }) => (end += length))),
    arcBin: Int32Array.from(all, ({ bin }) => bin),
    arcCost: Float64Array.from(all, ({ km }) => km),
    arcLoad: Float64Array.from(all, ({ order }) => order.hours),
    capacity: Float64Array.from(sites, (site) => ((site.size / size) * total) / load),
    leaveOutCost: new Float64Array(orders).fill(LEFT_OUT_KM),
  };
}

/** Points around cities of different weight, by a normal law (Box and Muller). */
function placesIn(chance: Chance): () => Point {
  const cities = Array.from({ length: CITIES }, () => ({
    x: MAP_KM * chance(),
    y: MAP_KM * chance(),
    weight: 0.2 + chance(),
  }));
  const weights = cities.reduce((sum, { weight }) => sum + weight, 0);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  return () => {
    let rest = chance() * weights;
    const city = cities.find(({ weight }) => (rest -= weight) <= 0) ?? cities[0]!;
    return { x: city.x + CITY_KM * normal(), y: city.y + CITY_KM * normal() };
  };
}

function capabilities(chance: Chance): number {
  let bits = 0;
  for (let bit = 0; bit < CAPABILITIES; bit++) if (chance() < 0.6) bits |= 1 << bit;
  return bits;
}

const meets = (can: number, needs: number): boolean => (can & needs) === needs;

/** One capability, or two of three times in ten; drawn again when no lab has them. */
function needsThatSomebodyMeets(chance: Chance, labs: readonly { readonly can: number }[]): number {
  for (let turn = 0; turn < 1000; turn++) {
    const one = 1 << Math.floor(CAPABILITIES * chance());
    const needs = chance() < 0.3 ? one | (1 << Math.floor(CAPABILITIES * chance())) : one;
    if (labs.some(({ can }) => meets(can, needs))) return needs;
  }
  throw new Error('No lab can do anything.');
}

const kilometres = (a: Point, b: Point): number => Math.round(10 * Math.hypot(a.x - b.x, a.y - b.y)) / 10;
