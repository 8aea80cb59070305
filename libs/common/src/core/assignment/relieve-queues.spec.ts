import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../kernel/time.js';
import { type Queues, relieveQueues, type JobMove } from './relieve-queues.js';

const WORTH = { hourMinor: 10, lateHourMinor: 100, troubleMinor: 20 };
const hours = (count: number) => count * 3600;

/** Everything that counts, reckoned anew: queues as they are after the moves, in their order. */
function costOf({ freeAtMs, jobs }: Queues, moves: readonly JobMove[]): number {
  const queues = freeAtMs.map(() => [] as { job: number; seconds: number; moreMinor: number }[]);
  const movedTo = new Map(moves.map(({ job, to }) => [job, to]));
  jobs.forEach(({ machine, seconds }, job) => {
    if (!movedTo.has(job)) queues[machine]!.push({ job, seconds, moreMinor: 0 });
  });
  for (const { job, to } of moves) {
    const way = jobs[job]!.ways.find(({ machine }) => machine === to)!;
    queues[to]!.push({ job, seconds: way.seconds, moreMinor: way.moreMinor });
  }
  let minor = moves.length * WORTH.troubleMinor;
  queues.forEach((queue, machine) => {
    let atMs = freeAtMs[machine]!;
    for (const { job, seconds, moreMinor } of queue) {
      atMs += seconds * 1000;
      const lateMs = Math.max(0, atMs - jobs[job]!.dueAtMs);
      minor += moreMinor + (atMs * WORTH.hourMinor + lateMs * WORTH.lateHourMinor) / HOUR_MS;
    }
  });
  return minor;
}

const MACHINES = 4;
const queues: fc.Arbitrary<Queues> = fc.record({
  freeAtMs: fc.array(fc.integer({ min: 0, max: 30 }).map((h) => h * HOUR_MS), { minLength: MACHINES, maxLength: MACHINES }), // prettier-ignore
  jobs: fc.array(
    fc.record({
      machine: fc.nat(MACHINES - 1),
      seconds: fc.integer({ min: 60, max: hours(12) }),
      dueAtMs: fc.integer({ min: 0, max: 40 }).map((h) => h * HOUR_MS),
      ways: fc.uniqueArray(
        fc.record({
          machine: fc.nat(MACHINES - 1),
          seconds: fc.integer({ min: 60, max: hours(12) }),
          moreMinor: fc.nat(200),
        }),
        { maxLength: 3, selector: ({ machine }) => machine },
      ),
    }),
    { maxLength: 12 },
  ),
});

describe('relieving queues', () => {
  it('moves only what may move, each once, and only where the whole costs less by what it says', () =>
    fc.assert(
      fc.property(queues, (given) => {
        const { moves, gainMinor } = relieveQueues(given, WORTH);
        expect(new Set(moves.map(({ job }) => job)).size).toBe(moves.length);
        for (const { job, to } of moves) {
          expect(to).not.toBe(given.jobs[job]!.machine);
          expect(given.jobs[job]!.ways.some(({ machine }) => machine === to)).toBe(true);
        }
        const saved = costOf(given, []) - costOf(given, moves);
        expect(gainMinor).toBeCloseTo(saved, 3);
        expect(saved).toBeGreaterThanOrEqual(-1e-6);
      }),
    ));

  it('leaves nothing that one more move would better', () =>
    fc.assert(
      fc.property(queues, (given) => {
        const { moves } = relieveQueues(given, WORTH);
        const now = costOf(given, moves);
        given.jobs.forEach(({ machine, ways }, job) => {
          if (moves.some((move) => move.job === job)) return;
          for (const { machine: to } of ways)
            if (to !== machine) expect(costOf(given, [...moves, { job, to }])).toBeGreaterThanOrEqual(now - 1e-3);
        });
      }),
    ));

  it('ends whenever it is told to, with what it has', () => {
    const late = { machine: 0, seconds: hours(5), dueAtMs: 0, ways: [{ machine: 1, seconds: hours(5), moreMinor: 0 }] };
    const given = { freeAtMs: [0, 0], jobs: [late, late, late, late] };
    let looks = 0;
    expect(relieveQueues(given, WORTH, () => looks++ < 1).moves).toHaveLength(1);
    expect(relieveQueues(given, WORTH).moves).toHaveLength(2);
    expect(relieveQueues(given, WORTH, () => false)).toEqual({ moves: [], gainMinor: 0 });
  });
});
