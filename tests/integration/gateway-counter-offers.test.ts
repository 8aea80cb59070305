// The customer's word on a counter-offer, and its money: held once, never beyond the limit, paid as agreed, the rest given back.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as making from '#contracts/messages/making-messages';
import { newId } from '#platform/clock/clock';
import { HOUR_MS } from '#core/kernel/time';
import { withClient } from '../../infra/postgres/databases.js';
import { eventually } from '../support/eventually.js';
import { startTestGateway, type Answer, type Person, type TestGateway } from './gateway-harness.js';
import { anOption, BREAKDOWN, StandInScheduler } from './gateway-scheduler.js';
import { publishCube } from './gateway-shapes.js';

const PRICE = Object.values(BREAKDOWN).reduce((sum, minor) => sum + minor, 0);
const LAB_PRICE = PRICE - BREAKDOWN.designer - BREAKDOWN.commonsFund;

let net: TestGateway;
let scheduler: StandInScheduler;
let operator: Person;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked into freely
let release: any, lab: any;

beforeAll(async () => {
  net = await startTestGateway({ CREDIT_LIMIT_MINOR: String(PRICE + 1000) });
  scheduler = await StandInScheduler.start(net);
  operator = await net.person('lab-operator');
  release = await publishCube(await net.person('designer'), { title: 'Countered' });
  lab = (await operator.must(201, 'POST', '/api/labs', { body: { name: 'Atelier', at: { lat: 45.76, lon: 4.84 } } }))
    .profile;
});
afterAll(async () => {
  await scheduler?.stop();
  await net?.stop();
});

const codeOf = ({ status, body }: Answer) => `${status} ${body.code}`;

