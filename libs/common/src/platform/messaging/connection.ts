// One NATS connection per program; it never gives up, and notices a dead peer within half a minute.

import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, credsAuthenticator, type NatsConnection, wsconnect } from '@nats-io/transport-node';
import { WebSocket } from 'ws';

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

/** So long a plain connection is tried before a websocket, which passes where only port 443 is open, milliseconds. */
const PLAIN_FIRST_MS = 5_000;

/**
 * Connects, waiting as long as it takes; the client's own defaults would give up after 20 s. Addresses are separated by
 * commas; `ws://` and `wss://` are tried when no other answers. What answered first is used from then on.
 */
export async function connectNats({ url, name, credsFile, inboxPrefix }: NatsSettings): Promise<NatsConnection> {
  const all = url.split(',').map((each) => each.trim()).filter((each) => each !== ''); // prettier-ignore
  const isWebSocket = (each: string): boolean => /^wss?:/.test(each);
  const [plain, web] = [all.filter((each) => !isWebSocket(each)), all.filter(isWebSocket)];
  const options = {
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
  };
  if (web.length === 0) return connect({ ...options, servers: plain });
  const overWeb = (more: object): Promise<NatsConnection> =>
    wsconnect({ ...options, ...more, servers: web, wsFactory } as Parameters<typeof wsconnect>[0]);
  if (plain.length === 0) return overWeb({});
  for (;;) {
    const once = { waitOnFirstConnect: false, timeout: PLAIN_FIRST_MS };
    const found =
      (await connect({ ...options, ...once, servers: plain }).catch(() => undefined)) ??
      (await overWeb(once).catch(() => undefined));
    if (found) return found;
    await delay(500);
  }
}

/** Node 20 has no WebSocket of its own. */
const wsFactory = (address: string): Promise<{ socket: WebSocket; encrypted: boolean }> =>
  Promise.resolve({ socket: new WebSocket(address), encrypted: address.startsWith('wss:') });
