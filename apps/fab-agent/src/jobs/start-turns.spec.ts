import { expect, test } from 'vitest';
import { StartTurns } from './start-turns.js';

test('starts keep their distance, and a turn in which nothing was started is free again', () => {
  let nowMs = 1_000_000;
  const turns = new StartTurns(60, { now: () => nowMs }, false);
  expect(turns.take()).toBe(0);
  nowMs += 10_000;
  expect(turns.take()).toBe(50_000);
  turns.giveBack();
  expect(turns.take()).toBe(0);
  nowMs += 60_000;
  expect(turns.take()).toBe(0);
});

test('after a restart with machines at work the first start waits too', () => {
  const clock = { now: () => 5_000 };
  expect(new StartTurns(60, clock, true).take()).toBe(60_000);
  expect(new StartTurns(0, clock, true).take()).toBe(0);
});
