// From the order's request to the offer at the lab, with 2,000 labs, by one scheduler and by two side by side; beside a bare
// durable insert and a bare publish.

import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Pool } from 'pg';
import { BenchOrders, quoteFor, type Bought } from './bench-orders.js';
import { BARE_STREAM } from './bench-user.js';
import { LABS, type BenchNetwork } from './bench-network.js';
import type { Benchmark } from './benchmark.js';
import { closedLoop, loopOf, medianOf, type Effort, type Loop, type Row } from './measure.js';

const CLIENTS = 16;
/** Quotes of each client, each for another place. */
const QUOTES = 5;
const STEADY_PER_SECOND = 10;
/** As many different plates, so that none has been composed before. */
const NEW_PLATES = 20;
/** Spent before a configuration is measured: a scheduler's first orders are its compiler's. */
const WARM_UP_MS = 4_000;

export const benchmark: Benchmark = {
  name: 'order-to-offer',
  title: `Order to offer with ${LABS} live labs`,
  last: true,
  async run({ network, effort }) {
    const bench = await network();
    const limits = [
      await inserts(bench, 1, effort),
      await inserts(bench, CLIENTS, effort),
      await publish(bench, 1, effort),
      await publish(bench, CLIENTS, effort),
    ];
    const one = await configured(bench, 1, effort);
    const end = await bench.secondScheduler();
    try {
      return [...one, ...(await configured(bench, 2, effort)), ...limits];
    } finally {
      await end();
    }
  },
};

/** All figures of one configuration; it ends only when each order that was accepted has its offer, and has it once. */
async function configured(bench: BenchNetwork, schedulers: 1 | 2, effort: Effort): Promise<Row[]> {
  const by = schedulers === 1 ? '1 scheduler' : '2 schedulers';
  const orders = new BenchOrders(bench, `by${schedulers}`);
  const quotes = await quotesOfAll(bench);
  const chosen = (turn: number, client: number): Bought => quotes[client % CLIENTS]![turn % QUOTES]!;
  const toOffer = (turn: number, client: number): Promise<number> => orders.toOffer(chosen(turn, client));
  const place = (turn: number, client: number): Promise<void> => orders.place(chosen(turn, client));
  await closedLoop(toOffer, { clients: CLIENTS, effort: { rounds: 1, roundMs: WARM_UP_MS } });
  const alone = await closedLoop(toOffer, { clients: 1, effort });
  const steady = await steadily(toOffer, effort);
  const plates = await newPlates(bench, orders, schedulers);
  const sustained = await closedLoop(toOffer, { clients: CLIENTS, effort });
  const accepted = await closedLoop(place, { clients: CLIENTS, effort });
  const note = await orders.eachOfferedOnce();
  return [
    { figure: `${by}: order to offer, 1 client`, ...alone },
    { figure: `${by}: ${STEADY_PER_SECOND} orders a second`, ...steady },
    { figure: `${by}: a new plate each`, ...plates },
    { figure: `${by}: order to offer, ${CLIENTS} clients`, ...sustained },
    { figure: `${by}: accepted alone, ${CLIENTS} clients`, ...accepted, note },
  ];
}

/** By client: every client is a customer of its own, and buys for places where the lab next door listens. */
function quotesOfAll(bench: BenchNetwork): Promise<Bought[][]> {
  const { listeningPlaces: places, customers } = bench;
  return Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      const quotes: Bought[] = [];
      for (let i = 0; i < QUOTES; i++) {
        const at = places[(client * QUOTES + i) % places.length]!;
        quotes.push(await quoteFor(bench, customers[client % customers.length]!, { at }));
      }
      return quotes;
    }),
  );
}

/** Open loop: an order begins at its time, whatever has become of those before. */
async function steadily(
  toOffer: (turn: number, client: number) => Promise<number>,
  { rounds, roundMs }: Effort,
): Promise<Loop> {
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
      orders.push(toOffer(i, i).then((ms) => ms + lateMs));
    }
    loops.push(loopOf(await Promise.all(orders), performance.now() - begin));
  }
  return medianOf(loops);
}

/** Another quantity is another plate: it is composed, stored and hashed before it is offered. */
async function newPlates(bench: BenchNetwork, orders: BenchOrders, schedulers: 1 | 2): Promise<Loop> {
  const samplesMs: number[] = [];
  const begin = performance.now();
  for (let i = 0; i < NEW_PLATES; i++) {
    const at = bench.listeningPlaces[i % bench.listeningPlaces.length]!;
    // The odd ones for one, the even ones for two.
    const quantity = 2 * (i + 1) + (schedulers === 1 ? 1 : 0);
    samplesMs.push(await orders.toOffer(await quoteFor(bench, bench.member, { at, quantity })));
  }
  return loopOf(samplesMs, performance.now() - begin);
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
