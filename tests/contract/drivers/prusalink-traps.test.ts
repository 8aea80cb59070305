// What is PrusaLink's alone: ends that are forgotten after seconds, files that come late, no history.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { PretendPrusaLink } from '../../support/machine-server-prusalink.js';
import { servedStage, type Stage, watch } from './driver-stage.js';

let server: PretendPrusaLink;
let stage: Stage;
beforeEach(async () => {
  server = new PretendPrusaLink();
  stage = await servedStage(server, { kind: 'prusalink', apiKey: server.key }, {});
});
afterEach(() => stage.close());
const start = (jobId: string) => stage.machine.start(stage.order(jobId));

test('an end that was watched is remembered when PrusaLink has forgotten it', async () => {
  const { until, end } = watch(stage.machine);
  await start('job_a');
  server.finish();
  await until('at its end', ({ state }) => state === 'waiting');
  server.putAway();
  await until('idle', ({ state }) => state === 'idle');
  expect(await stage.reopen().recall('job_a')).toEqual({ kind: 'ended', outcome: 'finished' });
  await end();
});

test('an end that nobody saw is neither done nor failed until a person says so', async () => {
  await start('job_a');
  server.finish();
  server.putAway();
  const machine = stage.reopen();
  expect(await machine.recall('job_a')).toEqual({ kind: 'unknown' });
  const { until, end } = watch(machine);
  await until('waiting for a person', ({ state }) => state === 'waiting');
  expect(await machine.start(stage.order('job_b'))).toMatchObject({ ok: false });
  expect(await machine.can.confirm?.confirm('job_a', 'finished')).toMatchObject({ ok: true });
  await until('idle', ({ state }) => state === 'idle');
  expect(await machine.recall('job_a')).toEqual({ kind: 'ended', outcome: 'finished' });
  await end();
});

test('the print before it, which PrusaLink still names, proves that a start never arrived', async () => {
  await start('job_a');
  server.finish();
  expect(await stage.machine.recall('job_a')).toMatchObject({ outcome: 'finished' });
  server.putAway();
  server.startFate = 'never arrives';
  await expect(start('job_b')).rejects.toThrow('does not answer');
  expect(await stage.reopen().recall('job_b')).toEqual({ kind: 'never' });
});

test('nothing starts in the seconds after an end', async () => {
  await start('job_a');
  server.finish();
  await stage.machine.recall('job_a');
  expect(await start('job_b')).toMatchObject({ ok: false, refusal: { code: 'machine/busy' } });
  server.putAway();
  expect(await start('job_b')).toMatchObject({ ok: true });
});

test('what is left of an earlier try is replaced before a start', async () => {
  server.files.set('fabcommons-job_a.gcode', { size: 3, looks: 0 });
  await stage.machine.can.confirm?.confirm('job_a', 'not-started');
  expect(await start('job_a')).toMatchObject({ ok: true });
  expect(server.files.get('fabcommons-job_a.gcode')?.size).toBeGreaterThan(3);
});
