import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectedMachine } from '../../../apps/fab-agent/src/machines/machine.js';
import { holdsTheContract } from './driver-contract.js';
import { anAgentsDisk, type Stage, watch } from './driver-stage.js';

async function makeStage(): Promise<Stage> {
  const disk = anAgentsDisk();
  const machine = disk.connect({ kind: 'manual' });
  let hands: string | undefined;
  const begun: string[] = [];
  const say = async (jobId: string, step: 'finished' | 'stopped'): Promise<void> => {
    hands = undefined;
    expect(await machine.can.confirm?.confirm(jobId, step)).toMatchObject({ ok: true });
  };
  return {
    machine,
    // A person is one, whoever asks: the notes are what the two agents share.
    reopen: () => disk.connect({ kind: 'manual' }),
    order: disk.order,
    world: {
      begun: (jobId) => begun.filter((one) => one === jobId).length,
      making: () => hands,
      takeUp: async (jobId) => {
        begun.push((hands = jobId));
        expect(await machine.can.confirm?.confirm(jobId, 'started')).toMatchObject({ ok: true });
      },
      finish: (jobId) => say(jobId, 'finished'),
      obeyStop: (jobId) => say(jobId, 'stopped'),
    },
    clear: () => {},
    close: async () => disk.remove(),
  };
}

holdsTheContract('a person', makeStage);

let disk: ReturnType<typeof anAgentsDisk>;
let machine: ConnectedMachine;
beforeEach(() => {
  disk = anAgentsDisk();
  machine = disk.connect({ kind: 'manual' });
});
afterEach(() => disk.remove());
const confirm = (step: 'not-started' | 'started' | 'finished' | 'failed', reason?: string) =>
  machine.can.confirm?.confirm('job_a', step, reason);

test('until a person says so, a job has neither begun nor not', async () => {
  await machine.start(disk.order('job_a'));
  expect(await machine.recall('job_a')).toEqual({ kind: 'unknown' });
  const { until, end } = watch(machine);
  await until('waiting', ({ state, waitsFor }) => state === 'waiting' && waitsFor === 'a person to start job_a');
  await confirm('started');
  await until('printing', ({ state, jobId }) => state === 'printing' && jobId === 'job_a');
  expect(await machine.recall('job_a')).toEqual({ kind: 'running' });
  await end();
});

test('a job that a person gives back was never begun, and can come again', async () => {
  await machine.start(disk.order('job_a'));
  expect(await confirm('not-started')).toMatchObject({ ok: true });
  expect(await machine.recall('job_a')).toEqual({ kind: 'never' });
  expect(await machine.start(disk.order('job_a'))).toMatchObject({ ok: true });
});

test('a job is asked to be stopped, and runs until the person has', async () => {
  await machine.start(disk.order('job_a'));
  await confirm('started');
  expect(await machine.stop('job_a')).toMatchObject({ ok: true });
  expect(await machine.recall('job_a')).toEqual({ kind: 'running' });
  const { until, end } = watch(machine);
  await until('to be stopped', ({ waitsFor }) => waitsFor === 'a person to stop job_a');
  await confirm('failed', 'The sheet slipped.');
  expect(await machine.recall('job_a')).toEqual({ kind: 'ended', outcome: 'failed', reason: 'The sheet slipped.' });
  await end();
});

test('an end is said once', async () => {
  await machine.start(disk.order('job_a'));
  await confirm('finished');
  expect(await confirm('failed')).toMatchObject({ ok: false, refusal: { code: 'machine/not-open' } });
});
