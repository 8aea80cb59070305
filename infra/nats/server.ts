// Our own NATS server in one folder: its configuration, and how it is run.

import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { ProcessPlan } from '../network/managed-process.js';
import { ensureNatsIdentity, type NatsIdentity } from './identity.js';

export interface NatsSettings {
  readonly dataDir: string;
  readonly secretsDir: string;
  readonly binary: string;
  readonly port: number;
  readonly host?: string;
  /** Opens a websocket listener (without TLS, for this machine only) on this port. */
  readonly websocketPort?: number;
  readonly keepAlive?: boolean;
}

export interface PreparedNats {
  readonly plan: ProcessPlan;
  readonly identity: NatsIdentity;
  readonly url: string;
  readonly storeDir: string;
}

/** Makes keys and configuration and says how to run the server. */
export async function prepareNats(settings: NatsSettings): Promise<PreparedNats> {
  const identity = await ensureNatsIdentity(settings.secretsDir);
  const host = settings.host ?? '127.0.0.1';
  const folder = join(settings.dataDir, 'nats');
  const storeDir = join(folder, 'jetstream');
  mkdirSync(storeDir, { recursive: true, mode: 0o700 });
  const configuration = join(folder, 'server.conf');
  writeFileSync(
    configuration,
    natsConfiguration(identity, {
      host,
      port: settings.port,
      storeDir,
      resolverDir: join(folder, 'resolver'),
      websocketPort: settings.websocketPort,
    }),
    { mode: 0o600 },
  );
  return {
    identity,
    storeDir,
    url: `nats://127.0.0.1:${settings.port}`,
    plan: {
      name: 'nats',
      command: [settings.binary, '-c', configuration],
      env: { PATH: process.env['PATH'] ?? '' },
      cwd: folder,
      mark: configuration,
      logFile: join(settings.dataDir, 'logs', 'nats.log'),
      pidFile: join(settings.dataDir, 'run', 'nats.pid'),
      stopSignal: 'SIGTERM',
      isReady: () => greets(settings.port),
      readyWithinMs: 30_000,
      keepAlive: settings.keepAlive ?? true,
    },
  };
}

export interface NatsConfiguration {
  readonly host: string;
  readonly port: number;
  readonly storeDir: string;
  readonly resolverDir: string;
  readonly websocketPort?: number | undefined;
  /** Opens the monitoring page (health, metrics) on this port. */
  readonly monitorPort?: number | undefined;
}

/** The text of server.conf; every word of it is known to servers from 2.9 on. */
export function natsConfiguration(identity: NatsIdentity, settings: NatsConfiguration): string {
  const { host, port, storeDir, resolverDir, websocketPort, monitorPort } = settings;
  const monitor = monitorPort === undefined ? '' : `http: "${host}:${monitorPort}"\n`;
  const websocket =
    websocketPort === undefined
      ? ''
      : `websocket { listen: "${host}:${websocketPort}", no_tls: true, same_origin: false }\n`;
  return `# Made at each start; changes are lost.
listen: "${host}:${port}"
server_name: fabcommons
max_payload: 8MB
max_control_line: 4KB
jetstream { store_dir: ${JSON.stringify(storeDir)}, max_memory_store: 256MB, max_file_store: 8GB }
operator: ${identity.operatorJwt}
system_account: ${identity.systemAccount}
resolver { type: full, dir: ${JSON.stringify(resolverDir)}, allow_delete: false, interval: "2m" }
resolver_preload {
  ${identity.systemAccount}: ${identity.systemAccountJwt}
  ${identity.account}: ${identity.accountJwt}
}
${monitor}${websocket}`;
}

/** Whether a NATS server with JetStream greets on this port. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.once('error', () => done(false));
    socket.once('data', (greeting) => done(/^INFO .*"jetstream":\s*true/.test(greeting.toString())));
  });
}
