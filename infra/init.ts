// For containers: makes what a network needs before its first start, and nothing twice. `secrets`: passwords, keys and
// server configuration into the folders of those who need them. `database`: roles and schemas in a running Postgres.

import { chmodSync, copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureNatsIdentity, natsSecretFiles } from './nats/identity.js';
import { natsConfiguration } from './nats/server.js';
import { ensureDatabase, ensureRoles, type ProgramRole } from './postgres/databases.js';
import { waitUntil } from './system/wait-until.js';
import { ensurePassword, writeSecret } from './system/secret-files.js';

/** The folder with one sub-folder (a volume) for each who needs secrets, so that none holds those of another. */
const SECRETS = process.env['INIT_SECRETS_DIR'] ?? '/secrets';
const POSTGRES = process.env['INIT_POSTGRES_ADDRESS'] ?? 'postgres:5432';
const ROLES = ['gateway', 'scheduler'] as const;

const place = (...names: string[]): string => join(SECRETS, ...names);

async function makeSecrets(): Promise<void> {
  const superuser = place('postgres', 'superuser.password');
  ensurePassword(superuser);
  // The image reads it as its own user; this volume is mounted nowhere else.
  chmodSync(superuser, 0o444);
  for (const role of ROLES) {
    const password = ensurePassword(place(role, 'database.password'));
    writeSecret(place(role, 'database-url'), `postgres://${role}:${password}@${POSTGRES}/fabcommons`);
  }
  const identity = await ensureNatsIdentity(place('operator'));
  const files = natsSecretFiles(place('operator'));
  const copies = [
    [files.gatewayCreds, place('gateway', 'nats.creds')],
    [files.systemCreds, place('gateway', 'nats-system.creds')],
    [files.labSigningSeed, place('gateway', 'nats-lab-signing.seed')],
    [files.operatorSigningSeed, place('gateway', 'nats-operator-signing.seed')],
    [files.schedulerCreds, place('scheduler', 'nats.creds')],
  ] as const;
  for (const [from, to] of copies) copyFileSync(from, to);
  writeSecret(place('gateway', 'nats-account'), identity.account);
  const configuration = natsConfiguration(identity, {
    host: '0.0.0.0',
    port: 4222,
    storeDir: '/data/jetstream',
    resolverDir: '/data/resolver',
    monitorPort: 8222,
    websocketPort: 8080,
  });
  writeFileSync(place('nats', 'server.conf'), configuration);
}

async function makeDatabase(): Promise<void> {
  const superuser = readFileSync(place('postgres', 'superuser.password'), 'utf8').trim();
  const adminUrl = `postgres://postgres:${encodeURIComponent(superuser)}@${POSTGRES}/postgres`;
  const roles: ProgramRole[] = ROLES.map((name) => ({
    name,
    password: readFileSync(place(name, 'database.password'), 'utf8').trim(),
  }));
  await waitUntil(async () => (await ensureRoles(adminUrl, roles), true), {
    what: `Postgres at ${POSTGRES}`,
    withinMs: 60_000,
    everyMs: 500,
  });
  await ensureDatabase(adminUrl, 'fabcommons', roles);
}

const WORKS = { secrets: makeSecrets, database: makeDatabase } as const;

const wanted = process.argv[2] ?? '';
if (!existsSync(SECRETS))
  throw new Error(
    `The folder ${SECRETS} is missing: mount a volume for each of postgres, nats, gateway, scheduler and operator below it.`,
  );
if (!(wanted in WORKS)) throw new Error(`Say what to make: ${Object.keys(WORKS).join(' or ')}.`);
await WORKS[wanted as keyof typeof WORKS]();
