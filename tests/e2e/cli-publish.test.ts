// fabcommons publish as people run it: the real program, in real folders, against a real network.

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Network } from '../../infra/network/network.js';
import { REPOSITORY } from '../../infra/repository.js';
import { cubeStl } from '../integration/gateway-shapes.js';
import { startTestNetwork } from '../support/processes.js';

const run = promisify(execFile);
let network: Network;
let key = '';
let folder = '';
beforeAll(async () => {
  network = await startTestNetwork();
  key = await designerKey(network.urls.web);
});
afterAll(() => network?.stop());
beforeEach(() => {
  const outer = mkdtempSync(join(tmpdir(), 'fabcommons-publish-'));
  folder = join(outer, 'Fine lamp v1.2');
  mkdirSync(folder);
  return () => rmSync(outer, { recursive: true });
});

async function designerKey(url: string): Promise<string> {
  const json = { 'content-type': 'application/json' };
  const account = { email: 'cli@example.org', password: 'correct horse battery', name: 'Ana', roles: ['designer'] };
  const signedUp = await fetch(`${url}/api/accounts`, { method: 'POST', headers: json, body: JSON.stringify(account) });
  const headers = { ...json, cookie: signedUp.headers.get('set-cookie')!.split(';')[0]! };
  const wanted = JSON.stringify({ name: 'cli', scopes: ['designs:write'] });
  const made = await fetch(`${url}/api/me/keys`, { method: 'POST', headers, body: wanted });
  return ((await made.json()) as { secret: string }).secret;
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

const git = (...args: string[]) =>
  run('git', ['-c', 'user.name=Ana', '-c', 'user.email=a@example.org', ...args], { cwd: folder });

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const publish = (args: readonly string[], path = process.env['PATH']!): Promise<Ended> =>
  run(process.execPath, [join(REPOSITORY, 'bin/fabcommons.mjs'), 'publish', '.', ...args], {
    cwd: folder,
    env: { PATH: path, FABCOMMONS_URL: network.urls.web, FABCOMMONS_KEY: key },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      out: error.stdout,
      err: error.stderr,
    }),
  );

it('publishes a checkout as Git sees it, and the second time sends only what changed', async () => {
  const manifest = (version: string) =>
    `okhv = "OKH-LOSHv1.0"\nname = "Lamp"\nversion = "${version}"\nlicense = "MIT"\nrepo = "https://example.org/lamp"\nfunction = "Gives light."\n`;
  write('okh.toml', manifest('1.0.0'));
  write('stl/arm é ü (left).stl', cubeStl(11));
  write('stl/foot.stl', cubeStl(12));
  write('secret.txt', 'not for others');
  write('.gitignore', 'secret.txt\n');
  symlinkSync('/etc/passwd', join(folder, 'passwd.txt'));
  await git('init', '-q');
  await git('add', 'okh.toml', 'stl');
  await git('commit', '-qm', 'Begin');
  write('notes.md', 'New, and not ignored.');
  const first = await publish([]);
  expect(first.err + first.out).toContain('4 of 4 files are new to the network.');
  expect(first.out).toContain('Lamp 1.0.0 is published');
  expect(first.out).not.toMatch(/secret|passwd/);
  write('okh.toml', manifest('1.1.0'));
  write('stl/foot.stl', cubeStl(13));
  const second = await publish([]);
  expect(second.out).toContain('2 of 4 files are new to the network.');
  expect(second.out).toContain('Lamp 1.1.0 is published');
  const third = await publish([]);
  expect([third.code, third.err]).toEqual([3, expect.stringContaining('published already')]);
});

it('names a folder without a manifest by its own name, and stops at a draft if asked', async () => {
  write('a.stl', cubeStl(14));
  const draft = await publish(['--draft', '--json']);
  expect(JSON.parse(draft.out)).toMatchObject({ title: 'Fine lamp v1.2', contents: { files: [{ path: 'a.stl' }] } });
  const told = await publish([]);
  expect([told.code, told.err]).toEqual([3, expect.stringContaining('--license')]);
});

it('does not publish a checkout that Git cannot list, for what is to stay at home is not known', async () => {
  write('a.stl', cubeStl(15));
  write('secret.txt', 'not for others');
  write('.gitignore', 'secret.txt\n');
  await git('init', '-q');
  const without = await publish(['--license', 'MIT'], '/nowhere');
  expect([without.code, without.err]).toEqual([5, expect.stringContaining('Git')]);
});

it('tells of a name that no release can have', async () => {
  write('a.stl', cubeStl(16));
  write('two\nlines.txt', 'x');
  const refused = await publish(['--license', 'MIT']);
  expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('two\\nlines.txt')]);
});
