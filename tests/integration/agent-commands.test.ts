// The agent's commands, as an operator types them: enrol, run, status, accept; and several labs in one process.

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ManagedProcess } from '../../infra/network/managed-process.js';
import { REPOSITORY } from '../../infra/repository.js';
import { eventually } from '../support/eventually.js';
import { startNats, type TestNats } from '../support/nats.js';
import { AgentStage, AGENT_PROGRAM } from './agent-stage.js';

const run = promisify(execFile);
let nats: TestNats;
let stage: AgentStage;
let gateway: Server;
let folder: string;
let redeemed: { labId: string; machineId: string; credentials: string };
const agents: ManagedProcess[] = [];

beforeAll(async () => {
  nats = await startNats();
  stage = new AgentStage(nats);
  await stage.start();
  folder = mkdtempSync(join(tmpdir(), 'fabcommons-agent-home-'));
  const { home, labId, machineId } = await stage.enrolLab();
  redeemed = { labId, machineId, credentials: readFileSync(join(home, 'lab.creds'), 'utf8') };
  const { machines } = JSON.parse(readFileSync(join(home, 'lab.json'), 'utf8')) as { machines: { machine: unknown }[] };
  gateway = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const good =
        request.url === '/api/enrolments/redeem' && (JSON.parse(body) as { code: string }).code === 'GOOD-CODE';
      response.writeHead(good ? 201 : 403, { 'content-type': 'application/json' });
      const lab = { labId, labName: 'Lab Nord', natsUrl: nats.url, credentials: redeemed.credentials };
      const problem = { type: '/problems/enrolment/invalid', title: 'x', status: 403, code: 'enrolment/invalid' };
      const detail = { detail: 'The code is not valid any more.', remedy: 'Ask for a new one.' };
      response.end(
        JSON.stringify(good ? { ...lab, machines: machines.map(({ machine }) => machine) } : { ...problem, ...detail }),
      );
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.stop();
});

