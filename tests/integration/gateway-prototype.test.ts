// A customer looks at a prototype: the word is taken once, and a no gives back what was held for the rest.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as making from '#contracts/messages/making-messages';
import { newId } from '#platform/clock/clock';
import { withClient } from '../../infra/postgres/databases.js';
import { eventually } from '../support/eventually.js';
import { startTestGateway, type Answer, type TestGateway } from './gateway-harness.js';
import { anOption, BREAKDOWN, StandInScheduler } from './gateway-scheduler.js';
import { publishCube } from './gateway-shapes.js';

const PRICE = Object.values(BREAKDOWN).reduce((sum, minor) => sum + minor, 0);
/** What the lab asks for the one: half of what all were quoted at. */
const OWED = { ...BREAKDOWN, material: 60, machineTime: 150, setUp: 100, labour: 75, energy: 15, designer: 0, commonsFund: 0 }; // prettier-ignore

let net: TestGateway;
let scheduler: StandInScheduler;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked into freely
let release: any, lab: any;

beforeAll(async () => {
  net = await startTestGateway();
  scheduler = await StandInScheduler.start(net);
  const operator = await net.person('lab-operator');
  release = await publishCube(await net.person('designer'), { title: 'Looked at' });
  lab = (await operator.must(201, 'POST', '/api/labs', { body: { name: 'Atelier', at: { lat: 45.76, lon: 4.84 } } }))
    .profile;
});
afterAll(async () => {
  await scheduler?.stop();
  await net?.stop();
});

/** An order of four whose first one is made. */
async function madeFirst() {
  const customer = await net.person('customer');
  scheduler.options = [anOption(lab.id, lab.name)];
  const place = { to: { at: { lat: 45.7, lon: 4.8 } }, delivery: 'pickup' };
  const quote = await customer.must(201, 'POST', '/api/quotes', {
    body: { releaseId: release.id, quantity: 4, prototypeFirst: true, ...place },
  });
  expect(quote.prototypeFirst).toBe(true);
  const order = await customer.must(201, 'POST', '/api/orders', {
    body: { quoteId: quote.id, optionId: quote.options[0].id },
    headers: { 'idempotency-key': randomUUID() },
  });
  expect(order.prototype).toBe('awaited');
  const orderId = order.id as `ord_${string}`;
  const seen = (satisfied: (view: Answer['body']) => boolean) =>
    eventually({
      sample: () => customer.must(200, 'GET', `/api/orders/${orderId}`),
      satisfied,
      describeFailure: (view) => `not seen: ${view?.state} of ${JSON.stringify(view?.timeline)}`,
    });
  const say = (goOn: boolean) => customer.ask('POST', `/api/orders/${orderId}/prototype`, { body: { goOn } });
  expect((await say(true)).body.code).toBe('order/no-prototype');
  const units = [{ partId: release.parts[0].id, partName: 'cube', count: 1 }];
  const at = { orderId, labId: lab.id as `lab_${string}`, labName: lab.name as string };
  const shipment = { shipmentId: newId('shipment'), ...at, delivery: 'pickup' as const };
  await scheduler.tell(making.ShipmentReady, { ...shipment, units });
  expect((await seen(({ state }) => state === 'prototype')).prototype).toBe('made');
  const handOver = (orderComplete: boolean) =>
    scheduler.tell(making.ShipmentHandedOver, {
      ...shipment,
      by: 'pickup-code',
      owed: OWED,
      currency: 'EUR',
      orderComplete,
    });
  return { orderId, say, seen, handOver };
}

const balances = async (orderId: string): Promise<Record<string, number>> => {
  const { rows } = await withClient(net.database.adminUrl, (client) =>
    client.query(
      `select split_part(e.account, ':', 1) as name, sum(e.amount_minor)::int as minor from gateway.ledger_entry e
       join gateway.ledger_transaction t on t.id = e.transaction_id where t.order_id = $1 group by name`,
      [orderId],
    ),
  );
  return Object.fromEntries(rows.map(({ name, minor }) => [name, minor]));
};
/** Half of the lab's price was made: so is half of what designer and fund get, and the rest is the customer's again. */
const HALF = { customer: -(400 + 40 + 20), lab: 400, designer: 40, fund: 20, hold: 0 };

test('a no after the hand-over ends the order, and pays for what was made alone', async () => {
  const { orderId, say, seen, handOver } = await madeFirst();
  await handOver(false);
  await seen(({ shipments }) => shipments[0].state === 'handed-over');
  const answers = await Promise.all([say(false), say(false)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409]);
  await scheduler.tell(making.OrderEnded, { orderId });
  await scheduler.tell(making.OrderEnded, { orderId });
  const over = await seen(({ state }) => state === 'settled');
  expect(over).toMatchObject({ prototype: 'refused', payment: { state: expect.stringMatching(/due|paid/) } });
  expect(await balances(orderId)).toEqual(HALF);
});

test('a no before the hand-over comes to the same', async () => {
  const { orderId, say, seen, handOver } = await madeFirst();
  expect((await say(false)).body).toMatchObject({ state: 'ready', prototype: 'refused' });
  await handOver(true);
  await seen(({ state }) => state === 'settled');
  expect(await balances(orderId)).toEqual(HALF);
});

test('a yes leaves the hold as it is, for the rest', async () => {
  const { orderId, say, seen, handOver } = await madeFirst();
  expect((await say(true)).body).toMatchObject({ prototype: 'approved' });
  await handOver(false);
  await seen(({ shipments }) => shipments[0].state === 'handed-over');
  expect(await balances(orderId)).toMatchObject({ hold: PRICE - 400, lab: 400, customer: -PRICE });
});
