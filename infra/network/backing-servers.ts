// Postgres and NATS under a network: the user's own where the environment names them, else ours.

import { join } from 'node:path';
import { ensureNatsServer } from '../nats/binary.js';
import { prepareNats } from '../nats/server.js';
import { ensureDatabase, ensureRoles, urlOf, type ProgramRole } from '../postgres/databases.js';
import { preparePostgres } from '../postgres/server.js';
import { nextFreePort } from '../system/ports.js';
import { ensurePassword } from '../system/secret-files.js';
import type { DataFolder } from './data-folder.js';
import { givenNatsAccess, ownNatsAccess, type NatsAccess } from './environment.js';
import { ManagedProcess } from './managed-process.js';
import { FIRST_PORTS } from './programs.js';
import type { NetworkOptions } from './network.js';

/** Starts a process as a part of the network, so that it is ended with it. */
export type Start = (process: ManagedProcess) => Promise<ManagedProcess>;

export interface StartedDatabase {
  readonly gatewayUrl: string;
  readonly schedulerUrl: string;
  readonly process: { readonly postgres?: ManagedProcess };
}

/** The programs' database: the given one, else our own PostgreSQL with a role for each program. */
export async function startDatabase(
  options: NetworkOptions,
  folder: DataFolder,
  start: Start,
): Promise<StartedDatabase> {
  const given = options.given?.['DATABASE_URL'];
  if (given !== undefined && given !== '') return { gatewayUrl: given, schedulerUrl: given, process: {} };
  const roles: ProgramRole[] = (['gateway', 'scheduler'] as const).map((name) => ({
    name,
    password: ensurePassword(join(folder.secrets, `postgres-${name}.password`)),
  }));
  const prepared = await preparePostgres({
    dataDir: folder.root,
    passwordFile: join(folder.secrets, 'postgres-superuser.password'),
    port: await nextFreePort(options.ports?.postgres ?? FIRST_PORTS.postgres),
    throwAway: options.throwAway ?? false,
    // In any case: after a SIGKILL the first start may find its dying children still holding the shared memory.
    keepAlive: true,
  });
  const postgres = await start(new ManagedProcess(prepared.plan));
  await ensureRoles(prepared.adminUrl, roles);
  await ensureDatabase(prepared.adminUrl, 'fabcommons', roles);
  const [gatewayUrl = '', schedulerUrl = ''] = roles.map(({ name, password }) =>
    urlOf(prepared.adminUrl, { database: 'fabcommons', user: name, password }),
  );
  return { gatewayUrl, schedulerUrl, process: { postgres } };
}

export interface StartedNats {
  readonly access: NatsAccess;
  readonly process: { readonly nats?: ManagedProcess };
}

/** The programs' NATS server: the given one, else our own with its keys. */
export async function startNats(options: NetworkOptions, folder: DataFolder, start: Start): Promise<StartedNats> {
  const given = givenNatsAccess(options.given ?? {});
  if (given !== undefined) return { access: given, process: {} };
  const prepared = await prepareNats({
    dataDir: folder.root,
    secretsDir: folder.natsSecrets,
    binary: await ensureNatsServer(folder.tools, options.say),
    port: await nextFreePort(options.ports?.nats ?? FIRST_PORTS.nats),
    keepAlive: options.keepAlive ?? true,
  });
  const nats = await start(new ManagedProcess(prepared.plan));
  return { access: ownNatsAccess(prepared.url, folder.natsSecrets, prepared.identity.account), process: { nats } };
}
