// What must be true of a network at rest, whatever happened to it; asked of Postgres itself.

import { Client } from 'pg';
import { expect } from 'vitest';
import type { Network } from '../../infra/network/network.js';
import { eventually } from './eventually.js';

/** Rows of a query, as the program that owns the schema. */
export async function ask<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const result = (await client.query(sql)) as unknown as { rows: Row[] } | { rows: Row[] }[];
    // Several statements answer several results; the last one counts.
    return (Array.isArray(result) ? result.at(-1)! : result).rows;
  } finally {
    await client.end();
  }
}

const MUST_BE_EMPTY: Readonly<Record<'gatewayDatabase' | 'schedulerDatabase', Readonly<Record<string, string>>>> = {
  schedulerDatabase: {
    'a batch with two offers alive': `select batch_id from offer where state in ('open', 'accepted') group by 1 having count(*) > 1`,
    'a batch with two jobs': `select batch_id from job group by 1 having count(*) > 1`,
    'a job that ended while its batch lives': `select job.id from job join batch on batch.id = batch_id where job.state in ('done', 'failed', 'cancelled', 'lost') and batch.state = 'accepted'`,
    'facts of a thing with gaps': `select thing_id from outbox where sequence is not null group by 1 having max(sequence) <> count(*)`,
    'more pieces made than ordered': `
      select o.id from making_order o
      cross join lateral (select coalesce(sum((piece->>'count')::int), 0) as made from portion join batch on batch.id = batch_id, jsonb_array_elements(portion.pieces) piece where order_id = o.id and batch.state = 'made') m
      cross join lateral (select sum((part->>'quantity')::int * (o.placed->>'quantity')::int) as asked from jsonb_array_elements(o.placed->'release'->'parts') part) a
      where m.made > a.asked or (o.state = 'complete' and m.made <> a.asked)`,
    'a dead letter': `select id from dead_letter`,
  },
  gatewayDatabase: {
    'a ledger transaction that does not sum to zero': `select transaction_id from ledger_entry group by transaction_id, currency having sum(amount_minor) <> 0`,
    'facts of a thing with gaps': `select thing_id from outbox where sequence is not null group by 1 having max(sequence) <> count(*)`,
    'a dead letter': `select id from dead_letter`,
  },
};

/** Waits until both outboxes are empty, then checks every invariant. */
export async function lookAtTheBooks(network: Network): Promise<void> {
  for (const database of ['gatewayDatabase', 'schedulerDatabase'] as const) {
    const url = network.urls[database];
    await eventually(
      {
        sample: async () => (await ask(url, 'select id from outbox where published_at is null')).length,
        satisfied: (due) => due === 0,
        describeFailure: (due) => `${due} facts wait in the outbox of ${database}`,
      },
      { withinMs: 30_000 },
    );
    for (const [fault, sql] of Object.entries(MUST_BE_EMPTY[database])) expect(await ask(url, sql), fault).toEqual([]);
  }
}
