// The agent as a process of its own on a real NATS server, with nothing but its lab's credentials.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ManagedProcess } from '../../infra/network/managed-process.js';
import { REPOSITORY } from '../../infra/repository.js';
import { JobCancel, ReportsResend } from '../../libs/common/src/contracts/messages/lab-messages.js';
import { eventually } from '../support/eventually.js';
import { startNats, type TestNats } from '../support/nats.js';
import { AGENT_PROGRAM, AgentStage, PLATE } from './agent-stage.js';

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
  stage.manners.refusal = 'job/stale-fence';
  stage.manners.served = PLATE;
  stage.downloads.length = 0;
});

afterAll(async () => {
  await stage?.stop();
  await nats?.stop();
});

/** The built agent in the home. */
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

const logOf = (home: string): string => readFileSync(join(home, 'agent.log'), 'utf8').slice(-4_000);

const reportsOf = async (labId: string, thing: string, name?: string) =>
  (await stage.reports(labId)).filter(
    (report) => report.thing.id === thing && (name === undefined || report.type === name),
  );

const reported = (lab: { labId: string; home: string }, thing: string, name: string) =>
  eventually(
    {
      sample: async () => (await reportsOf(lab.labId, thing, name))[0],
      describeFailure: () => `no ${name} of ${thing} was reported; the agent’s log ends:\n${logOf(lab.home)}`,
    },
    { withinMs: 15_000 },
  );

/** The jobs that the simulated machine remembers to have begun. */
function machineMemory(home: string): { jobId: string; startedAtMs: number }[] {
  const [file] = readdirSync(join(home, 'machines')).filter((name) => name.endsWith('.json'));
  return file === undefined ? [] : JSON.parse(readFileSync(join(home, 'machines', file), 'utf8')).jobs;
}

test('a lab describes its machines, accepts an offer, makes the job once and says so', async () => {
  const lab = await stage.enrolLab();
  await runAgent(lab.home);
  const described = await reported(lab, lab.labId, 'machines.described');
  expect(described?.data['machines']).toMatchObject([{ id: lab.machineId }]);
  const offer = await stage.offer(lab);
  expect((await reported(lab, offer.offerId, 'offer.answered'))?.data['answer']).toEqual({ kind: 'accepted' });
  const { jobId } = await stage.assign(lab);
  const done = await reported(lab, jobId, 'job.finished');
  expect(done).toMatchObject({ correlationId: 'cor_of_the_test', data: { fence: 1, how: 'seen', seconds: 660 } });
  const names = (await reportsOf(lab.labId, jobId)).map(({ type }) => type);
  expect(names[0]).toBe('job.started');
  expect(names.filter((name) => name === 'job.progressed').length).toBeGreaterThan(1);
  expect(names.filter((name) => name !== 'job.progressed')).toEqual(['job.started', 'job.finished']);
  expect(stage.asked.filter((asked) => asked.jobId === jobId)).toHaveLength(1);
  expect(machineMemory(lab.home)).toHaveLength(1);
});

test('an agent killed while its machine prints reports the end once, under one id', async () => {
  const lab = await stage.enrolLab({ speed: 600 });
  const agent = await runAgent(lab.home);
  const { jobId } = await stage.assign(lab, 1_200);
  await reported(lab, jobId, 'job.started');
  await agent.kill();
  await agent.start();
  const done = await reported(lab, jobId, 'job.finished');
  await agent.restart();
  await stage.tell(lab.labId, ReportsResend, { kind: 'lab', id: lab.labId }, { epoch: 'a new store' });
  const after = await stage.assign(lab, 10);
  await reported(lab, after.jobId, 'job.finished');
  const ends = await reportsOf(lab.labId, jobId, 'job.finished');
  expect(new Set(ends.map(({ id }) => id))).toEqual(new Set([done?.id]));
  expect(machineMemory(lab.home).map((job) => job.jobId)).toEqual([jobId, after.jobId]);
});

test('a print that ends while the agent is away is reported as inferred', async () => {
  const lab = await stage.enrolLab({ speed: 600 });
  const agent = await runAgent(lab.home);
  const { jobId } = await stage.assign(lab, 600);
  await reported(lab, jobId, 'job.started');
  await agent.kill();
  const startedAtMs = machineMemory(lab.home)[0]?.startedAtMs ?? 0;
  await eventually({
    sample: () => Date.now() > startedAtMs + 1_200,
    describeFailure: () => 'the clock stands still',
  });
  await agent.start();
  expect((await reported(lab, jobId, 'job.finished'))?.data).toMatchObject({ how: 'inferred' });
  expect(machineMemory(lab.home)).toHaveLength(1);
});

test('without permission nothing starts, and a job called off is reported as stopped', async () => {
  const lab = await stage.enrolLab();
  stage.manners.permits = () => false;
  await runAgent(lab.home);
  const { jobId, fence } = await stage.assign(lab);
  await eventually({
    sample: () => stage.asked.some((asked) => asked.jobId === jobId),
    describeFailure: () => `no permission was asked for:\n${logOf(lab.home)}`,
  });
  await stage.tell(lab.labId, JobCancel, { kind: 'job', id: jobId }, { jobId, fence, reason: 'given to another lab' });
  await reported(lab, jobId, 'job.stopped');
  expect(machineMemory(lab.home)).toEqual([]);
});

