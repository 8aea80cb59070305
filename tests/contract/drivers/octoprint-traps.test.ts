// What is OctoPrint's alone: its keys, its line, its successes that are none.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '#platform/clock/clock';
import { askAppKey } from '../../../apps/fab-agent/src/machines/drivers/octoprint/ask-app-key.js';
import { eventually } from '../../support/eventually.js';
import { PretendOctoPrint } from '../../support/machine-server-octoprint.js';
import { servedStage, type Stage, watch } from './driver-stage.js';

let server: PretendOctoPrint;
let stage: Stage;
beforeEach(async () => {
  server = new PretendOctoPrint();
  stage = await servedStage(server, { kind: 'octoprint', apiKey: server.key }, {});
});
afterEach(() => stage.close());

const asking = (onAsked: () => void) => askAppKey({ url: server.url, clock: systemClock, everyMs: 5, onAsked });

test('a person grants a key, and the agent has it', async () => {
  expect(await asking(() => server.answerKeyRequest('granted'))).toEqual({ ok: true, value: expect.any(String) });
});

test('a person denies a key', async () => {
  expect(await asking(() => server.answerKeyRequest('denied'))).toMatchObject({
    ok: false,
    refusal: { code: 'octoprint/key-denied' },
  });
});

test('nobody answers', async () => {
  const request = { url: server.url, clock: systemClock, everyMs: 5, withinMs: 20, onAsked: () => {} };
  expect(await askAppKey(request)).toMatchObject({ refusal: { code: 'octoprint/key-unanswered' } });
});

test('a file that was uploaded and never started is no proof of a start', async () => {
  server.startFate = 'never arrives';
  await stage.machine.start(stage.order('job_a')).catch(() => {});
  expect(server.files.has('fabcommons-job_a.gcode')).toBe(true);
  expect(await stage.machine.recall('job_a')).toEqual({ kind: 'never' });
  // With OctoPrint started anew, nobody knows any more whether it had begun.
  server.forget();
  expect(await stage.machine.recall('job_a')).toEqual({ kind: 'unknown' });
});

test('a file of ours from an agent that has lost its memory is not said to be new', async () => {
  server.files.set('fabcommons-job_a.gcode', { size: 12 });
  expect(await stage.machine.recall('job_a')).toEqual({ kind: 'unknown' });
});

test('the line tells of a cancelling that no look could have seen', async () => {
  const { end, until } = watch(stage.machine);
  await stage.machine.start(stage.order('job_a'));
  await until('at work', ({ jobId }) => jobId === 'job_a');
  await eventually({
    sample: () => server.commands.includes('POST /api/login'),
    describeFailure: () => 'the agent did not open a line',
  });
  await until('at work still', ({ percent }) => percent !== undefined);
  await eventually({
    sample: async () => {
      if (server.running !== undefined && server.linesOpen > 0) server.cancelAtMachine();
      const record = await stage.machine.recall('job_a');
      return record.kind === 'ended' ? record.outcome : undefined;
    },
    describeFailure: () => 'no end was recorded',
  }).then((outcome) => expect(outcome).toBe('stopped'));
  await end();
});
