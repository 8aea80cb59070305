import { expect, test } from 'vitest';
import type { Observation } from '../machine.js';
import { follow, Wake } from './follow.js';
import { KeyRefused, NoAnswer } from './machine-server.js';

const never = 1_000_000;
const pace = { busyMs: never, idleMs: never, awayMs: never };
const idle: Observation = { how: 'seen', state: 'idle' };

async function firstOf(look: () => Promise<Observation>): Promise<Observation | undefined> {
  const ending = new AbortController();
  for await (const one of follow({ look, pace, wake: new Wake(), signal: ending.signal })) {
    ending.abort();
    return one;
  }
  return undefined;
}

test('silence is concluded, a refused key is seen, an error of ours is thrown', async () => {
  expect(await firstOf(() => Promise.reject(new NoAnswer('Nobody there.')))).toEqual({
    how: 'inferred',
    state: 'unreachable',
    waitsFor: 'Nobody there.',
  });
  expect(await firstOf(() => Promise.reject(new KeyRefused('Not this key.')))).toMatchObject({
    how: 'seen',
    state: 'error',
  });
  await expect(firstOf(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug');
});

test('news bring the next look at once', async () => {
  const ending = new AbortController();
  const wake = new Wake();
  let looks = 0;
  for await (const _ of follow({ look: async () => idle, pace, wake, signal: ending.signal })) {
    looks += 1;
    if (looks === 3) ending.abort();
    else setTimeout(() => wake.wake(), 1);
  }
  expect(looks).toBe(3);
});

test('a server that hangs does not hold up the end', async () => {
  const ending = new AbortController();
  setTimeout(() => ending.abort(), 1);
  const hangs = () => new Promise<never>(() => {});
  for await (const one of follow({ look: hangs, pace, wake: new Wake(), signal: ending.signal })) expect(one).toBe(0);
  expect(ending.signal.aborted).toBe(true);
});
