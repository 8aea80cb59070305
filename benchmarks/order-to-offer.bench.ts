// From the order's request to the offer at the lab, with 2,000 labs; beside a bare durable insert and a bare publish.

import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Client, Pool } from 'pg';
import { callRoute } from '#contracts/http/call-route';
import { placeOrder, type OrderView } from '#contracts/http/orders';
import { quoteRequestSchema, requestQuote, type QuoteView } from '#contracts/http/quotes';
import type { LatLon } from '#core/kernel/geo';
import { waitUntil } from '../infra/system/wait-until.js';
import { BARE_STREAM } from './bench-user.js';
import { LABS, type BenchNetwork } from './bench-network.js';
import type { Benchmark } from './benchmark.js';
import { beside, closedLoop, loopOf, medianOf, type Effort, type Loop, type Row } from './measure.js';

const STEADY_PER_SECOND = 10;
/** As many different plates, so that none has been composed before. */
const NEW_PLATES = 20;

export const benchmark: Benchmark = {
  name: 'order-to-offer',
  title: `Order to offer with ${LABS} live labs`,
  last: true,
  async run({ network, effort }) {
    const bench = await network();
    const orders = new Orders(bench);
    const quotes = await Promise.all(bench.listeningPlaces.map((at) => quoteAt(bench, at, 1)));
    const toOffer = async (turn: number): Promise<number> => orders.toOffer(quotes[turn % quotes.length]!);
    await toOffer(0);
    const rows: Row[] = [
      { figure: 'order to offer, 1 client', ...(await closedLoop(toOffer, { clients: 1, effort })) },
      { figure: 'order to offer, 8 clients', ...(await closedLoop(toOffer, { clients: 8, effort })) },
      { figure: `order to offer, ${STEADY_PER_SECOND} orders a second`, ...(await steadily(toOffer, effort)) },
      { figure: 'order to offer, a new plate each, 1 client', ...(await newPlates(bench, orders)) },
    ];
    const place = (turn: number): Promise<unknown> => orders.place(quotes[turn % quotes.length]!);
    const accepted = { figure: 'orders accepted, 8 clients', ...(await closedLoop(place, { clients: 8, effort })) };
    const note = await everyOrderHasAnOffer(bench, orders.accepted);
    const [oneInsert, eightInserts] = [await inserts(bench, 1, effort), await inserts(bench, 8, effort)];
    const publishes = [await publish(bench, 1, effort), await publish(bench, 8, effort)];
    const [first, ...rest] = rows;
    return [
      beside(first!, oneInsert),
      ...rest,
      { ...beside(accepted, eightInserts), note },
      oneInsert,
      eightInserts,
      ...publishes,
    ];
  },
};

const quoteAt = ({ member, release }: BenchNetwork, at: LatLon, quantity: number): Promise<QuoteView> =>
  callRoute(member, requestQuote, { body: quoteRequestSchema.parse({ releaseId: release.id, to: { at }, quantity }) });

/** Buys quotes; every purchase has a correlation id of its own, by which its offer is known at the lab. */
class Orders {
  readonly accepted: OrderView['id'][] = [];
  private turn = 0;

  constructor(private readonly bench: BenchNetwork) {}

  async place(quote: QuoteView, correlationId = this.newCorrelation()): Promise<void> {
    const { id } = await callRoute(this.bench.member, placeOrder, {
      body: { quoteId: quote.id, optionId: quote.options[0]!.id },
      headers: { 'idempotency-key': correlationId, 'x-request-id': correlationId },
    });
    this.accepted.push(id);
  }

  /** Milliseconds from sending the request to the offer at the lab, whether the answer or the offer comes first. */
  async toOffer(quote: QuoteView): Promise<number> {
    const correlationId = this.newCorrelation();
    const start = performance.now();
    const offered = this.bench.ears.offered(correlationId);
    await this.place(quote, correlationId);
    return (await offered) - start;
  }

