import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  evolve,
  freeze,
  NOTHING_KNOWN,
  thaw,
  type JournalEntry,
  type LabJob,
  type LabKnowledge,
  type JournalReport,
} from './lab-journal.js';
import { nextStep, type JobRecord, type JobStep } from './lab-journal-step.js';

const aJob = (change: Partial<LabJob> = {}): LabJob => ({
  jobId: 'job_1',
  offerId: 'ofr_1',
  machineId: 'mac_1',
  fence: 1,
  title: 'Thing',
  plate: { sha256: 'a'.repeat(64), bytes: 1 },
  estimate: { seconds: 60, massGrams: 1 },
  correlationId: 'cor_1',
  assignedAtMs: 0,
  stage: 'assigned',
  ...change,
});
const aReport = (id: string, atMs: number): JournalReport => ({
  id,
  name: 'job.started',
  version: 1,
  thing: { kind: 'job', id: 'job_1' },
  correlationId: 'cor_1',
  atMs,
  data: {},
});
const knowing = (...entries: JournalEntry[]): LabKnowledge => entries.reduce(evolve, NOTHING_KNOWN);

const FINISHED: JobRecord = { kind: 'ended', outcome: 'finished' };
const STEPS: [name: string, look: Partial<Parameters<typeof nextStep>[0]>, step: JobStep['kind']][] = [
  ['a new job: its plate is fetched', {}, 'fetch-plate'],
  ['a plate is here, the machine is idle', { job: aJob({ stage: 'fetched' }) }, 'ask-and-start'],
  ['a plate is here, the machine takes G-code', { job: aJob({ stage: 'fetched' }), takes: 'gcode' }, 'prepare-gcode'],
  [
    'a plate is here, the machine takes G-code and is busy',
    { job: aJob({ stage: 'fetched' }), takes: 'gcode', state: 'printing', isNext: false },
    'prepare-gcode',
  ],
  ['the G-code is here, the machine is idle', { job: aJob({ stage: 'prepared' }), takes: 'gcode' }, 'ask-and-start'],
  ['nobody said that the bed is clear', { job: aJob({ stage: 'prepared' }), isBedUsed: true }, 'wait'],
  ['called off with its G-code here', { job: aJob({ stage: 'prepared', cancelled: 'x' }) }, 'record-end'],
  ['a plate is here, another job is before it', { job: aJob({ stage: 'fetched' }), isNext: false }, 'wait'],
  ['a plate is here, the bed is not clear', { job: aJob({ stage: 'fetched' }), state: 'waiting' }, 'wait'],
  ['a plate is here, a print that is not ours runs', { job: aJob({ stage: 'fetched' }), state: 'printing' }, 'wait'],
  ['a plate is here, the machine is away', { job: aJob({ stage: 'fetched' }), state: 'unreachable' }, 'wait'],
  ['commanded, and the machine never began', { job: aJob({ stage: 'commanded' }) }, 'ask-and-start'],
  ['commanded, never began, and another print runs', { job: aJob({ stage: 'commanded' }), state: 'printing' }, 'wait'],
  [
    'commanded, and the machine prints it',
    { job: aJob({ stage: 'commanded' }), record: { kind: 'running' }, state: 'printing' },
    'record-started',
  ],
  ['commanded, and it is done already', { job: aJob({ stage: 'commanded' }), record: FINISHED }, 'record-end'],
  ['commanded, and the machine cannot say', { job: aJob({ stage: 'commanded' }), record: { kind: 'unknown' } }, 'wait'],
  ['started, and it prints', { job: aJob({ stage: 'started' }), record: { kind: 'running' } }, 'nothing'],
  ['started, and it is done', { job: aJob({ stage: 'started' }), record: FINISHED }, 'record-end'],
  ['started, and the machine has forgotten it: never again', { job: aJob({ stage: 'started' }) }, 'wait'],
  ['called off before anything', { job: aJob({ cancelled: 'x' }) }, 'record-end'],
  ['called off with its plate here', { job: aJob({ stage: 'fetched', cancelled: 'x' }) }, 'record-end'],
  ['called off, commanded, never began', { job: aJob({ stage: 'commanded', cancelled: 'x' }) }, 'record-end'],
  [
    'called off while it prints',
    { job: aJob({ stage: 'started', cancelled: 'x' }), record: { kind: 'running' } },
    'stop-machine',
  ],
  ['called off, and done before', { job: aJob({ stage: 'started', cancelled: 'x' }), record: FINISHED }, 'record-end'],
  [
    'called off while the machine is away',
    { job: aJob({ stage: 'started', cancelled: 'x' }), record: { kind: 'unknown' }, state: 'unreachable' },
    'wait',
  ],
  [
    'called off, and the machine cannot say what became of it',
    { job: aJob({ stage: 'started', cancelled: 'x' }), record: { kind: 'unknown' }, state: 'waiting' },
    'stop-machine',
  ],
  ['made, and nobody has looked at the pieces', { job: aJob({ stage: 'made' }) }, 'wait'],
  ['made, and called off too late', { job: aJob({ stage: 'made', cancelled: 'x' }) }, 'record-end'],
  ['over', { job: aJob({ stage: 'finished' }), record: { kind: 'running' } }, 'nothing'],
];

