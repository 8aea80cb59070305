import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../kernel/time.js';
import type { WaitingPolicy } from './compare.js';
import { decideStart, type Question, ROLLING } from './decide-start.js';
import { batchMs, batchProfit, type Machine, type PastJob, type WaitingJob, type World } from './job.js';
import { fitTogether } from './plate.js';
import { canKeep } from './promises.js';
import { type ArrivingJob, replay, startByLooking } from './replay.js';

const machine: Machine = {
  bed: { xMm: 200, yMm: 150 },
  gapMm: 5,
  setUpSeconds: 1800,
  setUpMoney: 30,
  moneyPerHour: 2,
  secondsPerMm: 60,
};
const world: World = {
  machine,
  lateness: { moneyPerHour: 3, countedUntilMs: Infinity },
  stepMs: HOUR_MS / 2,
  endMs: Infinity,
};
const policy: WaitingPolicy = { ...ROLLING, futures: 4, reachMs: 18 * HOUR_MS };

const shapes = fc.record({
  boxes: fc.array(fc.record({ xMm: fc.integer({ min: 5, max: 140 }), yMm: fc.integer({ min: 5, max: 140 }) }), {
    minLength: 1,
    maxLength: 2,
  }),
  heightMm: fc.integer({ min: 1, max: 100 }),
  seconds: fc.integer({ min: 60, max: 10_000 }),
  value: fc.integer({ min: -5, max: 60 }),
});
const fitting = shapes.filter((shape) => fitTogether(machine, [shape]));
const jobs = fc
  .array(fc.tuple(fitting, fc.integer({ min: 1, max: 40 }), fc.boolean()), { minLength: 1, maxLength: 7 })
  .map((all) =>
    all.map(([shape, hours, promised], index): WaitingJob => ({
      ...shape,
      id: `j${index}`,
      promised,
      dueAtMs: hours * HOUR_MS,
    })),
  );
const past = fc.array(
  fitting.map((shape): PastJob => ({ ...shape, noticeMs: 20 * HOUR_MS })),
  { minLength: 1, maxLength: 4 },
);
const questions = fc
  .record({ waiting: jobs, like: past, perHour: fc.double({ min: 0, max: 0.6, noNaN: true }) })
  .map(({ waiting, ...arrivals }): Question => ({ nowMs: 0, waiting, world, arrivals, policy }));

const runs = { numRuns: 40 };

describe('deciding when to start', () => {
  it('keeps every promised day, waiting or not, when all of them can be kept', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const promised = question.waiting.filter(({ promised }) => promised);
        fc.pre(canKeep(machine, promised, 0));
        let [nowMs, waiting] = [0, question.waiting];
        while (waiting.some((job) => job.promised)) {
          const decision = decideStart({ ...question, nowMs, waiting });
          if ('start' in decision) {
            const batch = waiting.filter(({ id }) => decision.start.includes(id));
            expect(batch.length).toBeGreaterThan(0);
            nowMs += batchMs(machine, batch);
            for (const job of batch) if (job.promised) expect(nowMs).toBeLessThanOrEqual(job.dueAtMs + 1);
            waiting = waiting.filter((job) => !batch.includes(job));
          } else {
            expect(decision.waitUntilMs).toBeGreaterThan(nowMs);
            nowMs = decision.waitUntilMs;
          }
        }
      }),
      runs,
    );
  });

  it('starts at once when nothing is expected and some start pays', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const waiting = question.waiting.map((job) => ({ ...job, promised: false }));
        fc.pre(waiting.some((job) => batchProfit(world, [job], 0) > 0));
        expect(decideStart({ ...question, waiting, arrivals: { perHour: 0, like: [] } })).toHaveProperty('start');
      }),
      runs,
    );
  });

  it('answers the same to the same, and what it starts lies on one plate', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const decision = decideStart(question);
        expect(decideStart(structuredClone(question))).toEqual(decision);
        const ids = 'start' in decision ? decision.start : [];
        const batch = question.waiting.filter(({ id }) => ids.includes(id));
        expect(batch).toHaveLength(ids.length);
        expect(fitTogether(machine, batch)).toBe(true);
      }),
      runs,
    );
  });

  it('decides by what has come, whatever comes later', () => {
    const come = fc.array(fc.tuple(fitting, fc.integer({ min: 0, max: 30 * HOUR_MS })), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(come, fc.integer({ min: 1, max: 30 }), (all, hour) => {
        const ending: World = { ...world, endMs: 30 * HOUR_MS, stepMs: HOUR_MS };
        const arriving = all.map(([shape, arrivedAtMs], index): ArrivingJob => {
          return { ...shape, id: `j${index}`, promised: false, arrivedAtMs, dueAtMs: arrivedAtMs + 15 * HOUR_MS };
        });
        const memory = { halfLifeMs: 1e9, prior: { perHour: 0.2, hours: 12 }, jobs: 20 };
        const decide = startByLooking(policy, memory);
        const until = hour * HOUR_MS;
        const batchesUntil = (known: readonly ArrivingJob[]): unknown =>
          replay(ending, known, decide).batches.filter(({ startMs }) => startMs < until);
        const known = arriving.filter(({ arrivedAtMs }) => arrivedAtMs < until);
        expect(batchesUntil(known)).toEqual(batchesUntil(arriving));
      }),
      runs,
    );
  });

  it('waits for company that is likely, and says what that is worth', () => {
    const part: PastJob = { boxes: [{ xMm: 60, yMm: 60 }], heightMm: 40, seconds: 1000, value: 25, noticeMs: 24 * HOUR_MS }; // prettier-ignore
    const waiting = [{ ...part, id: 'first', promised: true, dueAtMs: 24 * HOUR_MS }];
    const decision = decideStart({
      nowMs: 0,
      waiting,
      world,
      arrivals: { perHour: 0.5, like: [part] },
      policy: ROLLING,
    });
    expect(decision).toMatchObject({ waitUntilMs: HOUR_MS / 2, gain: expect.any(Number) as number });
  });

  it('passes over what does not fit, and survives empty, negative and absurd input', () => {
    const huge: WaitingJob = { id: 'huge', boxes: [{ xMm: 1e6, yMm: 1 }], heightMm: 1, seconds: 1, value: 1e9, promised: true, dueAtMs: -1e12 }; // prettier-ignore
    const ask = (waiting: readonly WaitingJob[]): unknown =>
      decideStart({ nowMs: 0, waiting, world, arrivals: { perHour: 1e9, like: [{ ...huge, noticeMs: 0 }] }, policy });
    expect(ask([])).toHaveProperty('waitUntilMs');
    expect(ask([huge])).toHaveProperty('waitUntilMs');
    const late: WaitingJob = { ...huge, id: 'late', boxes: [{ xMm: 10, yMm: 10 }] };
    expect(ask([huge, late])).toEqual(expect.objectContaining({ start: ['late'] }));
  });
});
