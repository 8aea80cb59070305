// A network on this machine with stand-ins for our programs: real Postgres and NATS under the real supervision.

import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Network } from '../../infra/network/network.js';
import { startNetwork } from '../../infra/network/start-network.js';
import { withClient } from '../../infra/postgres/databases.js';
import { anyFreePort } from '../../infra/system/ports.js';
import { isAlive } from '../../infra/system/processes.js';
import { eventually } from '../support/eventually.js';

// Answers on the program's own port and ends at /fall as a crash would.
const STAND_IN = `const port = process.env.PORT ?? process.env.HEALTH_PORT;
if (port) require('node:http').createServer((request, answer) => {
  if (request.url === '/fall') process.exit(1);
  answer.end('ready');
}).listen(port, '127.0.0.1'); else setInterval(() => {}, 1000);
process.on('SIGTERM', () => process.exit(0));`;
const command = [process.execPath, '-e', STAND_IN] as const;
const commands = { gateway: command, scheduler: command, agent: command };

let dataDir: string;
let network: Network;
const start = async (): Promise<Network> =>
  startNetwork({
    dataDir,
    commands,
    throwAway: true,
    ports: { web: await anyFreePort(), postgres: await anyFreePort(), nats: await anyFreePort() },
  });

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'fabcommons-network-'));
  chmodSync(dataDir, 0o711);
  network = await start();
});

afterAll(async () => {
  await network?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test('each program is given its own database role and its own NATS creds', async () => {
  const { gateway, scheduler } = network.env;
  const whoIs = (url: string): Promise<string> =>
    withClient(
      url,
      async (client) => (await client.query<{ who: string }>('select current_user as who')).rows[0]?.who ?? '',
    );
  expect(await whoIs(gateway['DATABASE_URL'] ?? '')).toBe('gateway');
  expect(await whoIs(scheduler['DATABASE_URL'] ?? '')).toBe('scheduler');
  expect(gateway['NATS_CREDS']).not.toBe(scheduler['NATS_CREDS']);
  expect(Object.keys(scheduler)).not.toContain('NATS_LAB_SIGNING_SEED_FILE');
  expect(Object.keys(network.env.agent([]))).not.toContain('DATABASE_URL');
});

test('secrets are readable by their owner alone', () => {
  expect(statSync(network.folder.secrets).mode & 0o777).toBe(0o700);
  for (const name of ['NATS_CREDS', 'NATS_SYSTEM_CREDS', 'NATS_LAB_SIGNING_SEED_FILE', 'NATS_OPERATOR_SEED_FILE']) {
    expect(statSync(network.env.gateway[name] ?? '').mode & 0o777, name).toBe(0o600);
  }
});

test('a second network on the same folder is refused with the process that holds it', async () => {
  await expect(start()).rejects.toThrow(new RegExp(`already runs on .* \\(process ${process.pid}\\)`));
});

test('a program that falls is started again', async () => {
  const before = network.processes.gateway.pid;
  await fetch(`${network.urls.web}/fall`).catch(() => undefined);
  await eventually({
    sample: () => network.processes.gateway.pid,
    satisfied: (pid) => pid !== undefined && pid !== before,
    describeFailure: (pid) => `the gateway was not started again (process ${pid})`,
  });
  await network.processes.gateway.ready();
});

test('a killed part stays down until it is restarted', async () => {
  const { scheduler, postgres, nats } = network.processes;
  for (const part of [scheduler, postgres, nats]) {
    await part?.kill();
    expect(part?.running, part?.name).toBe(false);
    await part?.restart();
    expect(part?.running, part?.name).toBe(true);
  }
  await withClient(network.urls.gatewayDatabase, (client) => client.query('select 1'));
});

test('agents come and go by name', async () => {
  const agent = await network.startAgent('prague', [join(network.folder.labs, 'prague')]);
  expect(agent.running).toBe(true);
  await agent.kill();
  await agent.restart();
  expect(network.processes.agents.get('prague')?.running).toBe(true);
});

test('what a killed run has left behind is ended by the next, which finds its data', async () => {
  await network.stop();
  const killed = await startNetwork({ dataDir, commands, throwAway: true, keepAlive: false });
  await withClient(killed.urls.gatewayDatabase, (client) => client.query('create table gateway.kept (id text)'));
  const pids = [killed.processes.postgres, killed.processes.nats, killed.processes.gateway].map(
    (part) => part?.pid ?? 0,
  );
  // As after SIGKILL of the supervisor: everything runs, and the lock names a process that is gone.
  writeFileSync(join(dataDir, 'network.lock'), '999999999\nnode infra/start.mjs\n');
  network = await startNetwork({ dataDir, commands, throwAway: true });
  for (const pid of pids)
    await eventually({ sample: () => !isAlive(pid), describeFailure: () => `process ${pid} still runs` });
  await withClient(network.urls.gatewayDatabase, (client) => client.query('select * from gateway.kept'));
});

test('the end leaves no process, no lock and no pid file', async () => {
  const { postgres, nats, gateway, scheduler } = network.processes;
  await network.stop();
  for (const part of [postgres, nats, gateway, scheduler]) expect(part?.running, part?.name).toBe(false);
  expect(existsSync(join(dataDir, 'network.lock'))).toBe(false);
});
