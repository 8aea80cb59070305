import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OrderFact } from './order-fact.js';
import { pictureOf } from './order-view.js';

let count = 0;
const fact = (type: string, data: Record<string, unknown> = {}): OrderFact => {
  count += 1;
  return { eventId: `evt_${String(count).padStart(6, '0')}`, atMs: Math.floor(count / 3), type, data };
};
const at = (labId: string) => ({ orderId: 'ord_1', labId, labName: `Lab ${labId}` });
const units = [{ partId: 'prt_1', partName: 'arm', count: 2 }];
const planned = (labId: string, batchId: string, again = false) =>
  fact('order.planned', { ...at(labId), again, batches: [{ batchId, machineId: 'mac_1', units }] });
const offer = (what: string, labId: string, batchId: string, more = {}) =>
  fact(`offer.${what}`, { ...at(labId), batchId, ...more });
const job = (what: string, labId: string, batchId: string, more = {}) =>
  fact(`job.${what}`, { ...at(labId), batchId, jobId: `job_${batchId}`, machineName: 'Mini', ...more });
const placed = () => fact('order.placed');

const failedThenMade = (): OrderFact[] => [
  placed(),
  planned('lab_a', 'bat_1'),
  offer('made', 'lab_a', 'bat_1'),
  offer('accepted', 'lab_a', 'bat_1'),
  job('created', 'lab_a', 'bat_1'),
  job('started', 'lab_a', 'bat_1'),
  job('progressed', 'lab_a', 'bat_1', { percent: 50 }),
  job('failed', 'lab_a', 'bat_1', { reason: 'nozzle clogged', made: [], missing: units }),
  planned('lab_b', 'bat_2', true),
  offer('made', 'lab_b', 'bat_2'),
  offer('accepted', 'lab_b', 'bat_2'),
  job('created', 'lab_b', 'bat_2'),
  job('started', 'lab_b', 'bat_2'),
  job('finished', 'lab_b', 'bat_2', { made: units }),
  fact('shipment.ready', { ...at('lab_b'), shipmentId: 'shp_1', delivery: 'pickup', units }),
  fact('shipment.handed-over', {
    ...at('lab_b'),
    shipmentId: 'shp_1',
    delivery: 'pickup',
    by: 'pickup-code',
    orderComplete: true,
  }),
];

test('an order goes through its states, and a failed batch counts as an attempt', () => {
  const facts = failedThenMade();
  const states = facts.map((_, index) => pictureOf(facts.slice(0, index + 1), 2).state);
  expect(states).toEqual([
    'placed',
    'planned',
    'planned',
    'accepted',
    'accepted',
    ...Array.from({ length: 9 }, () => 'making'),
    'ready',
    'settled',
  ]);
  expect(pictureOf(facts, 2).jobs).toMatchObject([
    { labId: 'lab_a', state: 'failed', attempts: 1, percent: 50, made: [] },
    { labId: 'lab_b', state: 'done', attempts: 2, percent: 100, made: units },
  ]);
});

test('late, doubled and shuffled facts change nothing', () => {
  const facts = failedThenMade();
  const expected = pictureOf(facts, 2);
  const doubled = [...facts, ...facts];
  const delivered = fc.shuffledSubarray(doubled, { minLength: doubled.length });
  fc.assert(
    fc.property(delivered, (shuffled) => {
      expect(pictureOf(shuffled, 2)).toEqual(expected);
    }),
  );
});

test('a job out of sight is not failed, and is seen again', () => {
  const facts = failedThenMade().slice(0, 6);
  facts.push(job('unseen', 'lab_a', 'bat_1'));
  expect(pictureOf(facts, 2)).toMatchObject({ state: 'making', jobs: [{ state: 'unseen' }] });
  facts.push(job('progressed', 'lab_a', 'bat_1', { percent: 75 }));
  expect(pictureOf(facts, 2).jobs).toMatchObject([{ state: 'printing', percent: 75 }]);
});

test('a cancelled order is cancelled when no lab holds any of it', () => {
  const facts = failedThenMade().slice(0, 5);
  facts.push(fact('order.cancelled', { reason: 'too slow' }));
  expect(pictureOf(facts, 2)).toMatchObject({ state: 'cancelling', begun: false });
  facts.push(job('cancelled', 'lab_a', 'bat_1', { reason: 'the customer cancelled' }));
  expect(pictureOf(facts, 2)).toMatchObject({ state: 'cancelled', begun: false });
});

test('an order that nobody can make is stranded until it is planned again', () => {
  const facts = [placed(), fact('order.stranded', { reason: 'nobody has PLA' })];
  expect(pictureOf(facts, 2).state).toBe('stranded');
  facts.push(planned('lab_a', 'bat_1'));
  expect(pictureOf(facts, 2).state).toBe('planned');
});
