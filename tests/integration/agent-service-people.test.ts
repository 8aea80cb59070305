// An agent and the people of its lab: whoever is told that an offer waits, what Spoolman says, pause, load and confirm.

import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
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
const SECRET = 'a secret of the test lab';
let nats: TestNats;
let stage: AgentStage;
let folder: string;
const agents: ManagedProcess[] = [];
const servers: (Server | TcpServer)[] = [];

beforeAll(async () => {
  nats = await startNats();
  stage = new AgentStage(nats);
  await stage.start();
  folder = mkdtempSync(join(tmpdir(), 'fabcommons-people-'));
});
afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.stop();
  for (const server of servers.splice(0)) server.close();
});
afterAll(async () => {
  await stage?.stop();
  await nats?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function listen<S extends Server | TcpServer>(server: S): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

async function runAgent(home: string): Promise<void> {
  const agent = new ManagedProcess({
    name: 'fab-agent',
    command: [process.execPath, AGENT_PROGRAM, 'run', '--home', home],
    env: { PATH: process.env['PATH'] ?? '' },
    cwd: REPOSITORY,
    mark: AGENT_PROGRAM,
    logFile: join(folder, 'agent.log'),
    pidFile: join(folder, 'agent.pid'),
    stopSignal: 'SIGTERM',
    keepAlive: false,
  });
  agents.push(agent);
  await agent.start();
}

const log = (): string => readFileSync(join(folder, 'agent.log'), 'utf8').slice(-2_000);
const say = (home: string, ...args: string[]): Promise<string> =>
  run(process.execPath, [AGENT_PROGRAM, ...args, '--home', home], { cwd: REPOSITORY }).then(
    ({ stdout }) => stdout,
    ({ stderr }: { stderr: string }) => stderr,
  );
const sayWhenUp = (home: string, ...args: string[]): Promise<string> =>
  eventually({
    sample: () => say(home, ...args),
    satisfied: (words) => !/No agent is running|only just starting/.test(words),
    describeFailure: log,
  });
const answerTo = (labId: string, offerId: string) =>
  eventually({
    sample: async () => (await stage.reports(labId)).find(({ thing }) => thing.id === offerId)?.data['answer'],
    describeFailure: log,
  });

test('an offer that waits for a person is posted with a signature, again after a failure, and mailed', async () => {
  const posts: { body: string; signature: string }[] = [];
  const port = await listen(
    createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        posts.push({ body, signature: String(request.headers['x-fabcommons-signature']) });
        response.writeHead(posts.length === 1 ? 503 : 204).end();
      });
    }),
  );
  const mails: string[] = [];
  const smtp = await listen(createTcpServer((socket) => takeMail(socket, mails)));
  const notify = {
    webhook: { url: `http://127.0.0.1:${port}/hook`, secret: SECRET },
    email: { smtp: `smtp://127.0.0.1:${smtp}`, from: 'agent@lab.example', to: ['one@lab.example', 'two@lab.example'] },
  };
  const lab = await stage.enrolLab({}, { accept: 'ask' }, { notify });
  await runAgent(lab.home);
  const { offerId } = await stage.offer(lab, { title: 'Hook\r\nBcc: all@evil.example' });
  await eventually({ sample: () => posts.length === 2 && mails.length === 1, describeFailure: log });
  const [, { body, signature } = { body: '', signature: '' }] = posts;
  expect(JSON.parse(body)).toMatchObject({ kind: 'offer.waits', labName: 'Test lab', offerId, price: '12.00 EUR' });
  const [, time = '', mac = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
  expect(mac).toBe(createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex'));
  expect(mails[0]).toContain('To: one@lab.example, two@lab.example');
  expect(mails[0]).toContain(`fabcommons-agent accept ${offerId}`);
  expect(mails[0]).not.toMatch(/^Bcc:/m);
});

test('what Spoolman says is what machines hold, for offers and for the network; a Spoolman that is away changes nothing', async () => {
  const spools = [
    { location: 'Test machine', remaining_weight: 700, filament: { material: 'PETG', color_hex: 'E01010' } },
    { location: 'Test machine', remaining_weight: 0, filament: { material: 'ABS' } },
    { location: 'Shelf', filament: { material: 'TPU' } },
  ];
  let isAway = false;
  const port = await listen(
    createServer((_, response) => {
      response.writeHead(isAway ? 500 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(spools));
    }),
  );
  const spoolman = { url: `http://127.0.0.1:${port}`, locations: {}, everySeconds: 5 };
  const lab = await stage.enrolLab({}, {}, { spoolman });
  await runAgent(lab.home);
  const loaded = () =>
    eventually({
      sample: async () => JSON.parse(await say(lab.home, 'status', '--json')) as { last?: { machines: object[] } },
      satisfied: ({ last }) => JSON.stringify(last?.machines).includes('PETG red'),
      describeFailure: log,
    });
  await loaded();
  expect(await answerTo(lab.labId, (await stage.offer(lab)).offerId)).toMatchObject({
    kind: 'declined',
    reason: expect.stringContaining('PLA is not loaded') as string,
  });
  isAway = true;
  await eventually({ sample: () => log().includes('Spoolman does not tell'), describeFailure: log });
  expect(await answerTo(lab.labId, (await stage.offer(lab, { material: 'PETG' })).offerId)).toEqual({
    kind: 'accepted',
  });
  expect(await say(lab.home, 'load', 'Test machine', 'PLA')).toContain('Spoolman says');
});

