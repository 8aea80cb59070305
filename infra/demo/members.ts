// People of a demo or a first start: made through the same doors as everybody, with passwords of this machine's own.

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callRoute, openRoute, type Connection } from '#contracts/http/call-route';
import { makeApiKey, signUp } from '#contracts/http/accounts';
import { SCOPES, type Scope } from '#contracts/http/define-route';

/** An account as a program uses it. */
export interface Member extends Connection {
  readonly email: string;
  readonly password: string;
  readonly key: string;
}

const withKey = (baseUrl: string, key: string): Connection => ({
  baseUrl,
  headers: { authorization: `Bearer ${key}` },
});

/** The steward that the gateway made at its first start. */
export function stewardOf(baseUrl: string, secretsDir: string): Connection {
  return withKey(baseUrl, readSteward(secretsDir).apiKey);
}

const readSteward = (secretsDir: string): { apiKey: string } =>
  JSON.parse(readFileSync(join(secretsDir, 'steward.json'), 'utf8')) as { apiKey: string };

/** Makes an account with an API key. */
export async function joinNetwork(
  baseUrl: string,
  who: { name: string; email: string; roles: ('designer' | 'customer' | 'lab-operator')[] },
): Promise<Member> {
  const password = randomBytes(12).toString('base64url');
  const response = await openRoute({ baseUrl }, signUp, { body: { ...who, password } });
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const scopes: Scope[] = SCOPES.filter((scope) => scope !== 'network:steward');
  const { secret } = await callRoute({ baseUrl, headers: { cookie } }, makeApiKey, {
    body: { name: 'fabcommons on this machine', scopes },
  });
  return { ...withKey(baseUrl, secret), email: who.email, password, key: secret };
}

/** The demo account of this data folder: made once, kept (0600) beside the secrets. */
export async function demoMember(baseUrl: string, folder: { root: string; secrets: string }): Promise<Member> {
  const path = join(folder.secrets, 'demo-account.json');
  if (!existsSync(path)) {
    const made = await joinNetwork(baseUrl, {
      name: 'Demo',
      email: 'demo@fabcommons.localhost',
      roles: ['designer', 'customer', 'lab-operator'],
    });
    writeFileSync(path, JSON.stringify({ email: made.email, password: made.password, key: made.key }), { mode: 0o600 });
  }
  const { email, password, key } = JSON.parse(readFileSync(path, 'utf8')) as {
    email: string;
    password: string;
    key: string;
  };
  // The port may be another one than last time, so this is written at each start.
  const { apiKey: stewardKey } = readSteward(folder.secrets);
  writeFileSync(join(folder.root, 'cli.json'), JSON.stringify({ url: baseUrl, key, stewardKey }), { mode: 0o600 });
  return { ...withKey(baseUrl, key), email, password, key };
}
