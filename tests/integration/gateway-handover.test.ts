// The parts leave the lab: by the customer's code, of which only a few may be tried, or with a carrier, who is paid.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as making from '#contracts/messages/making-messages';
import { newId } from '#platform/clock/clock';
import { withClient } from '../../infra/postgres/databases.js';
import { eventually } from '../support/eventually.js';
import { startTestGateway, type Answer, type Person, type TestGateway } from './gateway-harness.js';
import { anOption, BREAKDOWN, StandInScheduler } from './gateway-scheduler.js';
import { publishCube } from './gateway-shapes.js';

let net: TestGateway;
let scheduler: StandInScheduler;
let customer: Person;
let operator: Person;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked into freely
let release: any, lab: any;

beforeAll(async () => {
  net = await startTestGateway();
  scheduler = await StandInScheduler.start(net);
  [customer, operator] = await Promise.all([net.person('customer'), net.person('lab-operator')]);
  release = await publishCube(await net.person('designer'), { title: 'Handed over' });
  lab = (await operator.must(201, 'POST', '/api/labs', { body: { name: 'Atelier', at: { lat: 45.76, lon: 4.84 } } }))
    .profile;
});
afterAll(async () => {
  await scheduler?.stop();
  await net?.stop();
});

const codeOf = ({ status, body }: Answer) => `${status} ${body.code}`;

/** An order whose parts lie ready at the lab, with its shipment and what the customer would say there. */
async function readyOrder(delivery: 'pickup' | 'shipping', transport = 0) {
  const option = anOption(lab.id, lab.name);
  scheduler.options = [
    { ...option, breakdown: { ...BREAKDOWN, transport }, priceMinor: option.priceMinor + transport },
  ];
  const quoteBody = { releaseId: release.id, to: { at: { lat: 45.7, lon: 4.8 } }, delivery };
  const quote = await customer.must(201, 'POST', '/api/quotes', { body: quoteBody });
  const order = await customer.must(201, 'POST', '/api/orders', {
    body: { quoteId: quote.id, optionId: quote.options[0].id },
    headers: { 'idempotency-key': randomUUID() },
  });
  const at = { orderId: order.id as `ord_${string}`, labId: lab.id as `lab_${string}`, labName: lab.name as string };
  const shipmentId = newId('shipment');
  const units = [{ partId: release.parts[0].id, partName: 'cube', count: 1 }];
  await scheduler.tell(making.ShipmentReady, { shipmentId, ...at, delivery, units });
  const { shipments } = await eventually({
    sample: () => customer.must(200, 'GET', `/api/orders/${order.id}`),
    satisfied: (seen) => seen.shipments.length === 1,
    describeFailure: () => 'the shipment is not ready',
  });
  return { orderId: order.id as string, at, shipmentId, code: shipments[0].pickupCode as string };
}

const say = (shipmentId: string, code: string, who = operator) =>
  who.ask('POST', `/api/shipments/${shipmentId}/hand-over`, { body: { code } });
const otherThan = (code: string) => (code === '123456' ? '654321' : '123456');

test('the fifth wrong code closes the shipment for a while, also to the right one; then the right one opens it', async () => {
  const { shipmentId, code } = await readyOrder('pickup');
  const tries: Answer[] = [];
  for (let i = 0; i < 5; i++) tries.push(await say(shipmentId, otherThan(code)));
  expect(tries.map(codeOf)).toEqual(tries.map(() => '403 shipment/wrong-code'));
  expect(tries[3]!.body.remedy).toContain('One more');
  expect(tries[4]!.body.detail).toContain('closed');
  const closed = await say(shipmentId, code);
  expect(closed.body).toMatchObject({
    status: 429,
    code: 'shipment/closed',
    remedy: expect.stringContaining('10 min'),
  });
  expect(Number(closed.headers.get('retry-after'))).toBeGreaterThan(500);
  await withClient(net.database.adminUrl, (client) =>
    client.query(`update gateway.shipment set locked_until = now() - interval '1 second' where id = $1`, [shipmentId]),
  );
  expect((await say(shipmentId, otherThan(code))).body.remedy).not.toContain('One more');
  expect((await say(shipmentId, ` ${code} `)).status).toBe(202);
  expect(codeOf(await say(shipmentId, code))).toBe('409 shipment/already-handed-over');
});

