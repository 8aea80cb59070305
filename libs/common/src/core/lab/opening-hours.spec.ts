import { describe, expect, it } from 'vitest';
import { openFrom } from './opening-hours.js';
import type { OpenSpan } from './lab.js';

const hours: OpenSpan[] = [
  { weekday: 1, fromMinute: 9 * 60, toMinute: 17 * 60 },
  { weekday: 5, fromMinute: 9 * 60, toMinute: 12 * 60 },
];
const lab = { hours, utcOffsetMinutes: 60 };
const at = (iso: string) => Date.parse(iso);

describe('opening hours', () => {
  it('is open at once inside a span, in local time', () =>
    expect(openFrom(lab, at('2026-11-23T08:30:00Z'))).toBe(at('2026-11-23T08:30:00Z')));
  it('waits for the morning of the same day', () =>
    expect(openFrom(lab, at('2026-11-23T05:00:00Z'))).toBe(at('2026-11-23T08:00:00Z')));
  it('waits over the weekend', () =>
    expect(openFrom(lab, at('2026-11-27T11:00:00Z'))).toBe(at('2026-11-30T08:00:00Z')));
  it('is always open where nothing is said', () =>
    expect(openFrom({ hours: [], utcOffsetMinutes: 0 }, 12345)).toBe(12345));
  it('is never open where every span is empty', () =>
    expect(openFrom({ hours: [{ weekday: 1, fromMinute: 60, toMinute: 60 }], utcOffsetMinutes: 0 }, 0)).toBe(Infinity));
});
