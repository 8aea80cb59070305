import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../kernel/time.js';
import type { PastJob } from './job.js';
import { type ArrivalEvent, arrivalKey, expectedOf, learnArrivals, type Memory } from './learn-arrivals.js';

const job: PastJob = { boxes: [], heightMm: 1, seconds: 1, value: 1, noticeMs: 1 };
const memory: Memory = { halfLifeMs: 100 * HOUR_MS, prior: { perHour: 0.1, hours: 10 }, jobs: 3 };
const key = arrivalKey('u33d', 'PLA', 'fdm');
const every = (hours: number, count: number): ArrivalEvent[] =>
  Array.from({ length: count }, (_, index) => ({ atMs: index * hours * HOUR_MS, key, job }));

describe('learning arrivals', () => {
  it('believes the prior before anything came, and more and more what came', () => {
    expect(expectedOf(undefined, 0, memory)).toEqual({ perHour: 0.1, like: [], confidence: 0 });
    const events = every(0.5, 2000);
    const learnt = learnArrivals(new Map(), events, memory).get(key);
    const expected = expectedOf(learnt, events.at(-1)!.atMs, memory);
    expect(expected.perHour).toBeGreaterThan(1.8);
    expect(expected.perHour).toBeLessThan(2.1);
    expect(expected.confidence).toBeGreaterThan(0.9);
    expect(expected.like).toHaveLength(3);
  });

  it('forgets a rush that is over', () => {
    const learnt = learnArrivals(new Map(), every(0.1, 100), memory).get(key);
    const [soon, later] = [20, 2000].map((hours) => expectedOf(learnt, hours * HOUR_MS, memory).perHour);
    expect(soon).toBeGreaterThan(1);
    expect(later).toBeLessThan(0.05);
  });

  it('is a fold: in one go or event by event, and it changes nothing that it was given', () => {
    const events = [...every(1, 5), { atMs: 3 * HOUR_MS, key: 'other', job }];
    const before = learnArrivals(new Map(), events.slice(0, 3), memory);
    const copy = structuredClone(before);
    const after = learnArrivals(before, events.slice(3), memory);
    expect(before).toEqual(copy);
    expect(after).toEqual(learnArrivals(new Map(), events, memory));
    expect(after.get('other')).toMatchObject({ came: 0, sinceMs: 3 * HOUR_MS });
  });
});
