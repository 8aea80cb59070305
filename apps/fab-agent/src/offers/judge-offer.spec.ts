import { expect, test } from 'vitest';
import type { Machine } from '#core/lab/lab';
import { judgeOffer, type OfferCase } from './judge-offer.js';
import { rulesSchema, type Rules } from './rules.js';

const machine: Machine = {
  id: 'mac_1',
  name: 'Left printer',
  process: 'fdm',
  buildVolumeMm: { x: 200, y: 200, z: 200 },
  bedShape: 'rectangular',
  loaded: [{ material: 'PLA' }],
};
const offer: OfferCase['offer'] = {
  offerId: 'ofr_1',
  batchId: 'bat_1',
  machineId: 'mac_1',
  process: 'fdm',
  material: 'PLA',
  license: 'CC0-1.0',
  title: 'Thing',
  units: [{ partId: 'prt_1', partName: 'Part', count: 1 }],
  plate: { sha256: 'a'.repeat(64), bytes: 1 },
  boxMm: { x: 100, y: 100, z: 100 },
  estimate: { seconds: 3_600, massGrams: 10 },
  labPriceMinor: 100,
  currency: 'EUR',
  distanceKm: 1,
  answerWithinMs: 60_000,
};
/** A Saturday, 11:00 in Prague. */
const NOON_MS = Date.UTC(2026, 10, 21, 10);
const judge = (change: Partial<OfferCase>, rules: Partial<Rules> = {}) =>
  judgeOffer({ offer, machine, queue: 0, labQueue: 0, nowMs: NOON_MS, rules: rulesSchema.parse(rules), ...change });

test('what the rules let pass is accepted, or a person is asked', () => {
  expect(judge({})).toEqual({ kind: 'accepted' });
  expect(judge({}, { accept: 'ask' })).toEqual({ kind: 'ask' });
});

const whenFull = { laterSeconds: 7_200, maxQueue: 4 };

test.each<[string, Partial<OfferCase>, Partial<Rules>, object]>([
  ['a batch that brings too little', {}, { minimumMinor: 250 }, { labPriceMinor: 250 }],
  ['a full queue', { queue: 2 }, { maxQueue: 2, whenFull }, { laterSeconds: 7_200 }],
  ['both', { queue: 3 }, { maxQueue: 2, whenFull, minimumMinor: 101 }, { labPriceMinor: 101, laterSeconds: 7_200 }],
])('%s is countered by who answers by rules, and left to a person where one answers', (_name, change, rules, asked) => {
  expect(judge(change, rules)).toEqual({ kind: 'countered', reason: expect.any(String) as string, ...asked });
  expect(judge(change, { accept: 'ask', ...rules })).toEqual({ kind: 'ask' });
});

test('enough money and room are not countered', () => {
  expect(judge({ queue: 1 }, { minimumMinor: 100, maxQueue: 2, whenFull })).toEqual({ kind: 'accepted' });
});

test.each<[string, Partial<OfferCase>, Partial<Rules>, RegExp]>([
  ['a queue that is too full to ask for time', { queue: 4 }, { maxQueue: 2, whenFull }, /has 4 jobs before it/],
  ['a machine that is gone', { machine: undefined }, {}, /does not have that machine/],
  ['a lab that takes nothing', {}, { accept: 'never' }, /no work now/],
  ['another process', { offer: { ...offer, process: 'sla' } }, {}, /does fdm, not sla/],
  ['a process that the rules leave out', {}, { processes: ['sla'] }, /no fdm now/],
  ['a material that is not loaded', { offer: { ...offer, material: 'ABS' } }, {}, /ABS is not loaded on Left printer/],
  ['a plate that is too large', { offer: { ...offer, boxMm: { x: 201, y: 1, z: 1 } } }, {}, /larger/],
  ['a job that is too long', {}, { maxSeconds: 1_800 }, /longer than the 30 minutes/],
  ['a full queue', { queue: 2 }, { maxQueue: 2 }, /has 2 jobs before it/],
  ['a customer who is far away', { offer: { ...offer, distanceKm: 51 } }, { maxDistanceKm: 50 }, /farther .* 50 km/],
  ['a second job in a lab that is new', { labQueue: 1 }, { oneAtATime: true }, /one job at a time/],
])('%s is declined with the reason, even where a person would be asked', (_name, change, rules, reason) => {
  const judgement = judge(change, { accept: 'ask', ...rules });
  expect(judgement).toMatchObject({ kind: 'declined', reason: expect.stringMatching(reason) as string });
});

const open = [{ weekday: 6 as const, fromMinute: 600, toMinute: 720 }];
const hours = { timeZone: 'Europe/Prague', open, holidays: [] };

test.each<[string, NonNullable<Rules['auto']>, boolean]>([
  ['nothing', {}, true],
  ['an hour', { maxSeconds: 3_600 }, true],
  ['half an hour', { maxSeconds: 1_800 }, false],
  ['little material', { maxMassGrams: 9 }, false],
  ['small things', { maxBoxMm: 99 }, false],
  ['what brings more', { minPriceMinor: 101 }, false],
  ['what is worth less', { maxPriceMinor: 99 }, false],
  ['neighbours', { maxDistanceKm: 0.5 }, false],
  ['its licence', { licenses: ['MIT', 'cc0-1.0'] }, true],
  ['other licences', { licenses: ['MIT'] }, false],
  ['these hours', { hours }, true],
  ['other hours', { hours: { ...hours, open: [{ ...open[0]!, weekday: 5 }] } }, false],
  ['other times of the day', { hours: { ...hours, open: [{ ...open[0]!, toMinute: 660 }] } }, false],
  ['no holidays', { hours: { ...hours, holidays: ['2026-11-21'] } }, false],
])('of what is accepted unasked, a rule for %s leaves the rest to a person', (_name, auto, isAccepted) => {
  const judgement = judge({}, { auto });
  if (isAccepted) expect(judgement).toEqual({ kind: 'accepted' });
  else expect(judgement).toEqual({ kind: 'ask', because: expect.any(String) as string });
});
