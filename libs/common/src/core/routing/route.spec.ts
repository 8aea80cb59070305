import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aLab, aMachine, asked } from '../../../../../tests/support/a-lab.js';
import { totalMinor } from '../costing/price-plate.js';
import { distanceKm } from '../kernel/geo.js';
import { mustBeOk } from '../kernel/result.js';
import { HOUR_MS } from '../kernel/time.js';
import { judgeLicense } from '../licensing/judge-license.js';
import { LabIndex } from './lab-index.js';
import { FIRST_POLICY } from './policy.js';
import { route } from './route.js';

const abs = (n: number) => aLab(n, {}, [aMachine(n, { loaded: [{ material: 'ABS' }] })]);
const idsOf = (routing: ReturnType<typeof route>) => routing.candidates.map(({ labId }) => labId);

describe('routing', () => {
  it('answers the same whatever order the labs come in', () =>
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          Array.from({ length: 12 }, (_, n) => n),
          { minLength: 12 },
        ),
        fc.constantFrom('closest' as const, 'cheapest' as const, 'balanced' as const),
        (order, objective) => {
          const lab = (n: number) => aLab(n, n % 3 === 0 ? { status: 'suspended' } : {});
          const sorted = Array.from({ length: 12 }, (_, n) => lab(n));
          expect(route(asked(order.map(lab), {}, { objective }))).toEqual(route(asked(sorted, {}, { objective })));
        },
      ),
    ));

  it('never offers a lab while a nearer one that can is left out, and every price is the sum of its lines', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ n: fc.integer({ min: 0, max: 300 }), can: fc.boolean() }), { maxLength: 40 }),
        fc.constantFrom('pickup' as const, 'shipping' as const),
        (drawn, delivery) => {
          const labs = [...new Map(drawn.map((lab) => [lab.n, lab])).values()].map(({ n, can }) =>
            can ? aLab(n) : abs(n),
          );
          const input = asked(labs, { delivery });
          const { candidates, passedOver } = route(input);
          const able = labs.filter((lab) => lab.machines[0]!.loaded[0]!.material === 'PLA');
          const nearest = able
            .map((lab) => distanceKm(input.to.at, lab.profile.at))
            .toSorted((a, b) => a - b)
            .slice(0, FIRST_POLICY.maxOptions);
          expect(candidates.map((one) => one.distanceKm)).toEqual(nearest.map((km) => Math.round(km * 100) / 100));
          for (const one of candidates) expect(one.priceMinor).toBe(totalMinor(one.breakdown));
          for (const one of passedOver) expect(one.code).toBe('machine/material');
        },
      ),
    ));

  it('answers the same with an index of the labs as without', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.boolean(), (count, can) => {
        const labs = Array.from({ length: count }, (_, n) => (can && n % 50 === 0 ? aLab(n) : abs(n)));
        const byId = labs.toSorted((a, b) => (a.profile.id < b.profile.id ? -1 : 1));
        const index = new LabIndex(byId.map(({ profile }) => profile.at));
        expect(route({ ...asked(byId), index })).toEqual(route(asked(labs)));
      }),
      { numRuns: 30 },
    ));

  it('tells which requirement removed how many labs when nobody can', () => {
    const large = { boxMm: { x: 300, y: 300, z: 300 } };
    const { candidates, tally } = route(asked([aLab(1), aLab(2, { status: 'suspended' })], large));
    expect(candidates).toEqual([]);
    expect(tally.map(({ code, labsRemoved }) => [code, labsRemoved])).toEqual([
      ['lab/suspended', 1],
      ['machine/size', 1],
    ]);
  });

  it('keeps a peer-production licence to labs that say they are worker-owned, and asks those that say nothing', () => {
    const workerOwned = { ownedByWorkers: true, sharesAllSurplus: true };
    const labs = [
      aLab(1),
      aLab(2, { maker: { form: 'company' } }),
      aLab(3, { maker: { form: 'worker-cooperative', workerOwned } }),
    ];
    const routing = route(asked(labs, { terms: mustBeOk(judgeLicense('LicenseRef-PPL')) }));
    expect(idsOf(routing)).toEqual(['lab_3']);
    expect(routing.passedOver.map(({ labId, code }) => [labId, code])).toEqual([['lab_2', 'lab/licence']]);
    expect(routing.toAsk.map(({ labId }) => labId)).toEqual(['lab_1']);
  });
});

