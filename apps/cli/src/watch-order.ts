// An order's timeline as it happens: server-sent events, taken up again where a connection broke.

import { setTimeout as delay } from 'node:timers/promises';
import { ApiProblem, callRoute, openRoute, type Connection } from '#contracts/http/call-route';
import { readOrder, watchOrder, type OrderState, type OrderView } from '#contracts/http/orders';
import type { OrderId } from '#core/kernel/ids';

export const ENDED: readonly OrderState[] = ['settled', 'cancelled'];

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
  for (;;) {
    signal?.throwIfAborted();
    try {
      const order = await look(connection, orderId, seen, onEntry);
      if (until(order)) return order;
      await nextEvent(connection, orderId, seen, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ApiProblem && error.problem.status < 500) throw error;
      await delay(500, undefined, signal ? { signal } : {});
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

/** Resolves at the first event that is new, or when the stream ends. */
async function nextEvent(
  connection: Connection,
  orderId: OrderId,
  seen: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const last = [...seen].at(-1);
  const response = await openRoute(connection, watchOrder, {
    params: { orderId },
    headers: { accept: 'text/event-stream', ...(last === undefined ? {} : { 'last-event-id': last }) },
    signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
  });
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const ids = [...text.matchAll(/^id: ?(.+)$/gm)].map((match) => match[1]!.trim());
      if (ids.some((id) => !seen.has(id))) return;
      text = text.slice(-10_000);
    }
  } finally {
    stop.abort();
  }
}
