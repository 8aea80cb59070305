// The agent as a process of its own with a machine that takes G-code: sliced by the real PrusaSlicer where it is
// installed (Debian package prusa-slicer), executed by the simulated machine, the bed cleared by a person.

import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ManagedProcess } from '../../infra/network/managed-process.js';
import { REPOSITORY } from '../../infra/repository.js';
import { writePlate3mf } from '../../libs/common/src/core/geometry/plate.js';
import { readMesh } from '../../libs/common/src/core/geometry/read-mesh.js';
import { JobCancel } from '../../libs/common/src/contracts/messages/lab-messages.js';
import { mustBeOk } from '../../libs/common/src/core/kernel/result.js';
import { eventually } from '../support/eventually.js';
import { startNats, type TestNats } from '../support/nats.js';
import { AGENT_PROGRAM, AgentStage } from './agent-stage.js';

const run = promisify(execFile);
const hasSlicer = ((): boolean => {
  try {
    return execFileSync('prusa-slicer', ['--help'], { stdio: 'pipe' }).length > 0;
  } catch {
    return false;
  }
})();
const BRACE = join(REPOSITORY, 'data/designs/syringe-pump/Pump_Syringe_Brace_v51.stl');
const SLICED = Buffer.from('G28\nM109 S200\nG1 X5 Y5 Z0.2 F900\nG1 X150 E9\nG1 Y150 E19\nM104 S0\n');

let nats: TestNats;
let stage: AgentStage;
const agents: ManagedProcess[] = [];

beforeAll(async () => {
  nats = await startNats();
  stage = new AgentStage(nats);
  await stage.start();
});
afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.stop();
  stage.manners.permits = () => true;
});
afterAll(async () => {
  await stage?.stop();
  await nats?.stop();
});

function serve(plate: Buffer): void {
  stage.plate = plate;
  stage.manners.served = plate;
}

function servePlate(): void {
  const { mesh } = mustBeOk(readMesh(new Uint8Array(readFileSync(BRACE)), 'brace.stl'));
  const items = [20, 70, 120].map((xMm) => ({ part: 0, xMm, yMm: 40, rotationDeg: 0 as const }));
  serve(Buffer.from(writePlate3mf({ title: 'Three braces', parts: [{ name: 'brace', mesh }], items })));
}

async function runAgent(home: string): Promise<ManagedProcess> {
  const agent = new ManagedProcess({
    name: 'fab-agent',
    command: [process.execPath, AGENT_PROGRAM, 'run', '--home', home],
    env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'info' },
    cwd: REPOSITORY,
    mark: home,
    logFile: join(home, 'agent.log'),
    pidFile: join(home, 'agent.pid'),
    stopSignal: 'SIGTERM',
    keepAlive: false,
  });
  agents.push(agent);
  await agent.start();
  return agent;
}

const command = (...args: string[]) =>
  run(process.execPath, [AGENT_PROGRAM, ...args], { cwd: REPOSITORY }).then(({ stdout }) => stdout);
const logOf = (home: string): string => readFileSync(join(home, 'agent.log'), 'utf8').slice(-4_000);
const journalOf = (home: string): string => readFileSync(join(home, 'journal.jsonl'), 'utf8');
const begun = (home: string): string[] => {
  const [file] = readdirSync(join(home, 'machines')).filter((name) => name.endsWith('.json'));
  if (file === undefined) return [];
  const { jobs } = JSON.parse(readFileSync(join(home, 'machines', file), 'utf8')) as { jobs: { jobId: string }[] };
  return jobs.map(({ jobId }) => jobId);
};
const reported = (lab: { labId: string; home: string }, jobId: string, name: string) =>
  eventually(
    {
      sample: async () =>
        (await stage.reports(lab.labId)).find(({ type, thing }) => type === name && thing.id === jobId),
      describeFailure: () => `no ${name} of ${jobId}; the agent’s log ends:\n${logOf(lab.home)}`,
    },
    { withinMs: 25_000 },
  );

const OWN = { slicer: 'already-sliced', profiles: {}, mostTimes: 100, gcode: {} } as const;

describe.skipIf(!hasSlicer)('with PrusaSlicer', () => {
  test('a plate is sliced, checked and made by a machine that executes G-code, and nothing is left over', async () => {
    servePlate();
    const slicing = { ...OWN, slicer: 'prusa-slicer' } as const;
    const lab = await stage.enrolLab({ gcode: true }, {}, { entry: { slicing } });
    await runAgent(lab.home);
    const { jobId } = await stage.assign(lab, 1_800);
    const done = await reported(lab, jobId, 'job.finished');
    expect(done?.data['massGrams']).toBeLessThan(5);
    expect(begun(lab.home)).toEqual([jobId]);
    await eventually({
      sample: () => readdirSync(join(lab.home, 'files')).length === 0,
      describeFailure: () => 'plate or G-code were left behind',
    });
  });

  test.each(['plate-fetched', 'gcode-prepared', 'start-commanded'])(
    'an agent killed when its journal says "%s" makes the job once, of checked G-code',
    async (moment) => {
      servePlate();
      const slicing = { ...OWN, slicer: 'prusa-slicer' } as const;
      const lab = await stage.enrolLab({ gcode: true }, {}, { entry: { slicing } });
      const agent = await runAgent(lab.home);
      const killed = eventually(
        {
          sample: () => journalOf(lab.home).includes(`"kind":"${moment}"`),
          describeFailure: () => `the journal did not come to ${moment}:\n${logOf(lab.home)}`,
        },
        { everyMs: 1, withinMs: 20_000 },
      ).then(async () => {
        await agent.kill();
        await agent.start();
      });
      const { jobId } = await stage.assign(lab, 1_800);
      await killed;
      await reported(lab, jobId, 'job.finished');
      expect(begun(lab.home)).toEqual([jobId]);
    },
  );
});

