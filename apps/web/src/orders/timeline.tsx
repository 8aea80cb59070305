// What happened to the order, the newest first, and whether news is coming in.

import { useEffect, useRef, useState } from 'react';
import type { Connection, TimelineEntry } from '../api/watch-order.js';
import { Badge } from '../parts/badge.js';
import { showClock, showDateTime } from '../parts/format.js';

const CONNECTIONS = {
  connecting: ['connecting', 'plain'],
  live: ['live', 'good'],
  lost: ['reconnecting', 'warn'],
} as const;

interface TimelineProps {
  readonly entries: readonly TimelineEntry[];
  /** Undefined when nothing more is to be expected. */
  readonly connection: Connection | undefined;
}

/** A list of facts; a new one is read aloud, once. */
export function Timeline({ entries, connection }: TimelineProps) {
  const news = useNews(entries);
  return (
    <section aria-labelledby="timeline-heading">
      <h2 id="timeline-heading">
        What happened{' '}
        {connection ? <Badge tone={CONNECTIONS[connection][1]}>{CONNECTIONS[connection][0]}</Badge> : null}
      </h2>
      <output className="visually-hidden">{news}</output>
      <ol className="timeline">
        {entries.toReversed().map(({ id, at, event, text }) => (
          <li key={id} data-event={event}>
            <time dateTime={at} title={showDateTime(at)}>
              {showClock(at)}
            </time>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The last fact that came in after the page was opened; progress is left to the bars. */
function useNews(entries: readonly TimelineEntry[]): string {
  const [news, setNews] = useState('');
  const last = entries.findLast(({ event }) => event !== 'job.progressed');
  const seen = useRef(last?.id);
  useEffect(() => {
    if (last === undefined || last.id === seen.current) return;
    seen.current = last.id;
    setNews(last.text);
  }, [last]);
  return news;
}