  private newCorrelation(): string {
    return `cor_bench${this.turn++}`;
  }
}

/** Open loop: an order begins at its time, whatever has become of those before. */
async function steadily(toOffer: (turn: number) => Promise<number>, { rounds, roundMs }: Effort): Promise<Loop> {
  const loops: Loop[] = [];
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    const orders: Promise<number>[] = [];
    const count = Math.round((STEADY_PER_SECOND * roundMs) / 1000);
    for (let i = 0; i < count; i++) {
      const dueMs = begin + (i * 1000) / STEADY_PER_SECOND;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
      // Counted from when it was due, so that our own lateness is not hidden.
      const lateMs = Math.max(0, performance.now() - dueMs);
      orders.push(toOffer(i).then((ms) => ms + lateMs));
    }
    loops.push(loopOf(await Promise.all(orders), performance.now() - begin));
  }
  return medianOf(loops);
}

/** Another quantity is another plate: it is composed, stored and hashed before it is offered. */
async function newPlates(bench: BenchNetwork, orders: Orders): Promise<Loop> {
  const samplesMs: number[] = [];
  const begin = performance.now();
  for (let i = 0; i < NEW_PLATES; i++) {
    const at = bench.listeningPlaces[i % bench.listeningPlaces.length]!;
    samplesMs.push(await orders.toOffer(await quoteAt(bench, at, 2 + i)));
  }
  return loopOf(samplesMs, performance.now() - begin);
}

/** What was answered with 201 is offered to a lab, all of it. */
async function everyOrderHasAnOffer({ network }: BenchNetwork, orderIds: readonly string[]): Promise<string> {
  const begin = performance.now();
  const client = new Client({ connectionString: network.urls.schedulerDatabase });
  await client.connect();
  try {
    const sql =
      'select count(distinct order_id)::int as orders from scheduler.offer join scheduler.portion using (batch_id) where order_id = any($1)';
    const offered = async (): Promise<boolean> => {
      const { orders } = (await client.query<{ orders: number }>(sql, [orderIds])).rows[0]!;
      if (orders < orderIds.length) throw new Error(`${orders} have one`);
      return true;
    };
    await waitUntil(offered, { what: `an offer for each of ${orderIds.length} orders`, withinMs: 120_000 });
  } finally {
    await client.end();
  }
  const behindMs = performance.now() - begin;
  return `all ${orderIds.length} orders of this run have an offer, the last ${(behindMs / 1000).toFixed(1)} s after`;
}

async function inserts({ network }: BenchNetwork, clients: number, effort: Effort): Promise<Row> {
  const pool = new Pool({ connectionString: network.urls.gatewayDatabase, max: clients });
  await pool.query('create table gateway.bench_order (id bigint generated always as identity primary key, body jsonb)');
  const body = JSON.stringify({ text: 'x'.repeat(1_500) });
  const insert = (): Promise<unknown> => pool.query('insert into gateway.bench_order (body) values ($1)', [body]);
  const loop = await closedLoop(insert, { clients, effort });
  await pool.query('drop table gateway.bench_order');
  await pool.end();
  return { figure: `bare insert and commit, ${clients} client${clients === 1 ? '' : 's'}`, limit: true, ...loop };
}

async function publish({ broker }: BenchNetwork, clients: number, effort: Effort): Promise<Row> {
  const { name, subjects } = BARE_STREAM;
  // Asked twice for the same stream, the broker answers the same.
  await (await jetstreamManager(broker, { checkAPI: false })).streams.add({ name, subjects: [...subjects] });
  const body = JSON.stringify({ text: 'x'.repeat(1_500) });
  const js = jetstream(broker);
  const loop = await closedLoop(() => js.publish(subjects[0], body), { clients, effort });
  return { figure: `bare JetStream publish, ${clients} client${clients === 1 ? '' : 's'}`, limit: true, ...loop };
}
