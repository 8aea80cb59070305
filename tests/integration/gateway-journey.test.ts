// The journey of an order through the gateway: published, found, quoted, bought once, made, handed over, paid out.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as making from '#contracts/messages/making-messages';
import { newId } from '#platform/clock/clock';
import { withClient } from '../../infra/postgres/databases.js';
import { eventually } from '../support/eventually.js';
import { startTestGateway, type Person, type TestGateway } from './gateway-harness.js';
import { anOption, BREAKDOWN, StandInScheduler } from './gateway-scheduler.js';
import { publishCube } from './gateway-shapes.js';

let net: TestGateway;
let scheduler: StandInScheduler;
let designer: Person;
let customer: Person;
let operator: Person;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked into freely
let release: any, lab: any;

beforeAll(async () => {
  net = await startTestGateway();
  scheduler = await StandInScheduler.start(net);
  [designer, customer, operator] = await Promise.all([
    net.person('designer'),
    net.person('customer'),
    net.person('lab-operator'),
  ]);
  release = await publishCube(designer, { title: 'Journey cube' });
  const body = { name: 'Atelier', at: { lat: 45.76, lon: 4.84 }, city: 'Lyon', country: 'FR' };
  lab = (await operator.must(201, 'POST', '/api/labs', { body })).profile;
});
afterAll(async () => {
  await scheduler?.stop();
  await net?.stop();
});

const aQuote = async () => {
  scheduler.options = [anOption(lab.id, lab.name)];
  return net
    .anyone()
    .must(201, 'POST', '/api/quotes', { body: { releaseId: release.id, to: { town: 'lyon, France' } } });
};

const buy = async (key: string = randomUUID()) => {
  const quote = await aQuote();
  const body = { quoteId: quote.id, optionId: quote.options[0].id };
  return customer.must(201, 'POST', '/api/orders', { body, headers: { 'idempotency-key': key } });
};

const stateOf = (orderId: string, state: string) =>
  eventually({
    sample: () => customer.must(200, 'GET', `/api/orders/${orderId}`),
    satisfied: (order) => order.state === state,
    describeFailure: (order) => `the order is ${order?.state}, not ${state}`,
  });

/** The facts of one order at one lab, as the scheduler would tell them. */
function factsOf(orderId: string, delivery: 'pickup' | 'shipping' = 'pickup') {
  const at = { orderId, labId: lab.id, labName: lab.name } as never as {
    orderId: `ord_${string}`;
    labId: `lab_${string}`;
    labName: string;
  };
  const units = [{ partId: release.parts[0].id, partName: 'cube', count: 1 }];
  const [batchId, machineId, offerId, jobId, shipmentId] = [
    newId('batch'),
    newId('machine'),
    newId('offer'),
    newId('job'),
    newId('shipment'),
  ];
  const offer = { offerId, batchId, machineId, ...at };
  const job = { jobId, batchId, machineId, machineName: 'Mini', fence: 1, ...at };
  const planned = {
    ...at,
    decisionId: newId('decision'),
    batches: [{ batchId, machineId, units }],
    readyAtMs: 1,
    again: false,
  };
  const handedOver = {
    shipmentId,
    ...at,
    delivery,
    by: 'pickup-code' as const,
    currency: 'EUR' as const,
    orderComplete: true,
  };
  return { at, units, offer, job, planned, shipmentId, ready: { shipmentId, ...at, delivery, units }, handedOver };
}

