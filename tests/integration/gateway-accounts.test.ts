// Accounts, sessions and keys on a running gateway, and what every answer has.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Person, startTestGateway, type TestGateway } from './gateway-harness.js';

let net: TestGateway;
beforeAll(async () => void (net = await startTestGateway()));
afterAll(() => net?.stop());

describe('accounts', () => {
  test('who signs up is signed in, and after signing out the cookie opens nothing', async () => {
    const person = await net.person('designer', 'customer');
    expect(await person.must(200, 'GET', '/api/me')).toMatchObject({ id: person.id, roles: ['designer', 'customer'] });
    await person.must(204, 'DELETE', '/api/sessions/current');
    expect((await person.ask('GET', '/api/me')).body).toMatchObject({ code: 'auth/required', status: 401 });
  });

  test('an unknown address and a wrong password get the same answer', async () => {
    const account = { email: 'Ada@Example.org', password: 'correct horse battery', name: 'Ada', roles: ['customer'] };
    await net.anyone().must(201, 'POST', '/api/accounts', { body: account });
    const signIn = (email: string, password: string) =>
      net.anyone().ask('POST', '/api/sessions', { body: { email, password } });
    expect((await signIn('ada@example.org', account.password)).status).toBe(201);
    const [wrong, unknown] = await Promise.all([signIn(account.email, 'x'), signIn('bob@example.org', 'x')]);
    expect(wrong.status).toBe(401);
    expect({ ...unknown.body, instance: '' }).toEqual({ ...wrong.body, instance: '' });
    const again = await net.anyone().ask('POST', '/api/accounts', { body: account });
    expect(again.body).toMatchObject({ code: 'account/email-taken', status: 409 });
  });

  test('an API key does what its scopes say, until it is revoked', async () => {
    const person = await net.person('designer');
    const body = { name: 'ci', scopes: ['orders:read'] };
    const { id, secret } = await person.must(201, 'POST', '/api/me/keys', { body });
    const key = new Person(net.url, { authorization: `Bearer ${secret}` });
    await key.must(200, 'GET', '/api/me');
    const refused = await key.ask('POST', '/api/files/known', { body: { sha256s: [] } });
    expect(refused.body).toMatchObject({ code: 'auth/forbidden', status: 403 });
    await person.must(204, 'DELETE', `/api/me/keys/${id}`);
    expect((await key.ask('GET', '/api/me')).status).toBe(401);
  });

  test('a page of another site cannot use the cookie', async () => {
    const person = await net.person('customer');
    const body = { name: 'stolen', scopes: ['orders:write'] };
    const from = (headers: Record<string, string>) => person.ask('POST', '/api/me/keys', { body, headers });
    expect((await from({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await from({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await from({ origin: net.url, 'sec-fetch-site': 'same-origin' })).status).toBe(201);
  });
});

describe('every answer', () => {
  test('bears the request id it was given, or one of ours', async () => {
    const given = await net.anyone().ask('GET', '/healthz', { headers: { 'x-request-id': 'cor_from-a-test' } });
    expect(given.headers.get('x-request-id')).toBe('cor_from-a-test');
    const own = await net.anyone().ask('GET', '/api/nothing', { headers: { 'x-request-id': '<script>' } });
    expect(own.headers.get('x-request-id')).toMatch(/^cor_[0-9a-f]{32}$/);
    expect(own.body).toMatchObject({
      status: 404,
      code: 'request/not-found',
      instance: own.headers.get('x-request-id'),
    });
  });

  test('that refuses is problem+json, also for broken JSON and wrong content types', async () => {
    const broken = await fetch(`${net.url}/api/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"email":',
    });
    expect(broken.status).toBe(400);
    expect(broken.headers.get('content-type')).toContain('application/problem+json');
    expect(await broken.json()).toMatchObject({ code: 'request/invalid' });
    expect((await net.anyone().ask('POST', '/api/sessions', { body: 'bytes' })).body.code).toBe(
      'request/unsupported-type',
    );
    const text = await fetch(`${net.url}/api/sessions`, { method: 'POST', body: 'x=1' });
    expect(text.status).toBe(415);
    const wrong = await net.anyone().ask('POST', '/api/accounts', { body: { email: 'no', roles: ['steward'] } });
    expect(wrong.body.errors.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['body.email', 'body.password', 'body.name', 'body.roles.0']),
    );
    const unserved = await net.anyone().ask('PATCH', '/api/me');
    expect(unserved.body).toMatchObject({ code: 'request/not-found', status: 404 });
  });

  test('health, metrics, OpenAPI and its page are there', async () => {
    expect(await net.anyone().must(200, 'GET', '/readyz')).toMatchObject({ ok: true });
    expect(await net.anyone().must(200, 'GET', '/metrics')).toContain('http_request_seconds_bucket');
    const openApi = await net.anyone().must(200, 'GET', '/api/openapi.json');
    expect(openApi.openapi).toBe('3.1.0');
    const page = await net.anyone().ask('GET', '/api/docs');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('strict-transport-security')).toBeNull();
    for (const [, path] of (page.body as string).matchAll(/(?:src|href)="([^"]+)"/g))
      expect((await net.anyone().ask('GET', path!)).status).toBe(200);
  });

  test('the address of a problem says what its code means', async () => {
    const page = await net.anyone().must(200, 'GET', '/problems/release/withdrawn');
    expect(page).toContain('The release was withdrawn');
    expect((await net.anyone().ask('GET', '/problems/no/such')).status).toBe(404);
  });
});
