import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../kernel/time.js';
import { faultsOf } from '../kernel/transitions.js';
import {
  decideJob,
  evolveJob,
  jobEnded,
  JOB_TRANSITIONS,
  type Job,
  type JobCommand,
  type JobEvent,
  type Patience,
} from './job.js';

const patience: Patience = {
  unseenAfterMs: 40_000,
  startLeaseMs: 10 * MINUTE_MS,
  lostAfterMs: 2 * HOUR_MS,
  lostAfterShareOfEstimate: 0.5,
};
const aJob = (more: Partial<Job> = {}): Job => ({
  state: 'accepted',
  fence: 1,
  percent: 0,
  estimateSeconds: 3600,
  heardAtMs: 0,
  ...more,
});

const given = (job: Job) => ({
  when: (command: JobCommand) => {
    const decision = decideJob(command, job);
    return {
      then: (...events: JobEvent['kind'][]) =>
        expect(decision.ok && decision.value.map((event) => event.kind)).toEqual(events),
      thenRefused: (code: string) => expect(decision.ok ? 'not refused' : decision.refusal.code).toBe(code),
    };
  },
});

describe('a job', () => {
  it('has a sound table', () => expect(faultsOf(JOB_TRANSITIONS, 'accepted')).toEqual([]));
  it('is permitted once', () => given(aJob()).when({ kind: 'askPermission', fence: 1 }).then('permitted'));
  it('keeps the permission it gave', () =>
    given(aJob({ state: 'permitted' }))
      .when({ kind: 'askPermission', fence: 1 })
      .then());
  it('gives no permission under an old fence', () =>
    given(aJob({ fence: 2 }))
      .when({ kind: 'askPermission', fence: 1 })
      .thenRefused('job/stale-fence'));
  it('gives no permission to start what runs', () =>
    given(aJob({ state: 'printing' }))
      .when({ kind: 'askPermission', fence: 1 })
      .thenRefused('job/not-startable'));
  it('does not believe a start without permission', () =>
    given(aJob()).when({ kind: 'reportStarted', fence: 1 }).thenRefused('job/not-startable'));
  it('out of sight is not failed', () =>
    given(aJob({ state: 'printing' }))
      .when({ kind: 'look', atMs: MINUTE_MS, patience })
      .then('unseen'));
  it('out of sight stays so for hours', () =>
    given(aJob({ state: 'unseen' }))
      .when({ kind: 'look', atMs: HOUR_MS, patience })
      .then());
  it('out of sight is given up after the long trust', () =>
    given(aJob({ state: 'unseen' }))
      .when({ kind: 'look', atMs: 2 * HOUR_MS, patience })
      .then('lost'));
  it('of a long estimate is trusted for half of it', () =>
    given(aJob({ state: 'unseen', estimateSeconds: 40 * 3600 }))
      .when({ kind: 'look', atMs: 19 * HOUR_MS, patience })
      .then());
  it('out of sight comes back by a report', () =>
    given(aJob({ state: 'unseen' }))
      .when({ kind: 'reportProgress', fence: 1, percent: 50 })
      .then('seen', 'progressed'));
  it('that ends while being stopped is done', () =>
    given(aJob({ state: 'stopping' }))
      .when({ kind: 'reportFinished', fence: 1 })
      .then('finished'));
  it('that runs is not cancelled before the lab confirms', () =>
    given(aJob({ state: 'printing' }))
      .when({ kind: 'cancel', reason: 'x' })
      .then('stopAsked'));
  it('does not go backwards', () =>
    given(aJob({ state: 'printing', percent: 60 }))
      .when({ kind: 'reportProgress', fence: 1, percent: 40 })
      .then());

  it('ends at most once, whatever is said', () => {
    const fence = fc.constantFrom(1, 2);
    const command: fc.Arbitrary<JobCommand> = fc.oneof(
      fc.record({ kind: fc.constantFrom('askPermission', 'reportStarted', 'reportFinished', 'reportStopped'), fence }),
      fc.record({ kind: fc.constant('reportProgress'), fence, percent: fc.integer({ min: 0, max: 100 }) }),
      fc.record({ kind: fc.constant('reportFailed'), fence, reason: fc.constant('x') }),
      fc.record({ kind: fc.constant('cancel'), reason: fc.constant('x') }),
      fc.record({
        kind: fc.constant('look'),
        atMs: fc.integer({ min: 0, max: 4 * HOUR_MS }),
        patience: fc.constant(patience),
      }),
    ) as fc.Arbitrary<JobCommand>;
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        let job = aJob();
        let ends = 0;
        for (const one of commands) {
          const decision = decideJob(one, job);
          for (const event of decision.ok ? decision.value : []) {
            expect(jobEnded(job.state)).toBe(false);
            const after = evolveJob(job, event);
            if (event.kind !== 'progressed') expect(after.state).not.toBe(job.state);
            job = after;
            if (jobEnded(job.state)) ends++;
          }
        }
        expect(ends).toBeLessThanOrEqual(1);
      }),
    );
  });
});