test('a pause outlives the agent, keeps jobs from beginning, and is told by status; loaded by hand counts at once', async () => {
  const lab = await stage.enrolLab();
  await runAgent(lab.home);
  expect(await sayWhenUp(lab.home, 'load', 'test machine', 'petg', 'red')).toContain('PETG red');
  expect(await answerTo(lab.labId, (await stage.offer(lab, { material: 'PETG' })).offerId)).toEqual({
    kind: 'accepted',
  });
  expect(await say(lab.home, 'load', 'test machine', 'PLA')).toContain('PLA');
  const agreed = await stage.offer(lab);
  expect(await answerTo(lab.labId, agreed.offerId)).toEqual({ kind: 'accepted' });
  expect(await say(lab.home, 'pause', '--because', 'fair')).toContain('paused');
  await agents.splice(0)[0]?.stop();
  await runAgent(lab.home);
  const offer = await stage.offer(lab);
  expect(await answerTo(lab.labId, offer.offerId)).toMatchObject({ kind: 'declined' });
  const { jobId } = await stage.assignUnasked(lab, agreed);
  const status = await eventually({
    sample: () => say(lab.home, 'status'),
    satisfied: (words) => words.includes('waits for the lab to go on') || words.includes('waits for the bed'),
    describeFailure: (words) => `${words}\n${log()}`,
  });
  expect(status).toMatch(/PAUSED since .*: fair/);
  expect(await say(lab.home, 'resume')).toContain('goes on');
  await eventually({
    sample: async () => (await stage.reports(lab.labId)).some((one) => one.type === 'job.finished' && one.thing.id === jobId), // prettier-ignore
    describeFailure: log,
  });
});

test('a machine run by hand is told step by step what became of its job', async () => {
  const lab = await stage.enrolLab({}, {}, { entry: { driver: { kind: 'manual' } } });
  await runAgent(lab.home);
  const { jobId } = await stage.assign(lab);
  const confirm = (...args: string[]) => say(lab.home, 'confirm', jobId, ...args);
  await eventually({
    sample: () => say(lab.home, 'status'),
    satisfied: (words) => words.includes(`a person to start ${jobId}`),
    describeFailure: log,
  });
  expect(await confirm('started')).toContain('noted');
  expect(await confirm('not-started')).toContain('was said to have been started');
  expect(await confirm('failed', '--because', 'the bit broke')).toContain('noted');
  const end = await eventually({
    sample: async () => (await stage.reports(lab.labId)).find((one) => one.type === 'job.failed' && one.thing.id === jobId), // prettier-ignore
    describeFailure: log,
  });
  expect(JSON.stringify(end?.data)).toContain('the bit broke');
});

test('where nobody is at the lab, nobody is asked', async () => {
  const attended = { timeZone: 'Europe/Prague', open: [], holidays: [] };
  const lab = await stage.enrolLab({}, { accept: 'ask' }, { availability: { attended, maintenance: [] } });
  await runAgent(lab.home);
  expect(await answerTo(lab.labId, (await stage.offer(lab)).offerId)).toEqual({
    kind: 'declined',
    reason: 'Nobody is at the lab to say yes.',
  });
});

/** As much of SMTP as one mail needs. */
function takeMail(socket: Socket, mails: string[]): void {
  let mail: string | undefined;
  const reply = (line: string): boolean => socket.write(`${line}\r\n`);
  reply('220 test');
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    if (mail !== undefined) {
      mail += chunk;
      if (!mail.endsWith('\r\n.\r\n')) return;
      mails.push(mail);
      mail = undefined;
      return void reply('250 taken');
    }
    for (const line of chunk.split('\r\n').filter((one) => one !== '')) {
      if (line === 'DATA') mail = '';
      reply(line === 'DATA' ? '354 go on' : line === 'QUIT' ? '221 bye' : '250 fine');
    }
  });
  socket.on('error', () => {});
}
