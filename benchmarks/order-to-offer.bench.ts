// From the order's request to the offer at the lab, with 2,000 labs; beside a bare durable insert and a bare publish.

import { jetstream } from '@nats-io/jetstream';
import { Pool } from 'pg';
import { callRoute } from '#contracts/http/call-route';
import { placeOrder, quoteRequestSchema, requestQuote, type QuoteView } from '#contracts/http/orders';
import { LABS, type BenchNetwork } from './bench-network.js';
import { closedLoop, percentiles, rowOf, type Benchmark, type Row } from './measure.js';

export const orderToOffer: Benchmark = {
  name: 'order-to-offer',
  title: `Order to offer with ${LABS} live labs`,
  async run(bench, spanMs) {
    const rows: Row[] = [];
    // More of them than are bought, so that no order waits for a quote; each quote may be bought more than once.
    const quotes = await Promise.all(bench.places.map((at) => quoteAt(bench, at)));
    let orders = 0;
    for (const clients of [1, 8]) {
      const offeredMs: Promise<number>[] = [];
      const order = async (round: number): Promise<void> => {
        const correlation = `cor_bench${orders++}`;
        const start = performance.now();
        offeredMs.push(bench.played.offered(correlation).then((atMs) => atMs - start));
        await buy(bench, quotes[round % quotes.length]!, correlation);
        // One at a time each: the next order is placed when this one has reached its lab.
        await offeredMs.at(-1);
      };
      const loop = await closedLoop(order, { clients, spanMs });
      rows.push({
        ...rowOf(`orders to offers, ${clients} clients`, loop),
        ...percentiles(await Promise.all(offeredMs)),
      });
    }
    const accepted = await closedLoop((round) => buy(bench, quotes[round % quotes.length]!, `cor_intake${orders++}`), {
      clients: 8,
      spanMs,
    });
    rows.push(rowOf('orders accepted durably, 8 clients', accepted));
    for (const clients of [1, 8])
      rows.push(
        rowOf(`limit: bare insert and commit, ${clients} clients`, await bareInserts(bench, clients, spanMs / 2)),
      );
    rows.push(rowOf('limit: bare JetStream publish, 8 clients', await barePublishes(bench, spanMs / 2)));
    return rows;
  },
};

const quoteAt = ({ member, release }: BenchNetwork, at: { lat: number; lon: number }): Promise<QuoteView> =>
  callRoute(member, requestQuote, { body: quoteRequestSchema.parse({ releaseId: release.id, to: { at } }) });

const buy = ({ member }: BenchNetwork, quote: QuoteView, correlation: string): Promise<unknown> =>
  callRoute(member, placeOrder, {
    body: { quoteId: quote.id, optionId: quote.options[0]!.id },
    headers: { 'idempotency-key': correlation, 'x-request-id': correlation },
  });

async function bareInserts({ network }: BenchNetwork, clients: number, spanMs: number): ReturnType<typeof closedLoop> {
  const pool = new Pool({ connectionString: network.urls.gatewayDatabase, max: clients });
  await pool.query(
    'create table if not exists gateway.bench (id bigint generated always as identity primary key, body jsonb)',
  );
  const body = JSON.stringify({ text: 'x'.repeat(1_500) });
  const loop = await closedLoop(() => pool.query('insert into gateway.bench (body) values ($1)', [body]), {
    clients,
    spanMs,
  });
  await pool.query('drop table gateway.bench');
  await pool.end();
  return loop;
}

function barePublishes({ played: { gateway } }: BenchNetwork, spanMs: number): ReturnType<typeof closedLoop> {
  const body = JSON.stringify({ text: 'x'.repeat(1_500) });
  return closedLoop(() => jetstream(gateway).publish('fab.event.bench.v1', body), { clients: 8, spanMs });
}