test('wrong codes at the same moment are all counted', async () => {
  const { shipmentId, code } = await readyOrder('pickup');
  const answers = await Promise.all(Array.from({ length: 12 }, () => say(shipmentId, otherThan(code))));
  expect(answers.filter(({ body }) => body.code === 'shipment/wrong-code')).toHaveLength(5);
  expect(answers.filter(({ body }) => body.code === 'shipment/closed')).toHaveLength(7);
});

test('a code opens its own shipment only, once, for the lab that has it', async () => {
  const [one, other] = [await readyOrder('pickup'), await readyOrder('pickup')];
  if (one.code !== other.code) expect(codeOf(await say(one.shipmentId, other.code))).toBe('403 shipment/wrong-code');
  const neighbour = await net.person('lab-operator');
  await neighbour.must(201, 'POST', '/api/labs', { body: { name: 'Next door', at: { lat: 45.76, lon: 4.84 } } });
  expect(codeOf(await say(one.shipmentId, one.code, neighbour))).toBe('404 shipment/not-found');
  expect(codeOf(await say(one.shipmentId, one.code, customer))).toBe('403 auth/forbidden');
  const both = await Promise.all([say(one.shipmentId, one.code), say(one.shipmentId, one.code)]);
  expect(both.map(codeOf).toSorted()).toEqual(['202 undefined', '409 shipment/already-handed-over']);
  const told = await withClient(net.database.adminUrl, (client) =>
    client.query(`select 1 from gateway.outbox where thing_id = $1`, [one.shipmentId]),
  );
  expect(told.rowCount).toBe(1);
  const sent = await operator.ask('POST', `/api/shipments/${other.shipmentId}/ship`, { body: { carrier: 'DHL' } });
  expect(codeOf(sent), 'what is collected is not sent').toBe('409 shipment/not-ready');
});

test('what is sent has no code; the carrier who took it is paid for the transport', async () => {
  const { orderId, at, shipmentId, code } = await readyOrder('shipping', 500);
  expect(code).toBeUndefined();
  expect(codeOf(await say(shipmentId, '000000'))).toBe('409 shipment/not-ready');
  const parcel = { carrier: 'La Poste', tracking: '6A1' };
  const send = (who: Person) => who.ask('POST', `/api/shipments/${shipmentId}/ship`, { body: parcel });
  expect(codeOf(await send(await net.person('lab-operator')))).toBe('404 shipment/not-found');
  expect((await send(operator)).body).toMatchObject({ state: 'handed-over', ...parcel });
  expect(codeOf(await send(operator))).toBe('409 shipment/already-handed-over');
  await scheduler.tell(making.ShipmentHandedOver, {
    shipmentId,
    ...at,
    ...parcel,
    delivery: 'shipping',
    by: 'carrier',
    owed: { ...BREAKDOWN, transport: 500 },
    currency: 'EUR',
    orderComplete: true,
  });
  const { entries, balanced } = await eventually({
    sample: () => customer.must(200, 'GET', `/api/orders/${orderId}/ledger`),
    satisfied: (ledger) => ledger.entries.length > 2,
    describeFailure: () => 'nobody was paid',
  });
  expect(balanced).toBe(true);
  expect(entries).toContainEqual(expect.objectContaining({ account: 'carrier:La Poste', amountMinor: 500 }));
  expect(entries).toContainEqual(expect.objectContaining({ account: `hold:${orderId}`, amountMinor: -1420 }));
});
