// One NATS connection per program; it never gives up, and notices a dead peer within half a minute.

import { readFileSync } from 'node:fs';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';

export type { NatsConnection } from '@nats-io/transport-node';
export const NATS = Symbol('NATS');

export interface NatsSettings {
  readonly url: string;
  /** Shown by the server's monitoring. */
  readonly name: string;
  /** Path of a creds file, read again at each reconnect so that a rotated one is taken up. */
  readonly credsFile?: string | undefined;
  /** Where answers are received; a lab may only use its own. */
  readonly inboxPrefix?: string | undefined;
}

/** Connects, waiting as long as it takes; the client's own defaults would give up after 20 s. */
export function connectNats({ url, name, credsFile, inboxPrefix }: NatsSettings): Promise<NatsConnection> {
  return connect({
    servers: url.split(','),
    name,
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    reconnectJitter: 500,
    pingInterval: 10_000,
    maxPingOut: 2,
    ignoreAuthErrorAbort: true,
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
    ...(credsFile === undefined ? {} : { authenticator: credsAuthenticator(() => readFileSync(credsFile)) }),
  });
}
