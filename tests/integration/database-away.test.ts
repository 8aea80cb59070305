// What is said when Postgres cuts a connection at the worst moment: that it is away, never that we made a fault.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { isDatabaseAway } from '#platform/database/database-away';
import { openDatabase } from '#platform/database/data-source';
import { createDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
let source: DataSource;
beforeAll(async () => {
  database = await createDatabase();
  source = await openDatabase({ url: database.gatewayUrl, schema: 'gateway', entities: [], migrations: [] });
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

const backendOf = async (query: (sql: string) => Promise<unknown>): Promise<number> =>
  ((await query('select pg_backend_pid() as pid')) as [{ pid: number }])[0].pid;

/** What a transaction of this work fails with. */
async function cutWhile(work: (query: (sql: string) => Promise<unknown>) => Promise<unknown>): Promise<unknown> {
  return source
    .transaction((manager) => work((sql) => manager.query(sql)))
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}
/** The socket tells that it is closed. */
const turnOfTheLoop = (): Promise<void> => new Promise((heard) => setImmediate(() => setImmediate(heard)));
const cut = (pid: number): Promise<unknown> => source.query('select pg_terminate_backend($1, 1000)', [pid]);

it('is away when a connection was cut between two queries of a transaction', async () => {
  const error = await cutWhile(async (query) => {
    await cut(await backendOf(query));
    await turnOfTheLoop();
    await query('select 1');
  });
  expect(isDatabaseAway(error)).toBe(true);
});

it('is away when a connection is cut during a query', async () => {
  const error = await cutWhile(async (query) => {
    const pid = await backendOf(query);
    const asleep = query('select pg_sleep(60)');
    asleep.catch(() => undefined);
    await cut(pid);
    await asleep;
  });
  expect(isDatabaseAway(error)).toBe(true);
});

it('is away when a connection was cut and the work ends without another query', async () => {
  const error = await cutWhile(async (query) => {
    await cut(await backendOf(query));
    await turnOfTheLoop();
  });
  expect(isDatabaseAway(error)).toBe(true);
});

it('is no outage when a query is wrong', async () => {
  const error = await source.query('select nothing from nowhere').catch((fault: unknown) => fault);
  expect(isDatabaseAway(error)).toBe(false);
});
