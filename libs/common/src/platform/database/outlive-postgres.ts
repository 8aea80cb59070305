// A connection that Postgres cuts between two queries says so to nobody, and an error that nobody hears ends a program.

import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';

/** Hears the errors of every connection that the pool hands out; the query that needed it fails by itself. */
export function outlivePostgres(source: DataSource): void {
  const heard = new WeakSet<PoolClient>();
  const pool = (source.driver as unknown as { readonly master: Pool }).master;
  // At each hand-out, before the pool stops listening: there are connections older than this.
  pool.on('acquire', (client) => {
    if (heard.has(client)) return;
    heard.add(client);
    client.on('error', () => undefined);
  });
}
