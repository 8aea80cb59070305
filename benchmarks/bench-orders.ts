// Purchases of a benchmark: each is followed to its offer at the lab, and afterwards held against what Postgres and the labs know.

import { Client } from 'pg';
import { callRoute, type Connection } from '#contracts/http/call-route';
import { placeOrder } from '#contracts/http/orders';
import { quoteRequestSchema, requestQuote, type QuoteView } from '#contracts/http/quotes';
import type { LatLon } from '#core/kernel/geo';
import { waitUntil } from '../infra/system/wait-until.js';
import type { BenchNetwork } from './bench-network.js';

/** A quote that somebody asked for, to be bought as often as wanted. */
export interface Bought {
  readonly buyer: Connection;
  readonly quote: QuoteView;
  readonly quantity: number;
}

interface Placed {
  readonly correlationId: string;
  readonly pieces: number;
}

/** A lab that has nothing by then has an order that was lost. */
const LOST_AFTER_MS = 30_000;

export async function quoteFor(
  { release }: BenchNetwork,
  buyer: Connection,
  { at, quantity = 1 }: { readonly at: LatLon; readonly quantity?: number },
): Promise<Bought> {
  const body = quoteRequestSchema.parse({ releaseId: release.id, to: { at }, quantity });
  return { buyer, quote: await callRoute(buyer, requestQuote, { body }), quantity };
}

export class BenchOrders {
  private readonly accepted = new Map<string, Placed>();
  private readonly perRelease: number;
  private turn = 0;
  /** Requests that were not answered with an order, and orders of which no lab heard in time. */
  errors = 0;
  private firstError: string | undefined;

  constructor(
    private readonly bench: BenchNetwork,
    /** Tells this run's requests from all others. */
    private readonly name: string,
  ) {
    this.perRelease = bench.release.parts.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  get count(): number {
    return this.accepted.size;
  }

  /** Milliseconds from sending the request to the offer at the lab, whether the answer or the offer comes first. */
  async toOffer(bought: Bought): Promise<number> {
    const correlationId = this.newCorrelation();
    const start = performance.now();
    const offered = within(LOST_AFTER_MS, this.bench.ears.offered(correlationId));
    try {
      await Promise.all([offered, this.buy(bought, correlationId)]);
      return (await offered) - start;
    } catch (error) {
      this.errors += 1;
      this.firstError ??= String(error);
      return performance.now() - start;
    }
  }

  /** Until the answer that the order is accepted. */
  async place(bought: Bought): Promise<void> {
    try {
      await this.buy(bought, this.newCorrelation());
    } catch (error) {
      this.errors += 1;
      this.firstError ??= String(error);
    }
  }

  /** What was answered with 201 is offered, every piece of it once, and heard by a lab as often: throws where it is not. */
  async eachOfferedOnce(): Promise<string> {
    const client = new Client({ connectionString: this.bench.network.urls.schedulerDatabase });
    await client.connect();
    const begin = performance.now();
    try {
      const fault = async (): Promise<boolean> => {
        const found = await this.faults(client);
        if (found !== undefined) throw new Error(found);
        return true;
      };
      await waitUntil(fault, { what: `one offer for each of ${this.count} orders`, withinMs: LOST_AFTER_MS });
    } finally {
      await client.end();
    }
    const behind = ((performance.now() - begin) / 1000).toFixed(1);
    const errors = `${this.errors} errors${this.firstError === undefined ? '' : ` (${this.firstError})`}`;
    return `each of ${this.count} orders offered exactly once, the last ${behind} s after; ${errors}`;
  }

  private async faults(client: Client): Promise<string | undefined> {
    const sql = `select order_id as "orderId", count(*)::int as plates, sum(offers)::int as offers, sum(pieces)::int as pieces
      from (select portion.order_id, (select count(*) from scheduler.offer where offer.batch_id = portion.batch_id) as offers,
        (select sum((piece ->> 'count')::int) from jsonb_array_elements(portion.pieces) piece) as pieces
        from scheduler.portion where order_id = any($1)) as each group by order_id`;
    const { rows } = await client.query<{ orderId: string; plates: number; offers: number; pieces: number }>(sql, [
      [...this.accepted.keys()],
    ]);
    const found = new Map(rows.map((row) => [row.orderId, row]));
    for (const [orderId, { correlationId, pieces }] of this.accepted) {
      const row = found.get(orderId);
      if (!row || row.offers < row.plates) return `${orderId} is not offered`;
      if (row.offers > row.plates || row.pieces !== pieces)
        return `${orderId} has ${row.offers} offers for ${row.plates} plates with ${row.pieces} of ${pieces} pieces`;
      const heard = this.bench.ears.countOf(correlationId);
      if (heard !== row.offers) return `of ${orderId} labs heard ${heard} of ${row.offers} offers`;
    }
    return undefined;
  }

  private async buy({ buyer, quote, quantity }: Bought, correlationId: string): Promise<void> {
    const { id } = await callRoute(buyer, placeOrder, {
      body: { quoteId: quote.id, optionId: quote.options[0]!.id },
      headers: { 'idempotency-key': correlationId, 'x-request-id': correlationId },
    });
    this.accepted.set(id, { correlationId, pieces: this.perRelease * quantity });
  }

  private newCorrelation(): string {
    return `cor_bench_${this.name}_${this.turn++}`;
  }
}

function within<T>(ms: number, wanted: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no lab heard of it within ${ms / 1000} s`)), ms);
  });
  return Promise.race([wanted, late]).finally(() => clearTimeout(timer));
}