test('a job that the network will never permit is given back without a cancel', async () => {
  const lab = await stage.enrolLab();
  stage.manners.permits = () => false;
  stage.manners.refusal = 'job/not-startable';
  await runAgent(lab.home);
  const { jobId } = await stage.assign(lab);
  await reported(lab, jobId, 'job.stopped');
  expect(machineMemory(lab.home)).toEqual([]);
});

test('a job called off while it prints is stopped at the machine', async () => {
  const lab = await stage.enrolLab({ speed: 60 });
  await runAgent(lab.home);
  const { jobId, fence } = await stage.assign(lab, 36_000);
  await reported(lab, jobId, 'job.started');
  await stage.tell(
    lab.labId,
    JobCancel,
    { kind: 'job', id: jobId },
    { jobId, fence, reason: 'the customer changed her mind' },
  );
  await reported(lab, jobId, 'job.stopped');
  expect(machineMemory(lab.home)).toMatchObject([{ jobId, stoppedAtMs: expect.any(Number) }]);
});

test('another file than the plate is not printed', async () => {
  const lab = await stage.enrolLab();
  stage.manners.served = Buffer.from('x'.repeat(PLATE.length));
  await runAgent(lab.home);
  const { jobId } = await stage.assign(lab);
  expect((await reported(lab, jobId, 'job.failed'))?.data['reason']).toMatch(/SHA-256/);
  expect(machineMemory(lab.home)).toEqual([]);
  expect(stage.downloads.length).toBeGreaterThan(1);
});

test('a machine that fails at half is reported, and makes the next job', async () => {
  const lab = await stage.enrolLab({ failAt: 50, failFirstJobs: 1 });
  await runAgent(lab.home);
  const first = await stage.assign(lab);
  expect((await reported(lab, first.jobId, 'job.failed'))?.data['reason']).toMatch(/50 %/);
  const second = await stage.assign(lab);
  await reported(lab, second.jobId, 'job.finished');
});

test('while the broker is away the print goes on, and the report comes when it is back', async () => {
  const lab = await stage.enrolLab({ speed: 600 });
  await runAgent(lab.home);
  const { jobId } = await stage.assign(lab, 600);
  await reported(lab, jobId, 'job.started');
  await nats.server.stop();
  await eventually({
    sample: () => logOf(lab.home).includes('job ended'),
    describeFailure: () => `the job did not end without the broker:\n${logOf(lab.home)}`,
  });
  await nats.server.start();
  expect((await reported(lab, jobId, 'job.finished'))?.data).toMatchObject({ how: 'seen' });
});

test('a job for an offer that the lab did not accept is not made', async () => {
  const lab = await stage.enrolLab();
  await runAgent(lab.home);
  const { jobId } = await stage.assignUnasked(lab);
  expect((await reported(lab, jobId, 'job.failed'))?.data['reason']).toContain('has not accepted');
  expect(machineMemory(lab.home)).toEqual([]);
});

test.each(['offer-heard', 'job-assigned', 'plate-fetched', 'start-commanded', 'started', 'ended'])(
  'an agent killed when its journal says "%s" makes the job once',
  async (moment) => {
    const lab = await stage.enrolLab({ speed: 2_400 });
    const agent = await runAgent(lab.home);
    const killed = eventually(
      {
        sample: () => readFileSync(join(lab.home, 'journal.jsonl'), 'utf8').includes(`"kind":"${moment}"`),
        describeFailure: () => `the journal did not come to ${moment}:\n${logOf(lab.home)}`,
      },
      { everyMs: 1 },
    ).then(async () => {
      await agent.kill();
      await agent.start();
    });
    const { jobId } = await stage.assign(lab, 600);
    await killed;
    await reported(lab, jobId, 'job.finished');
    const names = new Set((await reportsOf(lab.labId, jobId)).map(({ id, type }) => `${type} ${id}`));
    for (const name of ['job.started', 'job.finished'])
      expect([...names].filter((one) => one.startsWith(name))).toHaveLength(1);
    expect(machineMemory(lab.home).map((job) => job.jobId)).toEqual([jobId]);
  },
);

test('after the broker lost its store, the lab is heard and hears again, and says what it reported before', async () => {
  const lab = await stage.enrolLab();
  await runAgent(lab.home);
  const before = await stage.assign(lab, 10);
  const done = await reported(lab, before.jobId, 'job.finished');
  await nats.server.stop();
  rmSync(nats.storeDir, { recursive: true });
  await nats.server.start();
  await eventually({ sample: () => stage.makeStreams().then(() => true), describeFailure: () => 'no streams' });
  await stage.makeConsumer(lab.labId);
  await stage.tell(lab.labId, ReportsResend, { kind: 'lab', id: lab.labId }, { epoch: 'a new store' });
  expect(await reported(lab, before.jobId, 'job.finished')).toEqual(done);
  const after = await stage.assign(lab, 10);
  await reported(lab, after.jobId, 'job.finished');
});
