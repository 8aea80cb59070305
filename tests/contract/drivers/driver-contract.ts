// What every driver promises, in one suite.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Stage, watch } from './driver-stage.js';

/** Runs the contract against a kind of machine. */
export function holdsTheContract(kind: string, makeStage: () => Promise<Stage>): void {
  describe(`a machine behind ${kind}`, () => {
    let stage: Stage;
    const watched: { end(): Promise<void> }[] = [];
    const watching = (machine = stage.machine) => {
      const one = watch(machine);
      watched.push(one);
      return one;
    };
    const start = async (jobId: string): Promise<void> => {
      expect(await stage.machine.start(stage.order(jobId))).toEqual({ ok: true, value: undefined });
      await stage.world.takeUp?.(jobId);
    };

    beforeEach(async () => {
      stage = await makeStage();
    });
    afterEach(async () => {
      for (const one of watched.splice(0)) await one.end();
      await stage.close();
    });

    test('starts a job, shows it, and knows its end from the machine’s own record', async () => {
      const { machine, world } = stage;
      const { until } = watching();
      await until('idle', ({ state, how }) => state === 'idle' && how === 'seen');
      expect(await machine.recall('job_a')).toEqual({ kind: 'never' });
      await start('job_a');
      expect(world.making()).toBe('job_a');
      await until('printing ours', ({ state, jobId }) => state === 'printing' && jobId === 'job_a');
      expect(await machine.recall('job_a')).toEqual({ kind: 'running' });
      await world.finish('job_a');
      expect(await machine.recall('job_a')).toMatchObject({ kind: 'ended', outcome: 'finished' });
      stage.clear();
      await until('idle again', ({ state }) => state === 'idle');
    });

    test('remembers a job when the agent starts anew', async () => {
      await start('job_a');
      expect(await stage.reopen().recall('job_a')).toEqual({ kind: 'running' });
      await stage.world.finish('job_a');
      expect(await stage.reopen().recall('job_a')).toMatchObject({ kind: 'ended', outcome: 'finished' });
      stage.clear();
      expect(await stage.reopen().recall('job_a')).toMatchObject({ kind: 'ended', outcome: 'finished' });
    });

    test('starts nothing twice: not while it is made, not after its end, not after a restart', async () => {
      await start('job_a');
      expect(await stage.machine.start(stage.order('job_a'))).toMatchObject({ ok: false });
      expect(await stage.reopen().start(stage.order('job_a'))).toMatchObject({ ok: false });
      await stage.world.finish('job_a');
      stage.clear();
      expect(await stage.machine.start(stage.order('job_a'))).toMatchObject({ ok: false });
      expect(await stage.reopen().start(stage.order('job_a'))).toMatchObject({ ok: false });
      expect(stage.world.begun('job_a')).toBe(1);
    });

    test('starts no job while another is made', async () => {
      await start('job_a');
      expect(await stage.machine.start(stage.order('job_b'))).toMatchObject({ ok: false });
      expect(stage.world.making()).toBe('job_a');
      expect(await stage.machine.recall('job_b')).toEqual({ kind: 'never' });
    });

    test('stops a job of ours, and says so', async () => {
      await start('job_a');
      expect(await stage.machine.stop('job_a')).toMatchObject({ ok: true });
      await stage.world.obeyStop?.('job_a');
      expect(stage.world.making()).toBeUndefined();
      expect(await stage.machine.recall('job_a')).toMatchObject({ kind: 'ended', outcome: 'stopped' });
    });

    test('stops nothing when asked to stop a job that it does not make', async () => {
      await start('job_a');
      await stage.machine.stop('job_b');
      expect(stage.world.making()).toBe('job_a');
      expect(await stage.machine.recall('job_a')).toEqual({ kind: 'running' });
    });

    test('a stop after the end changes nothing', async () => {
      await start('job_a');
      await stage.world.finish('job_a');
      expect(await stage.machine.stop('job_a')).toMatchObject({ ok: true });
      expect(await stage.machine.recall('job_a')).toMatchObject({ outcome: 'finished' });
    });

    test('pauses and resumes where it can', async () => {
      const { pause } = stage.machine.can;
      if (pause === undefined) return;
      const { until } = watching();
      await start('job_a');
      expect(await pause.resume()).toMatchObject({ ok: false });
      expect(await pause.pause()).toMatchObject({ ok: true });
      await until('paused', ({ state, jobId }) => state === 'paused' && jobId === 'job_a');
      expect(await stage.machine.recall('job_a')).toEqual({ kind: 'running' });
      expect(await pause.resume()).toMatchObject({ ok: true });
      await until('printing', ({ state }) => state === 'printing');
    });
  });
}
