// What is Moonraker's alone: starts that replace, states that lie, a history that is the last word.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { PretendMoonraker } from '../../support/machine-server-moonraker.js';
import { servedStage, type Stage, watch } from './driver-stage.js';

let server: PretendMoonraker;
let stage: Stage;
beforeEach(async () => {
  server = new PretendMoonraker();
  stage = await servedStage(server, { kind: 'moonraker', apiKey: server.key }, {});
});
afterEach(() => stage.close());
const start = (jobId: string) => stage.machine.start(stage.order(jobId));

test('a paused print of somebody else is not replaced', async () => {
  server.pauseForeign();
  expect(await start('job_a')).toMatchObject({ ok: false, refusal: { code: 'machine/busy' } });
  expect(server.running).toBe('vase.gcode');
});

test('a print that ran out of filament waits for a person who loads some', async () => {
  const { until, end } = watch(stage.machine);
  await start('job_a');
  server.runOut();
  const paused = await until('paused', ({ state }) => state === 'paused');
  expect(paused).toMatchObject({ jobId: 'job_a', waitsFor: 'a person to load filament and to resume' });
  await end();
});

test('progress counts the moves, not the comments around them', async () => {
  const { until, end } = watch(stage.machine);
  await start('job_a');
  server.readAt(4_140);
  await until('through its moves', ({ percent }) => percent === 100);
  server.readAt(304);
  await until('at its beginning', ({ percent, remainingSeconds }) => percent === 0 && remainingSeconds === 10);
  await end();
});

test('a history that was emptied proves nothing', async () => {
  await start('job_a');
  server.finish();
  server.startFate = 'never arrives';
  await start('job_b').catch(() => {});
  expect(await stage.machine.recall('job_b')).toEqual({ kind: 'never' });
  server.loseHistory();
  expect(await stage.machine.recall('job_b')).toEqual({ kind: 'unknown' });
});

test('Klipper gone is an error that Moonraker tells, and a start then is refused', async () => {
  server.loseKlipper();
  const { until, end } = watch(stage.machine);
  const seen = await until('in error', ({ state, how }) => state === 'error' && how === 'seen');
  expect(seen?.waitsFor).toContain('Klippy Host not connected');
  expect(await start('job_a')).toMatchObject({ ok: false });
  await end();
});
