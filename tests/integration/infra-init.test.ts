// What containers run before the first start: secrets into folders, roles into Postgres; a second run changes nothing.

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { START_COMMANDS } from '../../infra/network/programs.js';
import { REPOSITORY } from '../../infra/repository.js';

const OWNERS = ['postgres', 'nats', 'gateway', 'scheduler', 'operator'];
let secrets: string;

const init = (what: string): Promise<unknown> =>
  promisify(execFile)(process.execPath, [START_COMMANDS.init[1], what], {
    cwd: REPOSITORY,
    env: { INIT_SECRETS_DIR: secrets, INIT_POSTGRES_ADDRESS: new URL(inject('postgresAdminUrl')).host },
  });

const everything = (): Record<string, string> =>
  Object.fromEntries(
    OWNERS.flatMap((owner) => readdirSync(join(secrets, owner)).map((name) => join(owner, name))).map((name) => [
      name,
      readFileSync(join(secrets, name), 'utf8'),
    ]),
  );

beforeAll(() => {
  secrets = mkdtempSync(join(tmpdir(), 'fabcommons-init-'));
  for (const owner of OWNERS) mkdirSync(join(secrets, owner));
});
afterAll(() => rmSync(secrets, { recursive: true, force: true }));

test('secrets are made once, and each lies with the one who needs it', async () => {
  await init('secrets');
  const first = everything();
  await init('secrets');
  expect(everything()).toEqual(first);
  expect(readdirSync(join(secrets, 'scheduler')).toSorted()).toEqual([
    'database-url',
    'database.password',
    'nats.creds',
  ]);
  expect(readdirSync(join(secrets, 'nats'))).toEqual(['server.conf']);
  expect(statSync(join(secrets, 'gateway', 'nats.creds')).mode & 0o777).toBe(0o600);
  expect(first['nats/server.conf']).not.toMatch(/\bS[OAU][A-Z2-7]{56}\b/);
});

test('an unknown word is refused', async () => {
  await expect(init('everything')).rejects.toThrow('Say what to make: secrets or database.');
});