describe('objectives', () => {
  const dear = { ...aLab(0).profile.prices, machineHourMinor: 5000 };
  const busy = aMachine(2, { freeAtMs: 100 * HOUR_MS });
  const labs = [
    aLab(1, { prices: dear, country: 'FR' }),
    aLab(2, { country: 'IT' }, [busy]),
    aLab(50),
    aLab(90, { country: 'CH' }),
  ];

  it('orders by what the customer wants most', () => {
    const by = (objective: 'closest' | 'cheapest' | 'fastest' | 'greenest') =>
      idsOf(route(asked(labs, {}, { objective })));
    expect(by('closest')).toEqual(['lab_1', 'lab_2', 'lab_50', 'lab_90']);
    expect(by('cheapest').at(-1)).toBe('lab_1');
    expect(by('fastest').at(-1)).toBe('lab_2');
    expect(by('greenest').at(-1)).toBe('lab_90');
  });

  it('tells a cost that is the sum of its terms, after their weights', () =>
    fc.assert(
      fc.property(
        fc.record(
          Object.fromEntries(
            ['price', 'time', 'transport', 'co2e', 'risk', 'shared', 'fairness', 'home'].map((term) => [
              term,
              fc.double({ min: 0, max: 1000, noNaN: true }),
            ]),
          ),
        ),
        (weights) => {
          const input = asked(
            labs,
            { delivery: 'shipping' },
            { objective: 'balanced', weights: weights as never, homeCountry: 'CH' },
          );
          const { candidates } = route(input);
          for (const { terms, costMinor } of candidates) expect(Object.values(terms).reduce((sum, { minor }) => sum + minor, 0)).toBe(costMinor); // prettier-ignore
          expect(candidates.map(({ costMinor }) => costMinor)).toEqual(candidates.map(({ costMinor }) => costMinor).toSorted((a, b) => a - b)); // prettier-ignore
        },
      ),
      { numRuns: 50 },
    ));

  it('starves nobody and floods nobody: of two alike the one that was given less comes first', () => {
    const alike = [aLab(1, { at: { lat: 45, lon: 5.1 } }), aLab(2, { at: { lat: 45, lon: 5.1 } })];
    const given = (first: number, second: number) =>
      new Map([
        ['lab_1' as const, first],
        ['lab_2' as const, second],
      ]);
    expect(idsOf(route(asked(alike, {}, { givenLately: given(9, 1) })))).toEqual(['lab_2', 'lab_1']);
    expect(idsOf(route(asked(alike, {}, { givenLately: given(1, 9) })))).toEqual(['lab_1', 'lab_2']);
  });

  it('prefers home, and a plate that others pay too, by what the policy and the plate say', () => {
    const alike = [aLab(1, { country: 'FR' }), aLab(2, { at: aLab(1).profile.at, country: 'IT' })];
    expect(idsOf(route(asked(alike, {}, { homeCountry: 'IT' })))[0]).toBe('lab_2');
    expect(idsOf(route(asked(alike, {}, { sharedMinor: new Map([['mac_2', 50]]) })))[0]).toBe('lab_2');
    expect(route(asked(alike, {}, { homeCountry: 'IT' })).candidates[0]!.terms.home).toEqual({
      metric: 1,
      minor: -100,
    });
  });

  it('carries by van near by, by rail farther and by air across the sea, and tells the energy of making beside it', () => {
    const far = [aLab(1), aLab(2, { at: { lat: 52, lon: 5 } }), aLab(3, { at: { lat: -30, lon: 150 } })];
    const { candidates } = route(asked(far, { delivery: 'shipping' }));
    expect(candidates.map(({ mode }) => mode)).toEqual(['van', 'rail', 'air']);
    for (const { co2eBreakdown, co2eGrams } of candidates) {
      expect(co2eBreakdown.energyGrams).toBeGreaterThan(0);
      expect(co2eGrams).toBeCloseTo(co2eBreakdown.energyGrams + co2eBreakdown.transportGrams, 0);
    }
  });
});
