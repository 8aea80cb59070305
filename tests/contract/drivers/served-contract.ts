// What drivers promise beyond the contract where a server stands between the agent and the machine.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PretendServer } from '../../support/machine-server.js';
import { type Stage, watch } from './driver-stage.js';

export interface ServedKind {
  readonly name: string;
  readonly makeStage: () => Promise<Stage>;
  /** What is known of a start that was never heard: the server's record proves it, or a person has to say. */
  readonly unheard: 'never' | 'unknown';
}

export function holdsTheServedContract({ name, makeStage, unheard }: ServedKind): void {
  describe(`a machine behind ${name}`, () => {
    let stage: Stage;
    let server: PretendServer;
    const watched: { end(): Promise<void> }[] = [];
    const watching = (machine = stage.machine) => {
      const one = watch(machine);
      watched.push(one);
      return one;
    };
    const start = (jobId: string) => stage.machine.start(stage.order(jobId));

    beforeEach(async () => {
      stage = await makeStage();
      server = stage.server!;
    });
    afterEach(async () => {
      for (const one of watched.splice(0)) await one.end();
      await stage.close();
    });

    test('a print that is not ours is shown as nobody’s and never touched', async () => {
      server.startForeign();
      const { until } = watching();
      const seen = await until('printing', ({ state }) => state === 'printing');
      expect(seen).not.toHaveProperty('jobId');
      expect(await start('job_a')).toMatchObject({ ok: false, refusal: { code: 'machine/busy' } });
      expect(await stage.machine.stop('job_a')).toMatchObject({ ok: false });
      expect(await stage.machine.can.pause?.pause()).toMatchObject({
        ok: false,
        refusal: { code: 'machine/not-ours' },
      });
      expect(server.commands.filter((one) => !one.includes('login'))).toEqual([]);
      expect(server.running).toBe('vase.gcode');
    });

    test('a lost printer is seen as an error, a lost server concluded from its silence', async () => {
      const { until } = watching();
      await start('job_a');
      await server.close();
      await until('out of reach', ({ state, how }) => state === 'unreachable' && how === 'inferred');
      expect(await stage.machine.recall('job_a')).toEqual({ kind: 'unknown' });
      await server.open();
      await until('at work', ({ state, how }) => state === 'printing' && how === 'seen');
      server.losePrinter();
      const lost = await until('in error', ({ state, how }) => state === 'error' && how === 'seen');
      expect(lost?.waitsFor).toContain('a person');
      expect(await stage.machine.recall('job_a')).toMatchObject({ kind: 'ended', outcome: 'failed' });
      expect(await start('job_b')).toMatchObject({ ok: false });
      server.regainPrinter();
      await until('idle', ({ state }) => state === 'idle');
    });

    test('a start whose answer is lost is open, and the record tells that it came about', async () => {
      server.startFate = 'answer is lost';
      await expect(start('job_a')).rejects.toThrow('does not answer');
      expect(await stage.machine.recall('job_a')).toEqual({ kind: 'running' });
      expect(await stage.reopen().start(stage.order('job_a'))).toMatchObject({ ok: false });
      expect(stage.world.begun('job_a')).toBe(1);
    });

    test(`a start that never arrives is open, and its record is: ${unheard}`, async () => {
      server.startFate = 'never arrives';
      await expect(start('job_a')).rejects.toThrow('does not answer');
      server.startFate = 'arrives';
      expect(await stage.reopen().recall('job_a')).toEqual({ kind: unheard });
      if (unheard === 'unknown') {
        expect(await start('job_a')).toMatchObject({ ok: false, refusal: { code: 'machine/unsure' } });
        expect(await stage.machine.can.confirm?.confirm('job_a', 'not-started')).toMatchObject({ ok: true });
      }
      expect(await start('job_a')).toMatchObject({ ok: true });
      expect(stage.world.begun('job_a')).toBe(1);
    });

    test('a server that is away before the start makes a refusal, not a doubt', async () => {
      await server.close();
      expect(await start('job_a')).toMatchObject({ ok: false });
      await server.open();
      expect(await stage.machine.recall('job_a')).toEqual({ kind: 'never' });
    });

    test('a job stopped at the machine is not said to be finished', async () => {
      const { until } = watching();
      await start('job_a');
      await until('at work', ({ jobId }) => jobId === 'job_a');
      server.cancelAtMachine();
      await until('at rest', ({ state }) => state !== 'printing');
      const record = await stage.machine.recall('job_a');
      expect(record).toMatchObject({ kind: 'ended' });
      expect(record).not.toMatchObject({ outcome: 'finished' });
    });

    test('where a server has lost its memory, a person says what became of the job, and nothing starts before', async () => {
      const { until } = watching();
      await start('job_a');
      await until('at work', ({ jobId }) => jobId === 'job_a');
      server.forget();
      const record = await stage.machine.recall('job_a');
      expect(record.kind).not.toBe('never');
      if (record.kind !== 'unknown') return;
      await until('waiting for a person', ({ waitsFor }) => waitsFor?.includes('what became of job_a') === true);
      expect(await start('job_b')).toMatchObject({ ok: false, refusal: { code: 'machine/busy' } });
      expect(await stage.machine.can.confirm?.confirm('job_a', 'failed', 'It came off the bed.')).toMatchObject({
        ok: true,
      });
      expect(await stage.reopen().recall('job_a')).toEqual({
        kind: 'ended',
        outcome: 'failed',
        reason: 'It came off the bed.',
      });
      await until('idle', ({ state }) => state === 'idle');
    });

    test('nobody’s word counts against the machine’s', async () => {
      await start('job_a');
      expect(await stage.machine.can.confirm?.confirm('job_a', 'finished')).toMatchObject({ ok: false });
      expect(await stage.machine.recall('job_a')).toEqual({ kind: 'running' });
    });

    test('an id is no way out of the folder', async () => {
      expect(await start('../../etc/passwd')).toMatchObject({ ok: false });
      expect(server.commands.filter((one) => !one.includes('login'))).toEqual([]);
    });

    test('a wrong key is refused in clear words that do not hold it', async () => {
      const machine = stage.withWrongKey!();
      const refused = await machine.start(stage.order('job_a'));
      expect(refused).toMatchObject({ ok: false });
      const { until, seen } = watching(machine);
      const error = await until('in error', ({ state, how }) => state === 'error' && how === 'seen');
      expect(error?.waitsFor).toContain('does not take the key');
      expect(JSON.stringify([refused, seen])).not.toContain('wrong-key');
      expect(server.starts).toEqual([]);
    });
  });
}
