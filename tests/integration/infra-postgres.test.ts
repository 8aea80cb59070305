// The database that infra makes: two roles, two schemas, and a wall between them.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../../infra/postgres/databases.js';
import { createDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
  await withClient(database.gatewayUrl, (client) => client.query('create table gateway.orders (id text)'));
});
afterAll(() => database.drop());

test('each program makes tables in its own schema', async () => {
  await withClient(database.schedulerUrl, async (client) => {
    await client.query('create schema if not exists scheduler');
    await client.query('create table scheduler.jobs (id text)');
    await client.query("insert into scheduler.jobs values ('job_1')");
  });
});

test.each([
  ['read', 'select * from gateway.orders'],
  ['write', "insert into gateway.orders values ('ord_1')"],
  ['drop', 'drop table gateway.orders'],
  ['add to', 'create table gateway.intruder (id text)'],
  ['become', 'set role gateway'],
])('the scheduler can not %s what is the gateway’s', async (_verb, statement) => {
  await expect(withClient(database.schedulerUrl, (client) => client.query(statement))).rejects.toThrow(
    /permission denied|must be owner/,
  );
});

test('a wrong password is refused', async () => {
  const wrong = new URL(database.gatewayUrl);
  wrong.password = 'guess';
  await expect(withClient(wrong.href, (client) => client.query('select 1'))).rejects.toThrow(
    'password authentication failed',
  );
});

test('a template is built once and cloned for each test file', async () => {
  let builds = 0;
  const recipe = {
    name: 'counted',
    build: async ({ gatewayUrl }: { gatewayUrl: string }) => {
      builds += 1;
      await withClient(gatewayUrl, (client) => client.query('create table gateway.built (id text)'));
    },
  };
  const clones = await Promise.all([createDatabase(recipe), createDatabase(recipe)]);
  expect(builds).toBe(1);
  for (const clone of clones) {
    await withClient(clone.gatewayUrl, (client) => client.query('select * from gateway.built'));
    await clone.drop();
  }
});