test('G-code that leaves the bed is not given to the machine; the network hears line and reason', async () => {
  serve(Buffer.from(SLICED.toString().replace('G1 Y150', 'G1 Y950')));
  const lab = await stage.enrolLab({ gcode: true }, {}, { entry: { slicing: OWN } });
  await runAgent(lab.home);
  const { jobId } = await stage.assign(lab);
  const failed = await reported(lab, jobId, 'job.failed');
  expect(failed?.data['reason']).toMatch(/Line 5, “G1 Y950 E19”: Y goes to 950 mm/);
  expect(begun(lab.home)).toEqual([]);
});

test('the next job waits until a person says that the bed is clear, also through a restart', async () => {
  serve(SLICED);
  const lab = await stage.enrolLab({ gcode: true }, {}, { entry: { slicing: OWN, clearBed: 'person' } });
  const agent = await runAgent(lab.home);
  const first = await stage.assign(lab);
  await reported(lab, first.jobId, 'job.finished');
  const second = await stage.assign(lab);
  const waits = () =>
    eventually(
      {
        sample: () => command('status', '--home', lab.home),
        satisfied: (text) => text.includes('waits for a person to say that the bed is clear'),
        describeFailure: (text) => `status said ${text}\n${logOf(lab.home)}`,
      },
      { withinMs: 15_000 },
    );
  expect(await waits()).toContain('Test machine: waiting');
  await agent.kill();
  await agent.start();
  await waits();
  expect(begun(lab.home)).toEqual([first.jobId]);
  expect(await command('cleared', 'test machine', '--home', lab.home)).toContain('may begin its next job');
  await reported(lab, second.jobId, 'job.finished');
  expect(begun(lab.home)).toEqual([first.jobId, second.jobId]);
});

test('a job whose pieces a person looks at holds up no other, and ends as the person says', async () => {
  serve(SLICED);
  const lab = await stage.enrolLab({ gcode: true }, { askQuality: true }, { entry: { slicing: OWN } });
  const agent = await runAgent(lab.home);
  const good = await stage.assign(lab);
  const bad = await stage.assign(lab);
  const asked = () =>
    eventually(
      {
        sample: () => command('status', '--home', lab.home),
        satisfied: (text) => text.split('to say whether the pieces are good').length === 3,
        describeFailure: (text) => `status said ${text}\n${logOf(lab.home)}`,
      },
      { withinMs: 20_000 },
    );
  await asked();
  await agent.kill();
  await agent.start();
  await asked();
  expect(await command('pieces', good.jobId, '--home', lab.home)).toContain('is finished');
  expect(await command('pieces', bad.jobId, '--bad', 'warped', '--home', lab.home)).toContain('has failed');
  expect((await reported(lab, good.jobId, 'job.finished'))?.data).toMatchObject({ how: 'seen' });
  expect((await reported(lab, bad.jobId, 'job.failed'))?.data['reason']).toContain('warped');
  expect(begun(lab.home)).toEqual([good.jobId, bad.jobId]);
});

test('what a job waits for is told: the network’s permission, and then its turn to heat up', async () => {
  serve(SLICED);
  const more = { entry: { slicing: OWN }, secondsBetweenStarts: 6 };
  const lab = await stage.enrolLab({ gcode: true }, {}, more);
  await runAgent(lab.home);
  const shows = (words: string) =>
    eventually(
      {
        sample: () => command('status', '--home', lab.home),
        satisfied: (text) => text.includes(words),
        describeFailure: (text) => `status said ${text}\n${logOf(lab.home)}`,
      },
      { withinMs: 20_000 },
    );
  stage.manners.permits = () => false;
  const refused = await stage.assign(lab);
  await shows('waits for the network’s permission: The job went to another lab.');
  await stage.tell(
    lab.labId,
    JobCancel,
    { kind: 'job', id: refused.jobId },
    { jobId: refused.jobId, fence: refused.fence, reason: 'elsewhere' },
  );
  stage.manners.permits = () => true;
  const first = await stage.assign(lab);
  await reported(lab, first.jobId, 'job.finished');
  const second = await stage.assign(lab);
  await shows('waits for its turn to heat up');
  await reported(lab, second.jobId, 'job.finished');
  expect(begun(lab.home)).toEqual([first.jobId, second.jobId]);
});
