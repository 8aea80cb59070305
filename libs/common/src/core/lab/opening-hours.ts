// When a person is there.

import { DAY_MS, MINUTE_MS, type AtMs } from '../kernel/time.js';
import type { LabProfile, OpenSpan } from './lab.js';

/**
 * The first instant from `atMs` on at which the lab is open; `atMs` itself where the lab names no hours, and never
 * (Infinity) where all that it names are empty.
 */
export function openFrom(
  { hours, utcOffsetMinutes }: Pick<LabProfile, 'hours' | 'utcOffsetMinutes'>,
  atMs: AtMs,
): AtMs {
  if (hours.length === 0) return atMs;
  const spans = hours.filter((span) => span.toMinute > span.fromMinute);
  const localMs = atMs + utcOffsetMinutes * MINUTE_MS;
  const midnightMs = Math.floor(localMs / DAY_MS) * DAY_MS;
  const waits = spans.flatMap((span) => {
    const days = (span.weekday - weekdayOf(midnightMs) + 7) % 7;
    // The same weekday may mean today, or, when today's span is over, a week from now.
    return [days, days + 7].map((ahead) => waitMs(span, midnightMs + ahead * DAY_MS, localMs));
  });
  return atMs + Math.min(...waits.filter((wait) => wait !== undefined));
}

function waitMs(span: OpenSpan, dayMs: AtMs, localMs: AtMs): number | undefined {
  if (localMs >= dayMs + span.toMinute * MINUTE_MS) return undefined;
  return Math.max(0, dayMs + span.fromMinute * MINUTE_MS - localMs);
}

/** ISO weekday of a local midnight, 1 Monday to 7 Sunday; 1970-01-01 was a Thursday. */
const weekdayOf = (midnightMs: AtMs): number => ((((midnightMs / DAY_MS) % 7) + 7 + 3) % 7) + 1;
