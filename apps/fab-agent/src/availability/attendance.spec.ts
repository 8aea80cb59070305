import { expect, test } from 'vitest';
import { isAttended, nextAttended } from './attendance.js';
import { availabilitySchema, type Attendance } from './availability-settings.js';
import { holdOf, type HoldCase } from './holds.js';

const span = (weekday: 1 | 2 | 3 | 4 | 5, fromMinute = 540, toMinute = 1020) => ({ weekday, fromMinute, toMinute });
const attended: Attendance = {
  timeZone: 'Europe/Prague',
  open: [span(1), span(2), span(3), span(4), span(5)],
  holidays: ['2026-12-08', { from: '2026-12-21', to: '2027-01-01' }],
};
const at = (text: string): number => Date.parse(text);

test.each([
  ['2026-12-07T08:00:00Z', true, 'a Monday, nine in the morning there'],
  ['2026-12-07T07:59:00Z', false, 'a minute before'],
  ['2026-12-07T16:00:00Z', false, 'the end of the day, which is no longer in it'],
  ['2026-12-08T10:00:00Z', false, 'a holiday'],
  ['2026-12-23T10:00:00Z', false, 'within a range of holidays'],
  ['2027-01-01T10:00:00Z', false, 'its last day'],
  ['2026-06-01T07:00:00Z', true, 'nine by summer time'],
  ['2026-12-05T10:00:00Z', false, 'a Saturday'],
])('at %s somebody is there: %s (%s)', (time, expected) => expect(isAttended(attended, at(time))).toBe(expected));

test('the next time is told by the clock on the lab’s wall, over nights, holidays and changes of the clock', () => {
  expect(nextAttended(attended, at('2026-12-07T20:00:00Z'))).toBe('Wed 2026-12-09 9:00');
  expect(nextAttended(attended, at('2026-03-28T20:00:00Z'))).toBe('Mon 2026-03-30 9:00');
  expect(nextAttended(attended, at('2026-12-18T20:00:00Z'))).toBe('Mon 2027-01-04 9:00');
  expect(nextAttended({ ...attended, open: [] }, at('2026-12-07T20:00:00Z'))).toBeUndefined();
  const nepal = { ...attended, timeZone: 'Asia/Kathmandu' };
  expect(nextAttended(nepal, at('2026-12-07T20:00:00Z'))).toBe('Wed 2026-12-09 9:00');
});

const { maintenance } = availabilitySchema.parse({
  maintenance: [
    { machine: 'left printer', from: '2026-12-07T10:00:00+01:00', to: '2026-12-07T12:00:00+01:00', why: 'a new belt' },
  ],
});
const hold = (change: Partial<HoldCase>) =>
  holdOf({
    paused: undefined,
    maintenance,
    machine: { id: 'mac_1', name: 'Left printer' },
    nowMs: at('2026-12-07T08:00:00Z'),
    seconds: 0,
    ...change,
  });

test('a start waits for the end of a maintenance that it would run into, and other machines do not', () => {
  expect(hold({})).toBeUndefined();
  expect(hold({ seconds: 3_000 })).toBeUndefined();
  expect(hold({ seconds: 4_000 })).toBe('the end of a new belt at 2026-12-07T11:00 UTC');
  expect(hold({ nowMs: at('2026-12-07T10:30:00Z') })).toContain('a new belt');
  expect(hold({ nowMs: at('2026-12-07T11:00:00Z'), seconds: 9_999 })).toBeUndefined();
  expect(hold({ seconds: 4_000, machine: { id: 'mac_2', name: 'Right printer' } })).toBeUndefined();
});

test('a paused lab begins nothing', () => {
  expect(hold({ paused: { because: 'holidays' } })).toBe('the lab to go on: it is paused (holidays)');
  expect(hold({ paused: { because: '' } })).toBe('the lab to go on: it is paused');
});

test.each(['2026-12-07', '2026-12-07T10:00:00', 'soon'])('a maintenance from %s is not taken: no offset', (from) =>
  expect(availabilitySchema.safeParse({ maintenance: [{ from, to: '2026-12-07T12:00:00Z' }] }).success).toBe(false),
);
