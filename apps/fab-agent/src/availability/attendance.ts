// Whether somebody is at the lab, and when next, in its own time zone.

import { DAY_MS, MINUTE_MS, type AtMs } from '#core/kernel/time';
import type { Attendance } from './availability-settings.js';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const STEP_MS = 5 * MINUTE_MS;
const LOOK_AHEAD_MS = 31 * DAY_MS;

interface LocalTime {
  /** As `2026-12-24`. */
  readonly date: string;
  readonly weekday: number;
  /** After midnight by the clock on the wall. */
  readonly minute: number;
}

/** A clock on the lab's wall. */
function wallClock(timeZone: string): (atMs: AtMs) => LocalTime {
  const two = '2-digit';
  const date = { year: 'numeric', month: two, day: two } as const;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', weekday: 'short', ...date, hour: two, minute: two }); // prettier-ignore
  return (atMs) => {
    const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
    return {
      date: `${part('year')}-${part('month')}-${part('day')}`,
      weekday: WEEKDAYS.findIndex((name) => name === part('weekday')) + 1,
      minute: Number(part('hour')) * 60 + Number(part('minute')),
    };
  };
}

function isAttendedAt({ open, holidays }: Attendance, { date, weekday, minute }: LocalTime): boolean {
  if (holidays.some((day) => (typeof day === 'string' ? day === date : day.from <= date && date <= day.to)))
    return false;
  return open.some((span) => span.weekday === weekday && minute >= span.fromMinute && minute < span.toMinute);
}

/** True while somebody is there. */
export const isAttended = (attended: Attendance, atMs: AtMs): boolean =>
  isAttendedAt(attended, wallClock(attended.timeZone)(atMs));

/** When somebody is there again, in words of the lab's own time; undefined: not within a month. */
export function nextAttended(attended: Attendance, atMs: AtMs): string | undefined {
  const look = wallClock(attended.timeZone);
  // Hours begin at whole minutes of the wall's clock, in every zone at multiples of five from UTC's.
  for (let nextMs = Math.ceil(atMs / STEP_MS) * STEP_MS; nextMs < atMs + LOOK_AHEAD_MS; nextMs += STEP_MS) {
    const local = look(nextMs);
    if (!isAttendedAt(attended, local)) continue;
    const minutes = String(local.minute % 60).padStart(2, '0');
    return `${WEEKDAYS[local.weekday - 1]} ${local.date} ${Math.floor(local.minute / 60)}:${minutes}`;
  }
  return undefined;
}
