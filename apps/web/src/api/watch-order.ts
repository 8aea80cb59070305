// The order's timeline as it happens. The browser reconnects by itself and says how far it had got (Last-Event-ID).

import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { timelineEntrySchema, watchOrder } from '#contracts/http/orders';
import { addressOf } from '#contracts/http/call-route';

export type TimelineEntry = z.infer<typeof timelineEntrySchema>;
export type Connection = 'connecting' | 'live' | 'lost';

/** Follows an order until it ends; `onNews` is told after each event. */
export function useOrderNews(
  orderId: string,
  { onNews, enabled }: { onNews: (entry: TimelineEntry) => void; enabled: boolean },
): Connection {
  const [connection, setConnection] = useState<Connection>('connecting');
  useEffect(() => {
    if (!enabled) return undefined;
    const source = new EventSource(addressOf(watchOrder, { params: { orderId } }));
    const hear = ({ data }: MessageEvent<string>): void => {
      const entry = entryOf(data);
      if (entry) onNews(entry);
    };
    source.addEventListener('open', () => setConnection('live'));
    source.addEventListener('error', () => setConnection('lost'));
    source.addEventListener('message', hear);
    return () => source.close();
  }, [orderId, enabled, onNews]);
  return connection;
}

function entryOf(data: string): TimelineEntry | undefined {
  try {
    return timelineEntrySchema.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined; // A heartbeat or a newer kind of event: nothing to show.
  }
}
