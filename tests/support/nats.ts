// A real NATS server of a test file's own, with fresh keys; it starts in some 20 ms.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, credsAuthenticator, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node';
import { inject } from 'vitest';
import { ManagedProcess } from '../../infra/network/managed-process.js';
import { natsSecretFiles, type NatsIdentity, type NatsSecretFiles } from '../../infra/nats/identity.js';
import { prepareNats } from '../../infra/nats/server.js';
import { anyFreePort } from './ports.js';

export interface TestNats {
  readonly url: string;
  /** The same server over a websocket. */
  readonly websocketUrl: string;
  readonly identity: NatsIdentity;
  readonly files: NatsSecretFiles;
  readonly server: ManagedProcess;
  /** The folder of the JetStream store, for tests that wipe it. */
  readonly storeDir: string;
  /** A connection with the creds of a file (gateway, scheduler) or with their text (a lab). */
  connect(creds: { file: string } | { text: string }, options?: Partial<ConnectionOptions>): Promise<NatsConnection>;
  stop(): Promise<void>;
}

/** Starts a server; call `stop` in afterAll. */
export async function startNats(): Promise<TestNats> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fabcommons-nats-'));
  const secretsDir = join(dataDir, 'secrets');
  const websocketPort = await anyFreePort();
  const prepared = await prepareNats({
    dataDir,
    secretsDir,
    binary: inject('natsServer'),
    port: await anyFreePort(),
    websocketPort,
    keepAlive: false,
  });
  const server = new ManagedProcess(prepared.plan);
  await server.start();
  return {
    url: prepared.url,
    websocketUrl: `ws://127.0.0.1:${websocketPort}`,
    identity: prepared.identity,
    files: natsSecretFiles(secretsDir),
    server,
    storeDir: prepared.storeDir,
    connect: (creds, options = {}) =>
      connect({
        servers: prepared.url,
        authenticator: credsAuthenticator(
          'file' in creds ? readFileSync(creds.file) : new TextEncoder().encode(creds.text),
        ),
        reconnect: false,
        ...options,
      }),
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
