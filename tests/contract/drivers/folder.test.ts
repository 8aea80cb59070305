import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectedMachine } from '../../../apps/fab-agent/src/machines/machine.js';
import { holdsTheContract } from './driver-contract.js';
import { anAgentsDisk, type Stage, watch } from './driver-stage.js';

const nameOf = (jobId: string): string => `fabcommons-${jobId}.gcode`;
function aFolder() {
  const disk = anAgentsDisk();
  const folder = join(disk.folder, 'watched');
  mkdirSync(folder);
  const connect = () => disk.connect({ kind: 'folder', folder, takes: 'gcode' });
  const result = (jobId: string, text: object): void =>
    writeFileSync(join(folder, `${nameOf(jobId)}.result.json`), JSON.stringify(text));
  return { ...disk, folder, connect, result };
}

async function makeStage(): Promise<Stage> {
  const { folder, connect, result, order, remove } = aFolder();
  let hands: string | undefined;
  const begun: string[] = [];
  return {
    machine: connect(),
    reopen: connect,
    order,
    world: {
      begun: (jobId) => begun.filter((one) => one === jobId).length,
      making: () => hands,
      takeUp: async (jobId) => {
        expect(existsSync(join(folder, nameOf(jobId)))).toBe(true);
        begun.push((hands = jobId));
        result(jobId, { status: 'started', percent: 1 });
      },
      finish: async (jobId) => {
        hands = undefined;
        result(jobId, { status: 'finished', seconds: 61, massGrams: 4.5 });
      },
      obeyStop: async (jobId) => {
        expect(existsSync(join(folder, `${nameOf(jobId)}.stop`))).toBe(true);
        hands = undefined;
        result(jobId, { status: 'stopped' });
      },
    },
    clear: () => {},
    close: async () => remove(),
  };
}

holdsTheContract('a folder', makeStage);

let stage: ReturnType<typeof aFolder>;
let machine: ConnectedMachine;
beforeEach(() => {
  stage = aFolder();
  machine = stage.connect();
});
afterEach(() => stage.remove());

test('a job’s file comes whole and under its name at once', async () => {
  await machine.start(stage.order('job_a'));
  expect(readdirSync(stage.folder)).toEqual([nameOf('job_a')]);
  expect(readFileSync(join(stage.folder, nameOf('job_a')))).toEqual(readFileSync(stage.order('job_a').file));
});

test('a file that was never given its name was never a job; one that has gone may have been', async () => {
  await machine.start(stage.order('job_a'));
  const name = nameOf('job_a');
  renameSync(join(stage.folder, name), join(stage.folder, `.${name}.part`));
  expect(await stage.connect().recall('job_a')).toEqual({ kind: 'never' });
  expect(await stage.connect().start(stage.order('job_a'))).toMatchObject({ ok: true });
  renameSync(join(stage.folder, name), join(stage.folder, 'taken'));
  expect(await stage.connect().recall('job_a')).toEqual({ kind: 'unknown' });
});

test.each([
  '',
  '{"status":"fini',
  '{"status":"perhaps"}',
  '[]',
  `{"status":"finished","reason":"${'x'.repeat(70_000)}"}`,
])('a result that is not one yet says nothing (%#)', async (text) => {
  await machine.start(stage.order('job_a'));
  writeFileSync(join(stage.folder, `${nameOf('job_a')}.result.json`), text);
  expect(await machine.recall('job_a')).toEqual({ kind: 'unknown' });
});

test('a folder that is not there is a machine out of reach', async () => {
  await machine.start(stage.order('job_a'));
  renameSync(stage.folder, `${stage.folder}-away`);
  const { until, end } = watch(machine);
  await until('out of reach', ({ state, how }) => state === 'unreachable' && how === 'inferred');
  expect(await machine.recall('job_a')).toEqual({ kind: 'unknown' });
  expect(await machine.start(stage.order('job_b'))).toMatchObject({ ok: false });
  renameSync(`${stage.folder}-away`, stage.folder);
  await until('waiting', ({ state }) => state === 'waiting');
  await end();
});

test('an id is no way out of the folder', async () => {
  expect(await machine.start(stage.order('../../etc/passwd'))).toMatchObject({ ok: false });
});
