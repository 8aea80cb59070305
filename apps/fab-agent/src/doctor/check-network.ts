// Whether the network is reached, by HTTP and by its broker, and whether the clocks agree.

import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { SECOND_MS, type AtMs } from '#core/kernel/time';
import { connectNats } from '#platform/messaging/connection';
import { well, wrong, type Check } from './check.js';

const WITHIN_MS = 10 * SECOND_MS;
/** More than a slow line and the whole seconds of HTTP explain. */
const CLOCK_OFF_MS = 30 * SECOND_MS;
const PORTS: Readonly<Record<string, number>> = { 'nats:': 4222, 'tls:': 4222, 'ws:': 80, 'wss:': 443 };

/** HTTP and clock. */
export async function checkHttp(networkUrl: string): Promise<Check[]> {
  const url = new URL('/healthz', networkUrl);
  const startMs = Date.now();
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MS), redirect: 'manual' });
    await response.body?.cancel();
    const http = response.ok
      ? well('network', `${url.origin} answers`)
      : wrong(
          'network',
          `${url.origin} answers ${response.status}.`,
          'See networkUrl in lab.json, or ask the network.',
        );
    return [http, checkClock(response.headers.get('date'), (startMs + Date.now()) / 2)];
  } catch (error) {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    const todo = 'See networkUrl in lab.json, this computer’s connection, and a proxy or firewall between.';
    return [wrong('network', `${url.origin} does not answer: ${why}`, todo)];
  }
}

/** The network's Date header against this computer's clock. */
export function checkClock(date: string | null, nowMs: AtMs): Check {
  const theirsMs = Date.parse(date ?? '');
  if (Number.isNaN(theirsMs)) return well('clock', 'the network does not say what time it is');
  const offSeconds = Math.round((nowMs - theirsMs) / SECOND_MS);
  if (Math.abs(nowMs - theirsMs) <= CLOCK_OFF_MS) return well('clock', 'agrees with the network’s');
  const says = `This computer’s clock is ${Math.abs(offSeconds)} s ${offSeconds > 0 ? 'ahead of' : 'behind'} the network’s.`;
  return wrong('clock', says, 'Turn on time synchronisation: sudo timedatectl set-ntp true');
}

/** The broker, with the lab's credentials. */
export async function checkBroker(url: string, credsFile: string, labId: string): Promise<Check> {
  const connecting = connectNats({ url, credsFile, name: `fab-agent doctor ${labId}`, inboxPrefix: `_INBOX.${labId}` });
  const ending = new AbortController();
  const late = delay(WITHIN_MS, undefined, { signal: ending.signal }).catch(() => undefined);
  try {
    const connection = await Promise.race([connecting, late]);
    if (connection !== undefined) {
      await connection.close();
      return well('broker', `${url} takes the lab’s credentials`);
    }
  } catch (error) {
    return wrong(
      'broker',
      `${url} can not be reached with these settings: ${String(error)}`,
      'See natsUrl in lab.json.',
    );
  } finally {
    ending.abort();
  }
  const reached = await Promise.all(url.split(',').map((one) => isReached(one.trim())));
  return reached.includes(true)
    ? wrong('broker', `${url} is there and does not let the lab in.`, 'Its credentials may be revoked: ask the network for a new code and enrol with --force.') // prettier-ignore
    : wrong('broker', `${url} does not answer.`, 'See natsUrl in lab.json, and whether a firewall lets that port out.');
}

function isReached(address: string): Promise<boolean> {
  const text = address.includes('://') ? address : `nats://${address}`;
  if (!URL.canParse(text)) return Promise.resolve(false);
  const { hostname, port, protocol } = new URL(text);
  return new Promise((resolve) => {
    const socket = createConnection({
      host: hostname,
      port: Number(port) || (PORTS[protocol] ?? 4222),
      timeout: 5_000,
    });
    const over = (reached: boolean): void => {
      socket.destroy();
      resolve(reached);
    };
    socket.once('connect', () => over(true)).once('error', () => over(false)).once('timeout', () => over(false)); // prettier-ignore
  });
}
