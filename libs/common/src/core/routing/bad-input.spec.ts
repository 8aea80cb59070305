import { describe, expect, it } from 'vitest';
import { aLab, aMachine, asked } from '../../../../../tests/support/a-lab.js';
import { DAY_MS } from '../kernel/time.js';
import { LabIndex } from './lab-index.js';
import { EVEN_WEIGHTS } from './objective.js';
import { parsePolicy } from './parse-policy.js';
import { FIRST_POLICY } from './policy.js';
import { route } from './route.js';

const codes = (routing: ReturnType<typeof route>) => routing.tally.map(({ code }) => code);

describe('bad input', () => {
  it('offers nothing where there is no lab', () =>
    expect(route({ ...asked([]), index: new LabIndex([]) })).toEqual({
      candidates: [],
      passedOver: [],
      toAsk: [],
      tally: [],
      labsConsidered: 0,
      nearestMisses: [],
    }));

  it('offers nothing where every lab is closed', () => {
    const hours = [{ weekday: 1 as const, fromMinute: 0, toMinute: 0 }];
    const routing = route(asked([aLab(1, { hours }), aLab(2, { status: 'suspended' })]));
    expect([routing.candidates, codes(routing)]).toEqual([[], ['lab/closed', 'lab/suspended']]);
  });

  it.each<[string, unknown]>([
    ['weights', { weights: Object.fromEntries(Object.keys(EVEN_WEIGHTS).map((term) => [term, 0])) }],
    ['weights.price', { weights: { price: -1 } }],
    ['weights.time', { weights: { time: 1e300 } }],
    ['weights.co2e', { weights: { co2e: '1' } }],
    ['weights.luck', { weights: { luck: 1 } }],
    ['hourMinor', { hourMinor: Number.NaN }],
    ['withinKm', { withinKm: -5 }],
    ['maxOptions', { maxOptions: 0 }],
    ['transport[0].detourFactor', { transport: [{ ...FIRST_POLICY.transport[0], detourFactor: 0.5 }] }],
    ['transport[1].upToKm', { transport: [FIRST_POLICY.transport[0], FIRST_POLICY.transport[0]] }],
    ['answerWithinMs.person', { answerWithinMs: { auto: 1000 } }],
    ['objective', { objective: 'nicest' }],
    ['colour', { colour: 'red' }],
    ['policy', []],
  ])('refuses a policy and names %s', (field, policy) =>
    expect(parsePolicy(policy)).toMatchObject({ ok: false, refusal: { code: 'policy/field', details: { field } } }),
  );

  it('takes a policy as it is written, and what is left out from the first', () =>
    expect(parsePolicy({ version: 2, weights: { time: 3 } })).toEqual({
      ok: true,
      value: { ...FIRST_POLICY, version: 2, weights: { ...EVEN_WEIGHTS, time: 3 } },
    }));

  it('has no machine for a part larger than the world', () => {
    const boxMm = { x: 1.3e10, y: 1.3e10, z: Infinity };
    const routing = route(asked([aLab(1), aLab(2, {}, [aMachine(2, { bedShape: 'round' })])], { boxMm }));
    expect([routing.candidates, codes(routing)]).toEqual([[], ['machine/size']]);
    expect(routing.nearestMisses[0]!.sentence).toContain('split the part');
  });

  it('makes nothing before a deadline that is past', () => {
    const routing = route(asked([aLab(1)], { deadlineMs: 5 }, { nowMs: 10 }));
    expect([routing.candidates, codes(routing), routing.labsConsidered]).toEqual([[], ['order/deadline-past'], 0]);
  });

  it('asks a lab without coordinates where it is, and offers it nothing', () => {
    const labs = [aLab(1, { at: { lat: Number.NaN, lon: 5 } }), aLab(2)];
    const index = new LabIndex(labs.map(({ profile }) => profile.at));
    for (const more of [{}, { index }]) {
      const routing = route({ ...asked(labs), ...more, policy: { ...FIRST_POLICY, maxOptions: 5 } });
      expect(routing.candidates.map(({ labId }) => labId)).toEqual(['lab_2']);
      expect(routing.tally).toMatchObject([{ code: 'lab/unsaid', labsRemoved: 1 }]);
    }
  });

  it('takes two labs at one point in the order of their ids', () => {
    const at = { lat: 45, lon: 5 };
    const { candidates } = route(asked([aLab(2, { at }), aLab(1, { at })]));
    expect(candidates.map(({ labId, distanceKm }) => [labId, distanceKm])).toEqual([
      ['lab_1', 0],
      ['lab_2', 0],
    ]);
  });

  it('reaches over the poles and the date line', () => {
    const across = (place: { lat: number; lon: number }, at: { lat: number; lon: number }) => {
      const labs = [aLab(1, { at }), aLab(2, { at: { lat: 0, lon: 0 } })];
      const index = new LabIndex(labs.map(({ profile }) => profile.at));
      return route({ ...asked(labs), to: { at: place }, index }).candidates[0]!;
    };
    expect(across({ lat: 10, lon: 179.9 }, { lat: 10, lon: -179.9 })).toMatchObject({
      labId: 'lab_1',
      distanceKm: 21.9,
    });
    expect(across({ lat: 89.9, lon: 0 }, { lat: 89.9, lon: 180 })).toMatchObject({ labId: 'lab_1', distanceKm: 22.24 });
    expect(across({ lat: -90, lon: 12 }, { lat: -90, lon: -77 })).toMatchObject({ labId: 'lab_1', distanceKm: 0 });
  });

  it('tells by which words a policy excludes everybody', () => {
    const routing = route(asked([aLab(1), aLab(2)], {}, { policy: { ...FIRST_POLICY, withinKm: 0 } }));
    expect([routing.candidates, codes(routing)]).toEqual([[], ['policy/distance']]);
    expect(routing.nearestMisses[0]).toMatchObject({ code: 'policy/distance', onlyThis: { labs: 2 } });
  });

  it('believes no clock of a lab: one that says it was free yesterday is free now, one far ahead is bounded', () => {
    const nowMs = 1_000 * DAY_MS;
    const ready = (freeAtMs: number) =>
      route(asked([aLab(1, {}, [aMachine(1, { freeAtMs })])], {}, { nowMs })).candidates[0]!.readyAtMs - nowMs;
    expect(ready(nowMs - DAY_MS)).toBe(ready(nowMs));
    expect(ready(Number.NaN)).toBe(ready(nowMs));
    expect(ready(nowMs + 1e15) - ready(nowMs)).toBe(FIRST_POLICY.longestQueueMs);
  });

  it('makes no price of a material that it does not know', () => {
    const peek = aMachine(1, { loaded: [{ material: 'PEEK' }] });
    expect(codes(route(asked([aLab(1, {}, [peek])], { material: 'PEEK' })))).toEqual(['network/material']);
  });
});
