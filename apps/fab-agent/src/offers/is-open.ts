// Whether somebody is at the lab, by its hours and holidays in its own time zone.

import type { AtMs } from '#core/kernel/time';
import type { Hours } from './rules.js';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** True at an instant within an open span of that day, and on no holiday. */
export function isOpen({ timeZone, open, holidays }: Hours, atMs: AtMs): boolean {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  if (holidays.includes(`${part('year')}-${part('month')}-${part('day')}`)) return false;
  const today = WEEKDAYS.findIndex((name) => name === part('weekday')) + 1;
  const minute = Number(part('hour')) * 60 + Number(part('minute'));
  return open.some(
    ({ weekday, fromMinute, toMinute }) => weekday === today && minute >= fromMinute && minute < toMinute,
  );
}
