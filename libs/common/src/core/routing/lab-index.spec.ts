import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distanceKm, type LatLon } from '../kernel/geo.js';
import { LabIndex } from './lab-index.js';

const aPlace = fc.oneof(
  fc.record({
    lat: fc.double({ min: -90, max: 90, noNaN: true }),
    lon: fc.double({ min: -180, max: 180, noNaN: true }),
  }),
  // Poles, the date line, and many at one point.
  fc.constantFrom<LatLon>(
    { lat: 90, lon: 0 },
    { lat: -90, lon: 77 },
    { lat: 10, lon: 180 },
    { lat: 10, lon: -180 },
    { lat: 45, lon: 5 },
  ),
);

it('finds what looking at every place finds', () =>
  fc.assert(
    fc.property(
      fc.array(aPlace, { maxLength: 200 }),
      fc.record({ at: aPlace, count: fc.integer({ min: 0, max: 20 }), needed: fc.constantFrom(0, 1, 3, 2 ** 31) }),
      fc.option(fc.infiniteStream(fc.integer({ min: 0, max: 2 ** 32 - 1 })), { nil: undefined }),
      (places, { at, count, needed }, choose) => {
        const bits = choose && Uint32Array.from(places, () => choose.next().value);
        const found = new LabIndex(places, bits).nearest(at, count, needed);
        const all = places
          .map((place, index) => ({ index, km: distanceKm(at, place) }))
          .filter(({ index }) => bits === undefined || (bits[index]! & needed) >>> 0 === needed)
          .toSorted((a, b) => a.km - b.km || a.index - b.index)
          .slice(0, count);
        expect(found).toHaveLength(all.length);
        // Places at nearly one distance may change places: the two formulas round differently.
        found.forEach(({ km, index }, i) => {
          expect(km).toBeCloseTo(all[i]!.km, 3);
          expect(distanceKm(at, places[index]!)).toBeCloseTo(km, 3);
        });
        expect(new Set(found.map(({ index }) => index)).size).toBe(found.length);
      },
    ),
    { numRuns: 400 },
  ));

it('answers places at one point in the order of the list, whatever the tree did to them', () => {
  const places = Array.from({ length: 100 }, () => ({ lat: 45, lon: 5 }));
  expect(new LabIndex(places).nearest({ lat: 45, lon: 5 }, 5).map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
});
