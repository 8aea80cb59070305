// An order's timeline as it happens: server-sent events, taken up again where a connection broke.

import { setTimeout as delay } from 'node:timers/promises';
import { ApiProblem, callRoute, openRoute, type Connection } from '#contracts/http/call-route';
import { readOrder, watchOrder, type OrderState, type OrderView } from '#contracts/http/orders';
import type { OrderId } from '#core/kernel/ids';

export const ENDED: readonly OrderState[] = ['settled', 'cancelled'];

const LOOK_AGAIN_MS = 100;
const RECONNECT_MS = 500;

export interface Watching {
  readonly until: (order: OrderView) => boolean;
  readonly onEntry?: (entry: OrderView['timeline'][number]) => void;
  readonly signal?: AbortSignal;
}

/** Follows an order until `until` says so; survives restarts of the gateway. Throws what the network refuses. */
export async function followOrder(
  connection: Connection,
  orderId: OrderId,
  { until, onEntry, signal }: Watching,
): Promise<OrderView> {
  const seen = new Set<string>();
  let last: string | undefined;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const order = await look(connection, orderId, seen, onEntry);
      if (until(order)) return order;
      last = await nextEvent(connection, orderId, last, signal);
      // A burst of facts is one look, and a stream that ends at once must not become a storm of requests.
      await pause(LOOK_AGAIN_MS, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ApiProblem && error.problem.status < 500) throw error;
      await pause(RECONNECT_MS, signal);
    }
  }
}

async function look(
  connection: Connection,
  orderId: OrderId,
  seen: Set<string>,
  onEntry: Watching['onEntry'],
): Promise<OrderView> {
  const order = await callRoute(connection, readOrder, { params: { orderId } });
  for (const entry of order.timeline) {
    if (seen.has(entry.id)) continue;
    seen.add(entry.id);
    onEntry?.(entry);
  }
  return order;
}

/** Resolves with the id of the newest event after `after`, or when the stream ends. */
async function nextEvent(
  connection: Connection,
  orderId: OrderId,
  after: string | undefined,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const stop = new AbortController();
  const response = await openRoute(connection, watchOrder, {
    params: { orderId },
    headers: { accept: 'text/event-stream', ...(after === undefined ? {} : { 'last-event-id': after }) },
    signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
  });
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const newest = [...text.matchAll(/^id: ?(.+)\n/gm)].at(-1)?.[1];
      if (newest !== undefined) return newest.trim();
    }
    return after;
  } finally {
    stop.abort();
  }
}

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  delay(ms, undefined, signal ? { signal } : {});
