import fc from 'fast-check';
import { expect, test } from 'vitest';
import { begin, EMPTY_MEMORY, halt, recordOf, viewOf, type SimulationSettings } from './simulation.js';

const settings: SimulationSettings = { speed: 60, heatSeconds: 60, clearBedSeconds: 120 };
const job = (jobId: string, startedAtMs = 0) => ({ jobId, startedAtMs, seconds: 600, massGrams: 10 });
const at = (nowMs: number, change: Partial<SimulationSettings> = {}) => ({
  nowMs,
  settings: { ...settings, ...change },
});

test('a print heats, goes on, ends, and leaves a bed to be cleared', () => {
  const memory = begin(EMPTY_MEMORY, job('job_a'), settings);
  expect(viewOf(EMPTY_MEMORY, at(0))).toEqual({ state: 'idle' });
  expect(viewOf(memory, at(500))).toMatchObject({ state: 'printing', percent: 0, remainingSeconds: 630 });
  expect(viewOf(memory, at(6_000))).toMatchObject({ state: 'printing', percent: 50, remainingSeconds: 300 });
  expect(viewOf(memory, at(11_000))).toEqual({ state: 'waiting' });
  expect(recordOf(memory, 'job_a', at(11_000))).toMatchObject({ kind: 'ended', outcome: 'finished', seconds: 660 });
  expect(viewOf(memory, at(13_000))).toEqual({ state: 'idle' });
});

test('a job begun before is never begun again', () => {
  const memory = begin(EMPTY_MEMORY, job('job_a'), settings);
  expect(() => begin(memory, job('job_a', 99_999), settings)).toThrow('job_a was started twice');
});

test('only as many jobs fail as were told to, and others remember to have succeeded', () => {
  const failing = { ...settings, failAt: 50, failFirstJobs: 1 };
  const memory = begin(begin(EMPTY_MEMORY, job('job_a'), failing), job('job_b', 20_000), failing);
  expect(recordOf(memory, 'job_a', at(5_000, failing))).toEqual({ kind: 'running' });
  expect(recordOf(memory, 'job_a', at(6_000, failing))).toMatchObject({ kind: 'ended', outcome: 'failed' });
  expect(recordOf(memory, 'job_b', at(40_000, failing))).toMatchObject({ kind: 'ended', outcome: 'finished' });
});

test('a stop ends what runs and leaves what is over as it was', () => {
  const memory = begin(EMPTY_MEMORY, job('job_a'), settings);
  const stopped = halt(memory, 'job_a', at(3_000));
  expect(recordOf(stopped, 'job_a', at(30_000))).toEqual({ kind: 'ended', outcome: 'stopped' });
  expect(recordOf(halt(memory, 'job_a', at(30_000)), 'job_a', at(30_000))).toMatchObject({ outcome: 'finished' });
});

test('a machine that does not answer says nothing of its jobs', () => {
  const silent = { unreachableAt: { percent: 50, seconds: 60 } };
  const memory = begin(EMPTY_MEMORY, job('job_a'), settings);
  expect(viewOf(memory, at(6_500, silent))).toEqual({ state: 'unreachable' });
  expect(recordOf(memory, 'job_a', at(6_500, silent))).toEqual({ kind: 'unknown' });
  expect(viewOf(memory, at(7_500, silent))).toMatchObject({ state: 'printing' });
});

test('a print never goes backwards, whenever one looks', () => {
  const memory = begin(EMPTY_MEMORY, job('job_a'), settings);
  fc.assert(
    fc.property(fc.nat(20_000), fc.nat(20_000), (one, other) => {
      const [early, late] = [viewOf(memory, at(Math.min(one, other))), viewOf(memory, at(Math.max(one, other)))];
      if (early.percent !== undefined && late.percent !== undefined)
        expect(late.percent).toBeGreaterThanOrEqual(early.percent);
      if (early.state !== 'printing') expect(late.state).not.toBe('printing');
    }),
  );
});
