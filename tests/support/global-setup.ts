// Before the tests with real parts: one throw-away PostgreSQL for the whole run, and a nats-server to start per test file.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ManagedProcess } from '../../infra/network/managed-process.js';
import { ensureNatsServer } from '../../infra/nats/binary.js';
import { preparePostgres } from '../../infra/postgres/server.js';
import { REPOSITORY } from '../../infra/repository.js';
import { anyFreePort } from '../../infra/system/ports.js';

declare module 'vitest' {
  interface ProvidedContext {
    postgresAdminUrl: string;
    natsServer: string;
  }
}

/** Starts what the projects `integration`, `e2e` and `browser` need; the returned function ends it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const natsServer = await ensureNatsServer(join(REPOSITORY, '.fabcommons', 'tools'), console.log);
  const dataDir = mkdtempSync(join(tmpdir(), 'fabcommons-postgres-'));
  // As root, PostgreSQL runs as somebody else, who must get through here.
  chmodSync(dataDir, 0o711);
  const { plan, adminUrl, folder } = await preparePostgres({
    dataDir,
    passwordFile: join(dataDir, 'superuser.password'),
    port: await anyFreePort(),
    throwAway: true,
    keepAlive: false,
  });
  const postgres = new ManagedProcess(plan);
  await postgres.start();
  project.provide('natsServer', natsServer);
  project.provide('postgresAdminUrl', adminUrl);
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(dataDir, { recursive: true, force: true });
  };
}