/** An order of somebody new whose lab made a counter-offer; and what they say to it. */
async function countered(change: { moreMinor: number; laterSeconds?: number; standsMs?: number }) {
  const { moreMinor, laterSeconds = 0, standsMs = HOUR_MS } = change;
  const customer = await net.person('customer');
  scheduler.options = [anOption(lab.id, lab.name)];
  const quoteBody = { releaseId: release.id, to: { at: { lat: 45.7, lon: 4.8 } }, delivery: 'pickup' };
  const quote = await customer.must(201, 'POST', '/api/quotes', { body: quoteBody });
  const order = await customer.must(201, 'POST', '/api/orders', {
    body: { quoteId: quote.id, optionId: quote.options[0].id },
    headers: { 'idempotency-key': randomUUID() },
  });
  const orderId = order.id as `ord_${string}`;
  const units = [{ partId: release.parts[0].id, partName: 'cube', count: 1 }];
  const at = { orderId, labId: lab.id as `lab_${string}`, labName: lab.name as string };
  const refs = { ...at, offerId: newId('offer'), batchId: newId('batch'), machineId: newId('machine') };
  const { batchId, machineId, offerId } = refs;
  const batches = [{ batchId, machineId, units }];
  await scheduler.tell(making.OrderPlanned, { ...at, decisionId: newId('decision'), batches, readyAtMs: 0, again: false }); // prettier-ignore
  const stands = { currency: 'EUR' as const, expiresAtMs: Date.now() + standsMs };
  await scheduler.tell(making.OfferMade, { ...refs, ...stands, labPriceMinor: LAB_PRICE });
  const said = { reason: 'the machine is dear', moreMinor, laterSeconds };
  await scheduler.tell(making.OfferCountered, { ...refs, ...stands, ...said });
  const seen = (satisfied: (view: Answer['body']) => boolean) =>
    eventually({
      sample: () => customer.must(200, 'GET', `/api/orders/${orderId}`),
      satisfied,
      describeFailure: (view) => `not seen of ${JSON.stringify(view?.timeline)}`,
    });
  const view = await seen(({ counterOffers }) => counterOffers.length === 1);
  const answer = (accepted: boolean, who = customer) =>
    who.ask('POST', `/api/orders/${orderId}/counter-offers/${offerId}`, { body: { accepted } });
  return { customer, orderId, refs, at, units, view, seen, answer };
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
const toldOf = async (orderId: string) =>
  (
    await withClient(net.database.adminUrl, (client) =>
      client.query(`select 1 from gateway.outbox where thing_id = $1 and subject like '%counter.answered%'`, [orderId]),
    )
  ).rowCount;

type Countered = Awaited<ReturnType<typeof countered>>;

/** The lab makes it for what was agreed, and hands it over. */
async function handOver({ refs, at, units, seen }: Countered, agreed: { moreMinor: number; labMinor: number }) {
  const { moreMinor, labMinor } = agreed;
  await scheduler.tell(making.OfferAccepted, { ...refs, moreMinor, laterSeconds: 0, currency: 'EUR' });
  const shipment = { shipmentId: newId('shipment'), ...at, delivery: 'pickup' as const };
  await scheduler.tell(making.ShipmentReady, { ...shipment, units });
  await scheduler.tell(making.ShipmentHandedOver, {
    ...shipment,
    by: 'pickup-code',
    owed: { ...BREAKDOWN, machineTime: BREAKDOWN.machineTime + labMinor - LAB_PRICE },
    savedMinor: Math.max(0, -moreMinor),
    moreMinor: Math.max(0, moreMinor),
    currency: 'EUR',
    orderComplete: true,
  });
  return seen(({ state }) => state === 'settled');
}

describe('a counter-offer', () => {
  test('of more is held when it is agreed to, once, and paid to the lab', async () => {
    const order = await countered({ moreMinor: 250, laterSeconds: 7200 });
    expect(order.view.counterOffers).toMatchObject([
      { labName: 'Atelier', reason: 'the machine is dear', moreMinor: 250, laterSeconds: 7200 },
    ]);
    expect(order.view).toMatchObject({ totalMinor: PRICE, moreMinor: 0, savedMinor: 0 });
    const answers = await Promise.all([order.answer(true), order.answer(true), order.answer(true)]);
    expect(answers.map(codeOf).toSorted()).toEqual([
      '202 undefined',
      ...Array.from({ length: 2 }, () => '409 order/no-counter-offer'),
    ]);
    expect(codeOf(await order.answer(false))).toBe('409 order/no-counter-offer');
    expect(await toldOf(order.orderId)).toBe(1);
    expect(await balances(order.orderId)).toEqual({ customer: -PRICE - 250, hold: PRICE + 250 });
    const view = await order.seen(({ totalMinor }) => totalMinor === PRICE + 250);
    expect(view).toMatchObject({ moreMinor: 250, savedMinor: 0, counterOffers: [] });
    const [listed] = (await order.customer.must(200, 'GET', '/api/orders')).orders;
    expect(listed.totalMinor).toBe(PRICE + 250);
    await handOver(order, { moreMinor: 250, labMinor: LAB_PRICE + 250 });
    expect(await balances(order.orderId)).toEqual({
      customer: -PRICE - 250,
      hold: 0,
      lab: LAB_PRICE + 250,
      designer: BREAKDOWN.designer,
      fund: BREAKDOWN.commonsFund,
    });
  });

  test('of less gives back', async () => {
    const order = await countered({ moreMinor: -100, laterSeconds: 3600 });
    expect((await order.answer(true)).status).toBe(202);
    expect(await balances(order.orderId)).toEqual({ customer: -PRICE, hold: PRICE });
    const view = await handOver(order, { moreMinor: -100, labMinor: LAB_PRICE - 100 });
    expect(view).toMatchObject({ totalMinor: PRICE, moreMinor: 0, savedMinor: 100 });
    expect(JSON.stringify(view.timeline)).toMatch(/Atelier accepted a batch, for [^"]*1.00[^"]* less\./);
    expect(await balances(order.orderId)).toMatchObject({ customer: 100 - PRICE, hold: 0, lab: LAB_PRICE - 100 });
  });

  test('that another customer does not agree to gives back what was held for it', async () => {
    const order = await countered({ moreMinor: 300 });
    expect((await order.answer(true)).status).toBe(202);
    await scheduler.tell(making.OfferDeclined, { ...order.refs, reason: 'not everybody agreed', by: 'customer' });
    const view = await order.seen(({ savedMinor }) => savedMinor === 300);
    expect(view).toMatchObject({ totalMinor: PRICE + 300, moreMinor: 300 });
    await handOver({ ...order, refs: { ...order.refs, offerId: newId('offer'), batchId: newId('batch') } }, { moreMinor: 0, labMinor: LAB_PRICE }); // prettier-ignore
    expect(await balances(order.orderId)).toMatchObject({ customer: -PRICE, hold: 0, lab: LAB_PRICE });
  });

  test('beyond the credit of an account is refused, and nothing is held or told; a no is still heard', async () => {
    const order = await countered({ moreMinor: 1001 });
    expect(codeOf(await order.answer(true))).toBe('402 payment/refused');
    expect(await balances(order.orderId)).toEqual({ customer: -PRICE, hold: PRICE });
    expect(await toldOf(order.orderId)).toBe(0);
    const answered = await order.answer(false);
    expect(answered.body).toMatchObject({ state: 'planned', counterOffers: [], moreMinor: 0 });
    expect(await toldOf(order.orderId)).toBe(1);
  });

  test('is the customer’s alone to answer, in time, and not after cancelling', async () => {
    const order = await countered({ moreMinor: 10 });
    expect(codeOf(await order.answer(true, await net.person('customer')))).toBe('404 order/not-found');
    expect(codeOf(await order.answer(true, net.steward))).toMatch(/^40[34] /);
    expect(codeOf(await order.answer(true, operator))).toBe('403 auth/forbidden');
    expect((await net.anyone().ask('POST', `/api/orders/${order.orderId}/counter-offers/ofr_1`)).status).toBe(401);
    await order.customer.must(202, 'POST', `/api/orders/${order.orderId}/cancel`, { body: {} });
    expect(codeOf(await order.answer(true))).toBe('409 order/no-counter-offer');
    await scheduler.tell(making.OfferWithdrawn, { ...order.refs, reason: 'cancelled' });
    await order.seen(({ state }) => state === 'cancelled');
    expect(await balances(order.orderId)).toEqual({ customer: 0, hold: 0 });
    const late = await countered({ moreMinor: 10, standsMs: -1 });
    expect(codeOf(await late.answer(true))).toBe('409 order/no-counter-offer');
  });

  test('that is withdrawn with its order after a yes costs nothing', async () => {
    const order = await countered({ moreMinor: 77 });
    expect((await order.answer(true)).status).toBe(202);
    await order.customer.must(202, 'POST', `/api/orders/${order.orderId}/cancel`, { body: {} });
    await scheduler.tell(making.OfferWithdrawn, { ...order.refs, reason: 'cancelled' });
    await order.seen(({ state }) => state === 'cancelled');
    expect(await balances(order.orderId)).toEqual({ customer: 0, hold: 0 });
  });
});

describe('a plan made again', () => {
  /** The lab declined; another is asked, and a third could be. */
  async function declined() {
    const order = await countered({ moreMinor: 0, laterSeconds: 60 });
    const { refs, at, units } = order;
    await scheduler.tell(making.OfferDeclined, { ...refs, reason: 'on holiday' });
    const alternative = {
      labId: newId('lab'),
      labName: 'Third',
      distanceKm: 12,
      priceMinor: 900,
      readyAtMs: Date.now(),
    };
    const again = { ...refs, labId: newId('lab'), labName: 'Second', batchId: newId('batch'), offerId: newId('offer') };
    await scheduler.tell(making.OrderPlanned, {
      orderId: order.orderId,
      labId: again.labId,
      labName: again.labName,
      decisionId: newId('decision'),
      batches: [{ batchId: again.batchId, machineId: again.machineId, units }],
      readyAtMs: Date.now(),
      again: true,
      alternatives: [alternative],
    });
    await scheduler.tell(making.OfferMade, { ...again, expiresAtMs: Date.now() + HOUR_MS, labPriceMinor: LAB_PRICE, currency: 'EUR' }); // prettier-ignore
    const view = await order.seen(({ alternatives }) => alternatives.length === 1);
    expect(view.alternatives).toMatchObject([{ labName: 'Third', distanceKm: 12, priceMinor: 900 }]);
    const choose = (labId: string, who = order.customer) =>
      who.ask('POST', `/api/orders/${order.orderId}/lab`, { body: { labId } });
    return { ...order, at, again, choose, third: alternative.labId };
  }

  test('lets the customer choose another lab, once, and one of those named', async () => {
    const { choose, third, orderId, again } = await declined();
    expect(codeOf(await choose(lab.id))).toBe('409 order/no-alternative');
    expect(codeOf(await choose(third, await net.person('customer')))).toBe('404 order/not-found');
    const answers = await Promise.all([choose(third), choose(third)]);
    expect(answers.map(codeOf).toSorted()).toEqual(['202 undefined', '409 order/no-alternative']);
    const { rows } = await withClient(net.database.adminUrl, (client) =>
      client.query(`select envelope from gateway.outbox where thing_id = $1 and subject like '%lab.chosen%'`, [
        orderId,
      ]),
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).toContain(again.batchId);
  });

  test('is settled once a lab has accepted', async () => {
    const { choose, third, again, seen } = await declined();
    await scheduler.tell(making.OfferAccepted, again);
    await seen(({ state }) => state === 'accepted');
    expect(codeOf(await choose(third))).toBe('409 order/no-alternative');
  });
});

test('the books balance after all of it', async () => {
  const { checks } = await net.steward.must(200, 'GET', '/api/selfcheck');
  expect(checks.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([]);
});

describe('the desk of a lab', () => {
  test('shows a plate that several share once, sorted by letter, and nothing of the customers', async () => {
    const [one, two] = [
      await countered({ moreMinor: 0, laterSeconds: 1 }),
      await countered({ moreMinor: 0, laterSeconds: 1 }),
    ];
    const job = {
      jobId: newId('job'),
      machineName: 'Mini',
      fence: 1,
      batchId: one.refs.batchId,
      machineId: one.refs.machineId,
    };
    for (const [letter, { at }] of [
      ['B', one],
      ['A', two],
    ] as const)
      await scheduler.tell(making.JobCreated, { ...job, ...at, letter });
    const work = await eventually({
      sample: () => operator.must(200, 'GET', `/api/labs/${lab.id}/work`),
      satisfied: ({ jobs }) => jobs.find(({ id }: { id: string }) => id === job.jobId)?.portions?.length === 2,
      describeFailure: (seen) => `no job of two orders in ${JSON.stringify(seen)}`,
    });
    const [shown, ...more] = work.jobs.filter(({ id }: { id: string }) => id === job.jobId);
    expect(more).toEqual([]);
    expect(shown.portions).toMatchObject([
      { letter: 'A', orderId: two.orderId, title: 'Countered', license: 'CC-BY-4.0' },
      { letter: 'B', orderId: one.orderId },
    ]);
    expect(JSON.stringify(shown)).not.toContain('acc_');
  });

  test('says that the lab is back; strangers cannot', async () => {
    expect((await operator.ask('POST', `/api/labs/${lab.id}/back`)).status).toBe(204);
    expect(codeOf(await (await net.person('lab-operator')).ask('POST', `/api/labs/${lab.id}/back`))).toBe('403 lab/not-yours'); // prettier-ignore
    const told = await withClient(net.database.adminUrl, (client) =>
      client.query(`select 1 from gateway.outbox where thing_id = $1 and subject like '%lab.back%'`, [lab.id]),
    );
    expect(told.rowCount).toBe(1);
  });
});