test.each(STEPS)('%s', (_name, look, step) => {
  const whole = { job: aJob(), state: 'idle', record: { kind: 'never' }, isNext: true, ...look } as const;
  expect(nextStep(whole).kind).toBe(step);
});

test('a machine is only ever started when its own record says that it never began the job', () => {
  const jobs = fc.record({
    stage: fc.constantFrom(
      'assigned',
      'fetched',
      'prepared',
      'commanded',
      'started',
      'made',
      'finished',
      'failed',
      'stopped',
    ),
    cancelled: fc.constantFrom(undefined, 'reason'),
  });
  const records = fc.constantFrom<JobRecord>({ kind: 'running' }, FINISHED, { kind: 'unknown' }, { kind: 'never' });
  const states = fc.constantFrom('idle', 'printing', 'paused', 'waiting', 'error', 'unreachable');
  fc.assert(
    fc.property(
      jobs,
      records,
      states,
      fc.tuple(fc.boolean(), fc.boolean()),
      (job, record, state, [isNext, isGcode]) => {
        const step = nextStep({ job: aJob(job), record, state, isNext, takes: isGcode ? 'gcode' : 'plate' });
        if (step.kind !== 'ask-and-start') return;
        expect([state, isNext, job.cancelled]).toEqual(['idle', true, undefined]);
        const isReady = job.stage === 'prepared' || (job.stage === 'fetched' && !isGcode);
        expect(isReady || (job.stage === 'commanded' && record.kind === 'never')).toBe(true);
      },
    ),
  );
});

test('reports wait in order, and lost ones are said again before those that wait', () => {
  const told = knowing(
    { kind: 'report', report: aReport('evt_old', 10) },
    { kind: 'report', report: aReport('evt_1', 100) },
    { kind: 'report', report: aReport('evt_2', 200) },
    { kind: 'report-acknowledged', id: 'evt_old' },
    { kind: 'report-acknowledged', id: 'evt_1' },
  );
  expect([...told.unsent]).toEqual(['evt_2']);
  expect([...evolve(told, { kind: 'reports-lost', sinceMs: 50 }).unsent]).toEqual(['evt_1', 'evt_2']);
});

test('what is open is never forgotten, what is over is', () => {
  const known = knowing(
    { kind: 'job-assigned', job: aJob() },
    { kind: 'job-assigned', job: aJob({ jobId: 'job_2' }) },
    { kind: 'ended', jobId: 'job_2', outcome: 'finished', atMs: 5 },
    { kind: 'report', report: aReport('evt_1', 5) },
    { kind: 'report', report: aReport('evt_2', 5) },
    { kind: 'report-acknowledged', id: 'evt_1' },
    { kind: 'handled', key: 'a', atMs: 5 },
    { kind: 'forgotten', beforeMs: 10 },
  );
  expect([...known.jobs.keys()]).toEqual(['job_1']);
  expect([...known.reports.keys()]).toEqual(['evt_2']);
  expect(known.handled.size).toBe(0);
});

test('a cancel that comes before its job keeps the job from being taken', () => {
  const known = knowing({ kind: 'cancel-heard', jobId: 'job_1', fence: 2, reason: 'x' });
  expect(known.unwanted.get('job_1')).toBe(2);
});

test('G-code is known with its job until it is lost, and a bed is used until somebody clears it', () => {
  const gcode = { sha256: 'b'.repeat(64), bytes: 9, seconds: 60, massGrams: 2 };
  const prepared = [
    { kind: 'job-assigned', job: aJob() },
    { kind: 'plate-fetched', jobId: 'job_1' },
    { kind: 'gcode-prepared', jobId: 'job_1', ...gcode },
  ] as const;
  expect(knowing(...prepared).jobs.get('job_1')).toMatchObject({ stage: 'prepared', gcode });
  const lost = knowing(...prepared, { kind: 'gcode-lost', jobId: 'job_1' }).jobs.get('job_1');
  expect([lost?.stage, lost?.gcode]).toEqual(['fetched', undefined]);
  const started = knowing(...prepared, { kind: 'started', jobId: 'job_1', how: 'seen' });
  expect([...started.usedBeds]).toEqual(['mac_1']);
  expect([...evolve(started, { kind: 'bed-cleared', machineId: 'mac_1' }).usedBeds]).toEqual([]);
});

test('what an older agent wrote down is known', () => {
  const { usedBeds: _later, ...older } = freeze(knowing({ kind: 'job-assigned', job: aJob() }));
  expect(thaw(older)).toEqual(knowing({ kind: 'job-assigned', job: aJob() }));
});

test('knowledge survives being written down', () => {
  const known = knowing(
    { kind: 'job-assigned', job: aJob() },
    { kind: 'start-commanded', jobId: 'job_1', fence: 1 },
    { kind: 'report', report: aReport('evt_1', 1) },
    { kind: 'handled', key: 'a', atMs: 5 },
  );
  expect(thaw(JSON.parse(JSON.stringify(freeze(known))) as ReturnType<typeof freeze>)).toEqual(known);
});
