// fabcommons decision as people run it: a quote of a real network, decided again from what the network kept of it.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
  folder = mkdtempSync(join(tmpdir(), 'fabcommons-decision-'));
  writeFileSync(join(folder, 'cube.stl'), cubeStl(20));
  const json = { 'content-type': 'application/json' };
  const account = { email: 'cli@example.org', password: 'correct horse battery', name: 'Ana', roles: ['designer'] };
  const url = network.urls.web;
  const signedUp = await fetch(`${url}/api/accounts`, { method: 'POST', headers: json, body: JSON.stringify(account) });
  const headers = { ...json, cookie: signedUp.headers.get('set-cookie')!.split(';')[0]! };
  const wanted = JSON.stringify({ name: 'cli', scopes: ['designs:write'] });
  const made = await fetch(`${url}/api/me/keys`, { method: 'POST', headers, body: wanted });
  key = ((await made.json()) as { secret: string }).secret;
});
afterAll(async () => {
  await network?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const cli = (args: readonly string[], withKey = true): Promise<{ code: number; out: string; err: string }> =>
  run(process.execPath, [join(REPOSITORY, 'bin/fabcommons.mjs'), ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], FABCOMMONS_URL: network.urls.web, ...(withKey && { FABCOMMONS_KEY: key }) },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      out: error.stdout,
      err: error.stderr,
    }),
  );

it('a decision is replayed from the network and from a file, and a changed file is told apart', async () => {
  const published = await cli(['publish', '.', '--license', 'CC0-1.0', '--json']);
  expect(published.err).toBe('');
  const { slug } = JSON.parse(published.out) as { slug: string };
  const quoted = await cli(['quote', slug, '--to', '45.76,4.84', '--json']);
  const { decisionId } = JSON.parse(quoted.out) as { decisionId: string };
  expect(await cli(['decision', 'replay', decisionId])).toMatchObject({
    code: 0,
    out: `same: ${decisionId} is decided the same again.\n`,
  });
  expect(await cli(['decision', 'replay', decisionId], false)).toMatchObject({ code: 3 });
  expect((await cli(['decision', 'show', decisionId])).out).toContain(decisionId);

  const saved = await cli(['decision', 'show', decisionId, '--inputs', '--json']);
  const file = join(folder, 'decision.json');
  writeFileSync(file, saved.out);
  const replayed = await cli(['decision', 'replay', '--file', file, '--json'], false);
  expect(replayed.code).toBe(0);
  expect(JSON.parse(replayed.out)).toMatchObject({ decisionId, same: true });
  writeFileSync(file, saved.out.replace('"material": "PLA"', '"material": "PETG"'));
  const different = await cli(['decision', 'replay', '--file', file], false);
  expect(different.code).toBe(1);
  expect(different.out).toContain('The manifest is not what it was made from: its hash differs.');
  writeFileSync(file, '[');
  expect(await cli(['decision', 'replay', '--file', file], false)).toMatchObject({ code: 5 });
});