afterAll(async () => {
  gateway?.close();
  await stage?.stop();
  await nats?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const networkUrl = (): string => `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;

/** What a command printed, and its exit code. */
async function command(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return run(process.execPath, [AGENT_PROGRAM, ...args], { cwd: REPOSITORY }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      out: error.stdout,
      err: error.stderr,
    }),
  );
}

async function runAgent(homes: string[], env: Record<string, string> = {}): Promise<ManagedProcess> {
  const agent = new ManagedProcess({
    name: 'fab-agent',
    command: [process.execPath, AGENT_PROGRAM, 'run'],
    env: { PATH: process.env['PATH'] ?? '', FAB_AGENT_HOMES: homes.join(','), ...env },
    cwd: REPOSITORY,
    mark: AGENT_PROGRAM,
    logFile: join(folder, 'agent.log'),
    pidFile: join(folder, 'agent.pid'),
    stopSignal: 'SIGTERM',
    keepAlive: false,
  });
  agents.push(agent);
  await agent.start();
  return agent;
}

const answerOf = (labId: string, offerId: string) =>
  eventually({
    sample: async () => (await stage.reports(labId)).find(({ thing }) => thing.id === offerId)?.data['answer'],
    describeFailure: () =>
      `the offer was not answered:\n${readFileSync(join(folder, 'agent.log'), 'utf8').slice(-3000)}`,
  });

test('a code becomes a home that only its owner can read, and a second lab does not take it over', async () => {
  const home = join(folder, 'nord');
  const wrong = await command('enrol', 'BAD-CODE', '--network', networkUrl(), '--home', home);
  expect(wrong).toMatchObject({ code: 1, err: 'The code is not valid any more. Ask for a new one.\n' });
  const enrolled = await command('enrol', 'GOOD-CODE', '--network', networkUrl(), '--home', home, '--speed', '3600');
  expect(enrolled).toMatchObject({ code: 0, out: expect.stringContaining('Lab Nord') as string });
  expect(statSync(home).mode & 0o777).toBe(0o700);
  expect(statSync(join(home, 'lab.creds')).mode & 0o777).toBe(0o600);
  expect(await command('enrol', 'GOOD-CODE', '--network', networkUrl(), '--home', home)).toMatchObject({ code: 1 });
  const away = await command('enrol', 'GOOD-CODE', '--network', 'http://127.0.0.1:9', '--home', join(folder, 'x'));
  expect(away).toMatchObject({ code: 1, err: expect.stringContaining('does not answer') as string });
});

test('an enrolled lab runs, one agent to a home, and tells how it is doing', async () => {
  const home = join(folder, 'nord');
  await runAgent([home]);
  const { out } = await eventually({
    sample: () => command('status', '--home', home),
    satisfied: ({ out: text }) => text.includes('network: reached') && text.includes('Test machine: idle'),
    describeFailure: (last) => `status said ${last?.out} ${last?.err}`,
  });
  expect(out).toContain('Lab Nord');
  expect(await command('run', '--home', home)).toMatchObject({
    code: 1,
    err: expect.stringContaining('running in this home already') as string,
  });
  const { jobId } = await stage.assign(redeemed);
  await eventually({
    sample: async () =>
      (await stage.reports(redeemed.labId)).some(({ type, thing }) => type === 'job.finished' && thing.id === jobId),
    describeFailure: () => 'the job was not made',
  });
  await agents[0]?.stop();
  const ended = JSON.parse((await command('status', '--json', '--home', home)).out) as unknown;
  expect(ended).toMatchObject({ running: false, jobs: { open: [], finished: 1 } });
});

test('a home taken over by another lab keeps what the first one left, and the lab itself may enrol anew', async () => {
  const home = join(folder, 'taken');
  const enrolAnew = () => command('enrol', 'GOOD-CODE', '--network', networkUrl(), '--home', home, '--force');
  await enrolAnew();
  writeFileSync(join(home, 'journal.jsonl'), '');
  await enrolAnew();
  expect(existsSync(join(home, 'journal.jsonl'))).toBe(true);
  const file = join(home, 'lab.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(redeemed.labId, 'lab_other'));
  await enrolAnew();
  expect(existsSync(join(home, 'journal.jsonl'))).toBe(false);
  expect(existsSync(join(home, 'journal.jsonl.of-lab_other'))).toBe(true);
});

test('one process serves several labs, a person answers for one, and a broken home holds up none', async () => {
  const [asks, auto] = [await stage.enrolLab({}, { accept: 'ask' }), await stage.enrolLab()];
  const broken = mkdtempSync(join(folder, 'broken-'));
  writeFileSync(join(broken, 'lab.json'), '{ "labId": 1 }');
  await runAgent([asks.home, broken, auto.home]);
  const waiting = await stage.offer(asks);
  const accepted = await stage.offer(auto);
  expect(await answerOf(auto.labId, accepted.offerId)).toEqual({ kind: 'accepted' });
  const said = await eventually({
    sample: () => command('accept', waiting.offerId, '--home', asks.home),
    satisfied: ({ code }) => code === 0,
    describeFailure: (last) => `accept said ${last?.err}`,
  });
  expect(said.out).toContain('is answered');
  expect(await answerOf(asks.labId, waiting.offerId)).toEqual({ kind: 'accepted' });
  expect((await command('accept', waiting.offerId, '--home', asks.home)).err).toContain('accepted already');
});

test('a counter-offer of a person or of the rules is remembered through a power cut, and the job taken that follows', async () => {
  const lab = await stage.enrolLab({}, { accept: 'ask' });
  const strict = await stage.enrolLab({}, { minimumMinor: 1500 });
  const agent = await runAgent([lab.home, strict.home]);
  const [waiting, low] = [await stage.offer(lab), await stage.offer(strict)];
  const counter = (...args: string[]) => command('counter', waiting.offerId, '--home', lab.home, ...args);
  const { err } = await eventually({
    sample: () => counter('--price', '12,50'),
    satisfied: (said) => said.err.includes('is not a price in EUR'),
    describeFailure: (last) => `counter said ${last?.err}`,
  });
  expect(err).toContain('12.00 EUR');
  expect((await counter('--reason', 'because')).err).toContain('another price, a later date, or both');
  const done = await counter('--price', '13.5', '--later-hours', '2', '--reason', 'the night costs more');
  expect(done).toMatchObject({ code: 0, out: expect.stringContaining('if the customers agree') as string });
  const countered = { kind: 'countered', labPriceMinor: 1350, laterSeconds: 7200, reason: 'the night costs more' };
  expect(await answerOf(lab.labId, waiting.offerId)).toEqual(countered);
  expect(await answerOf(strict.labId, low.offerId)).toMatchObject({ kind: 'countered', labPriceMinor: 1500 });
  await agent.kill();
  await agent.restart();
  const assigned = [await stage.assignUnasked(lab, waiting), await stage.assignUnasked(strict, low)];
  for (const [index, { jobId }] of assigned.entries())
    await eventually({
      sample: async () => (await stage.reports([lab, strict][index]!.labId)).filter(({ thing }) => thing.id === jobId),
      satisfied: (reports) => reports.some(({ type }) => type === 'job.finished'),
      describeFailure: (reports) => `not made: ${reports?.map(({ type }) => type).join(', ')}`,
    });
  expect((await counter('--price', '1')).err).toContain('countered already');
});

test('a lab says that it is back, and who answers there, so that a person is given time', async () => {
  const lab = await stage.enrolLab({}, { accept: 'ask' });
  await runAgent([lab.home]);
  const back = await eventually({
    sample: () => command('back', '--home', lab.home),
    satisfied: ({ code }) => code === 0,
    describeFailure: (last) => `back said ${last?.err}`,
  });
  expect(back.out).toContain('back');
  const reports = await eventually({
    sample: () => stage.reports(lab.labId),
    satisfied: (said) => said.some(({ type }) => type === 'lab.back'),
    describeFailure: () => 'the network was not told',
  });
  expect(reports.find(({ type }) => type === 'machines.described')?.data).toMatchObject({ answers: 'person' });
});

test('an agent that starts before its network is there serves it when it comes', async () => {
  const lab = await stage.enrolLab();
  await nats.server.stop();
  await runAgent([lab.home]);
  await eventually({
    sample: () => readFileSync(join(folder, 'agent.log'), 'utf8').includes(`"labId":"${lab.labId}"`),
    describeFailure: () => 'the agent did not start',
  });
  await nats.server.start();
  const offer = await eventually({
    sample: () => stage.offer(lab),
    describeFailure: () => 'the broker did not come back',
  });
  expect(await answerOf(lab.labId, offer.offerId)).toEqual({ kind: 'accepted' });
});
