import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measureSolid } from '../geometry/measure.js';
import { sectionProfile } from '../geometry/sections.js';
import { boxMesh } from '../geometry/solids.js';
import { type Estimable, estimatePart, type PartEstimate } from './estimate-part.js';
import type { PrintSettings } from './print-settings.js';

const box = (x: number, y: number, z: number): Estimable => {
  const mesh = boxMesh({ x, y, z });
  return { ...measureSolid(mesh), profile: sectionProfile(mesh) };
};
const { profile: _, ...unprofiled } = box(40, 30, 20);
const estimate = (part: Estimable, settings: Partial<PrintSettings> = {}, material = 'PLA'): PartEstimate =>
  estimatePart(part, material, settings)!;

const side = fc.double({ min: 3, max: 150, noNaN: true });
const part = fc.tuple(side, side, side).map(([x, y, z]) => box(x, y, z));
const sum = (terms: Readonly<Record<string, number>>): number => Object.values(terms).reduce((a, b) => a + b, 0);

describe('the estimate of a part', () => {
  test('terms are never negative and sum to the whole, for filament and resin, with and without sections', () => {
    const infill = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        part,
        infill,
        fc.constantFrom('PLA', 'RESIN'),
        fc.boolean(),
        (one, infillPercent, material, whole) => {
          const { massGrams, seconds, terms } = estimate(
            { ...one, profile: whole ? one.profile : undefined, infillPercent, supports: true },
            {},
            material,
          );
          expect(sum(terms.massGrams)).toBeCloseTo(massGrams, 9);
          expect(sum(terms.seconds)).toBeCloseTo(seconds, 6);
          for (const term of [...Object.values(terms.massGrams), ...Object.values(terms.seconds)])
            expect(term).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a denser infill is never lighter', () => {
    const percent = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(part, percent, percent, (one, a, b) => {
        const [thin, dense] = [Math.min(a, b), Math.max(a, b)].map((infillPercent) =>
          estimate({ ...one, infillPercent }),
        );
        expect(dense!.massGrams).toBeGreaterThanOrEqual(thin!.massGrams - 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  test('more walls are heavier, and thinner layers take longer', () => {
    const block = box(60, 40, 30);
    const masses = [1, 2, 3, 4].map((perimeters) => estimate({ ...block, perimeters }).massGrams);
    expect(masses).toEqual(masses.toSorted((a, b) => a - b));
    for (const material of ['PLA', 'RESIN']) {
      const times = [0.3, 0.2, 0.1, 0.05].map((layerMm) => estimate({ ...block, layerMm }, {}, material).seconds);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  test('printed solid, the mass is volume times density within five per cent', () => {
    fc.assert(
      fc.property(part, (one) => {
        const { massGrams } = estimate({ ...one, infillPercent: 100 });
        expect(Math.abs(massGrams / ((one.volumeMm3 / 1000) * 1.24) - 1)).toBeLessThan(0.05);
      }),
      { numRuns: 40 },
    );
  });

  test('what the designer demands goes before what the lab has', () => {
    const solid = estimate({ ...unprofiled, infillPercent: 100 }, { infillPercent: 10 });
    expect(solid.massGrams).toBeCloseTo((40 * 30 * 20 * 1.24) / 1000, 6);
    expect(estimate(unprofiled, { infillPercent: 10 }).massGrams).toBeLessThan(solid.massGrams);
  });

  test('supports, a slower hot end and a hollow part cost time or certainty', () => {
    const block = box(60, 40, 30);
    expect(estimate(block, { mostFlowMm3PerS: 0.5 }).seconds).toBeGreaterThan(2 * estimate(block).seconds);
    expect(estimate(block).uncertainty.massShare).toBeGreaterThan(
      estimate({ ...block, infillPercent: 100 }).uncertainty.massShare,
    );
    expect([estimate(block).basis, estimate(unprofiled).basis]).toEqual(['sections', 'measures']);
  });

  test('nothing takes nothing, and an unknown material is not guessed', () => {
    const nothing = estimate(box(0, 0, 0));
    expect([nothing.massGrams, nothing.seconds, nothing.energyKwh]).toEqual([0, 0, 0]);
    expect(estimate({ ...box(10, 10, 0), profile: undefined }).massGrams).toBe(0);
    expect(estimatePart(unprofiled, 'WOOD')).toBeUndefined();
  });

  test('resin goes by layers alone: twice as wide is no slower', () => {
    const [one, two] = [box(10, 10, 20), box(20, 20, 20)].map((each) => estimate(each, {}, 'RESIN'));
    expect(two!.seconds).toBe(one!.seconds);
    expect(two!.massGrams).toBeGreaterThan(3 * one!.massGrams);
  });
});