test('a release is measured, found by a misspelt word, and its file comes back as it went in', async () => {
  expect(release.parts[0]).toMatchObject({
    name: 'cube',
    boxMm: { x: 20, y: 20, z: 20 },
    triangles: 12,
    watertight: true,
  });
  expect(release.parts[0].volumeMm3).toBeCloseTo(8000, 3);
  const found = await net.anyone().must(200, 'GET', '/api/designs?q=jurney%20cube');
  expect(found.designs.map(({ slug }: { slug: string }) => slug)).toContain('journey-cube');
  const file = await net.anyone().ask('GET', `/api/files/${release.parts[0].fileSha256}`);
  expect(file.status).toBe(200);
  expect(file.headers.get('content-disposition')).toContain('attachment; filename="cube.stl"');
  expect(file.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  const etag = { 'if-none-match': file.headers.get('etag')! };
  expect((await net.anyone().ask('GET', `/api/files/${release.parts[0].fileSha256}`, { headers: etag })).status).toBe(
    304,
  );
});

test('a quote without options is an answer with reasons', async () => {
  scheduler.options = [];
  const body = { releaseId: release.id, to: { at: { lat: 45.7, lon: 4.8 } } };
  const quote = await net.anyone().must(201, 'POST', '/api/quotes', { body });
  expect(quote).toMatchObject({ options: [], tally: [{ labsRemoved: 3 }], material: 'PLA', delivery: 'pickup' });
});

test('two hundred requests with one key are one order with one answer; another body is refused', async () => {
  const quote = await aQuote();
  const key = randomUUID();
  const body = { quoteId: quote.id, optionId: quote.options[0].id };
  const post = () => customer.ask('POST', '/api/orders', { body, headers: { 'idempotency-key': key } });
  const answers = await Promise.all(Array.from({ length: 200 }, post));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
  const orders = await withClient(net.database.adminUrl, (client) =>
    client.query(
      "select (select count(*) from gateway.placed_order) as orders, (select count(*) from gateway.ledger_transaction where kind = 'hold') as holds",
    ),
  );
  expect(orders.rows).toEqual([{ orders: '1', holds: '1' }]);
  const other = { quoteId: (await aQuote()).id, optionId: body.optionId };
  const reused = await customer.ask('POST', '/api/orders', { body: other, headers: { 'idempotency-key': key } });
  expect(reused.body).toMatchObject({ code: 'order/key-reused', status: 422 });
  expect((await customer.ask('POST', '/api/orders', { body })).body).toMatchObject({ code: 'order/key-missing' });
});

test('an order is made, handed over with its code, and settled to the cent; doubled and late facts change nothing', async () => {
  const order = await buy();
  expect(order).toMatchObject({ state: 'placed', payment: { state: 'held', provider: 'invoice' }, totalMinor: 920 });
  const { at, units, offer, job, planned, shipmentId, ready, handedOver } = factsOf(order.id);
  const base = Date.now();
  await scheduler.tell(making.OrderPlanned, planned, { atMs: base + 1 });
  await stateOf(order.id, 'planned');
  // The acceptance comes before the offer, and twice.
  const acceptedId = newId('event');
  for (let i = 0; i < 2; i++)
    await scheduler.tell(making.OfferAccepted, offer, { eventId: acceptedId, atMs: base + 3 });
  await scheduler.tell(
    making.OfferMade,
    { ...offer, expiresAtMs: 1, labPriceMinor: 800, currency: 'EUR' },
    { atMs: base + 2 },
  );
  await stateOf(order.id, 'accepted');
  await scheduler.tell(making.JobCreated, job, { atMs: base + 4 });
  await scheduler.tell(making.JobStarted, job, { atMs: base + 5 });
  const making1 = await stateOf(order.id, 'making');
  expect(making1.jobs).toMatchObject([{ state: 'printing', attempts: 1, machine: 'Mini' }]);
  const late = await customer.ask('POST', `/api/orders/${order.id}/cancel`, { body: {} });
  expect(late.body.code).toBe('order/too-late');
  await scheduler.tell(making.JobFinished, { ...job, made: units }, { atMs: base + 6 });
  await scheduler.tell(making.ShipmentReady, ready, { atMs: base + 7 });
  const readyOrder = await stateOf(order.id, 'ready');
  const code = readyOrder.shipments[0].pickupCode as string;
  expect(code).toMatch(/^\d{6}$/);

  const work = await operator.must(200, 'GET', `/api/labs/${lab.id}/work`);
  expect(JSON.stringify(work)).not.toContain(code);
  expect(work.shipments).toMatchObject([{ id: shipmentId, orderId: order.id, state: 'ready' }]);
  const stranger = await (
    await net.person('lab-operator')
  ).ask('POST', `/api/shipments/${shipmentId}/hand-over`, { body: { code } });
  expect(stranger.body.code).toBe('shipment/not-found');
  const wrong = code === '000000' ? '000001' : '000000';
  expect((await operator.ask('POST', `/api/shipments/${shipmentId}/hand-over`, { body: { code: wrong } })).status).toBe(
    403,
  );
  await operator.must(202, 'POST', `/api/shipments/${shipmentId}/hand-over`, { body: { code } });
  const twice = await operator.ask('POST', `/api/shipments/${shipmentId}/hand-over`, { body: { code } });
  expect(twice.body.code).toBe('shipment/already-handed-over');

  // The lab asked 30 less than the customer was promised: the fund keeps the difference.
  const owed = { ...BREAKDOWN, machineTime: BREAKDOWN.machineTime - 30 };
  await scheduler.tell(making.ShipmentHandedOver, { ...handedOver, owed }, { atMs: base + 9 });
  await scheduler.tell(making.ShipmentHandedOver, { ...handedOver, owed }, { atMs: base + 9 });
  const settled = await eventually({
    sample: () => customer.must(200, 'GET', `/api/orders/${order.id}`),
    satisfied: ({ state, timeline }) => state === 'settled' && timeline.length === 10,
    describeFailure: (found) => `the order is ${found?.state}, with ${found?.timeline.length} facts`,
  });
  expect(settled.payment.state).toBe('due');
  expect(settled.timeline.map(({ event }: { event: string }) => event)).toEqual([
    'order.placed',
    'order.planned',
    'offer.made',
    'offer.accepted',
    'job.created',
    'job.started',
    'job.finished',
    'shipment.ready',
    'shipment.handed-over',
    'shipment.handed-over',
  ]);
  const { entries, balanced } = await customer.must(200, 'GET', `/api/orders/${order.id}/ledger`);
  expect(balanced).toBe(true);
  const paid = entries.filter(({ kind }: { kind: string }) => kind === 'settle');
  expect(
    Object.fromEntries(paid.map((e: { account: string; amountMinor: number }) => [e.account, e.amountMinor])),
  ).toEqual({
    [`hold:${order.id}`]: -920,
    [`lab:${at.labId}`]: 770,
    [`designer:${designer.id}`]: 80,
    'fund:commons': 70,
  });
  await net.steward.must(200, 'POST', `/api/orders/${order.id}/payment`, { body: { reference: 'bank 1' } });
  const again = await net.steward.ask('POST', `/api/orders/${order.id}/payment`, { body: { reference: 'bank 2' } });
  expect(again.body.code).toBe('payment/not-due');
});

test('a cancelled order gives the money back, when the lab does not have it any more', async () => {
  const order = await buy();
  const { offer, planned } = factsOf(order.id);
  await scheduler.tell(making.OrderPlanned, planned);
  await scheduler.tell(making.OfferMade, { ...offer, expiresAtMs: 1, labPriceMinor: 800, currency: 'EUR' });
  await stateOf(order.id, 'planned');
  await eventually({
    sample: () => customer.must(200, 'GET', `/api/orders/${order.id}`),
    satisfied: ({ timeline }) => timeline.length === 3,
    describeFailure: () => 'the offer is not known',
  });
  const asked = await customer.must(202, 'POST', `/api/orders/${order.id}/cancel`, { body: { reason: 'too slow' } });
  expect(asked).toMatchObject({ state: 'cancelling', payment: { state: 'held' } });
  await scheduler.tell(making.OfferWithdrawn, { ...offer, reason: 'cancelled' });
  const cancelled = await stateOf(order.id, 'cancelled');
  expect(cancelled.payment.state).toBe('released');
  const { entries, balanced } = await customer.must(200, 'GET', `/api/orders/${order.id}/ledger`);
  expect({ balanced, count: entries.length }).toEqual({ balanced: true, count: 4 });
});

test('a watcher at another gateway sees what was and what comes, and goes on where it left off', async () => {
  const order = await buy();
  const elsewhere = await net.another();
  const read = async (url: string, headers: Record<string, string>, until: string) => {
    const response = await fetch(`${url}/api/orders/${order.id}/events`, {
      headers: { ...customer.headers, ...headers },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes(until)) break;
    }
    return text;
  };
  const watching = read(elsewhere.url, {}, 'order.planned');
  await scheduler.tell(making.OrderPlanned, factsOf(order.id).planned);
  const seen = await watching;
  expect(seen).toContain('order.placed');
  const firstId = /id: (\d+)/.exec(seen)![1]!;
  const rest = await read(net.url, { 'last-event-id': firstId }, 'order.planned');
  expect(rest).not.toContain('order.placed');
});

test('the ledger cannot be changed nor put out of balance, even by the gateway’s own user', async () => {
  const attempt = (sql: string) => withClient(net.database.gatewayUrl, (client) => client.query(sql));
  await expect(attempt('update gateway.ledger_entry set amount_minor = 1')).rejects.toThrow(/written once/);
  await expect(attempt('delete from gateway.ledger_transaction')).rejects.toThrow(/written once/);
  await expect(attempt('truncate gateway.ledger_entry')).rejects.toThrow(/written once/);
  await expect(
    attempt(
      `set search_path = gateway; insert into ledger_entry select 'ent_x', id, 'fund:commons', 5, 'EUR' from ledger_transaction limit 1`,
    ),
  ).rejects.toThrow(/does not sum to zero/);
});

test('the self-check finds the books in order', async () => {
  const check = await eventually({
    sample: () => net.steward.must(200, 'GET', '/api/selfcheck'),
    satisfied: ({ ok }) => ok === true,
    describeFailure: (found) => JSON.stringify(found),
  });
  expect(check.checks).toHaveLength(8);
});
