// The ten nearest labs that can, among a hundred thousand and a million, beside geokdbush over kdbush; every answer of
// the checked queries must be that of looking at all labs.

import KDBush from 'kdbush';
import { around } from 'geokdbush';
import { distanceKm, type LatLon } from '#core/kernel/geo';
import { LabIndex } from '#core/routing/lab-index';
import type { Benchmark } from './benchmark.js';
import { alone, beside, type Row } from './measure.js';

const WANTED = 10;
const QUERIES = 4000;
const CHECKED = 40;
/** Of every hundred labs so many have the bit. */
const SHARES = [
  { percent: 10, bit: 1 },
  { percent: 1, bit: 2 },
] as const;

export const benchmark: Benchmark = {
  name: 'nearest-labs',
  title: `${WANTED} nearest labs that can, one thread`,
  run: () => Promise.resolve([100_000, 1_000_000].flatMap(rowsOf)),
};

function rowsOf(count: number): Row[] {
  const random = generator(count);
  const places = Array.from({ length: count }, () => anywhere(random));
  const bits = Uint32Array.from(places, () =>
    SHARES.reduce((all, { percent, bit }) => all | (random() * 100 < percent ? bit : 0), 0),
  );
  const asked = Array.from({ length: QUERIES }, () => anywhere(random));
  const begin = performance.now();
  const index = new LabIndex(places, bits);
  const builtMs = performance.now() - begin;
  const peer = new KDBush(count);
  for (const { lat, lon } of places) peer.add(lon, lat);
  peer.finish();
  return SHARES.flatMap(({ percent, bit }) => {
    const what = `${count.toLocaleString('en')} labs, ${percent} % can`;
    const can = (at: number): boolean => (bits[at]! & bit) !== 0;
    const ours = (turn: number): number[] =>
      index.nearest(asked[turn % QUERIES]!, WANTED, bit).map((near) => near.index);
    const theirs = (turn: number): number[] => {
      const { lat, lon } = asked[turn % QUERIES]!;
      return around(peer, lon, lat, WANTED, Infinity, can);
    };
    const limit: Row = { figure: `geokdbush, ${what}`, limit: true, ...alone(QUERIES, theirs, QUERIES / 4) };
    const own: Row = { figure: what, ...alone(QUERIES, ours, QUERIES) };
    const wrong = disagreements({ places, asked, can, ours });
    const note = `p50 ${micros(own)} µs against ${micros(limit)} µs; built in ${builtMs.toFixed(0)} ms; ${CHECKED - wrong} of ${CHECKED} checked answers are those of looking at all`;
    return [{ ...beside(own, limit), note }, limit];
  });
}

const micros = ({ p50Ms = Number.NaN }: Row): string => (1000 * p50Ms).toFixed(1);

/** Uniform on the sphere. */
const anywhere = (random: () => number): LatLon => ({
  lat: (Math.asin(2 * random() - 1) * 180) / Math.PI,
  lon: 360 * random() - 180,
});

/** Mulberry32: the same labs in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Checked {
  readonly places: readonly LatLon[];
  readonly asked: readonly LatLon[];
  readonly can: (at: number) => boolean;
  readonly ours: (turn: number) => number[];
}

function disagreements({ places, asked, can, ours }: Checked): number {
  let wrong = 0;
  for (let turn = 0; turn < CHECKED; turn++) {
    const farthest = places
      .flatMap((place, at) => (can(at) ? [{ at, km: distanceKm(asked[turn]!, place) }] : []))
      .sort((a, b) => a.km - b.km)
      .slice(0, WANTED);
    if (farthest.map(({ at }) => at).join() !== ours(turn).join()) wrong++;
  }
  return wrong;
}
