// The table of routes is the program: nothing more, nothing less, and open to exactly whom it says.

import { ModulesContainer } from '@nestjs/core';
import { RequestMethod } from '@nestjs/common';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLES, SCOPES, type AnyRoute, type Role, type Scope } from '#contracts/http/define-route';
import { ROUTES } from '#contracts/http/routes';
import { ROUTE } from '#platform/http/route';
import { Person, startTestGateway, type Answer, type TestGateway } from './gateway-harness.js';

let net: TestGateway;
beforeAll(async () => void (net = await startTestGateway()));
afterAll(() => net?.stop());

interface Served {
  readonly address: string;
  readonly definition: AnyRoute | undefined;
}

function servedRoutes(): Served[] {
  const controllers = [...net.gateway.app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => {
    const prototype = (metatype as { prototype: Record<string, object> }).prototype;
    return Object.getOwnPropertyNames(prototype)
      .filter((name) => name !== 'constructor' && Reflect.hasMetadata('path', prototype[name]!))
      .map((name) => ({
        address: `${RequestMethod[Reflect.getMetadata('method', prototype[name]!) as number]} ${Reflect.getMetadata('path', prototype[name]!)}`,
        definition: Reflect.getMetadata(ROUTE, prototype[name]!) as AnyRoute | undefined,
      }));
  });
}

test('every route of the contract is served exactly once, and no other', () => {
  const served = servedRoutes();
  expect(served.map(({ address }) => address).toSorted()).toEqual(
    ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted(),
  );
  expect(new Set(served.map(({ definition }) => definition))).toEqual(new Set(ROUTES));
});

test('the OpenAPI document has every route, and valid references only', async () => {
  const document = await net.anyone().must(200, 'GET', '/api/openapi.json');
  const operations = Object.values(document.paths as Record<string, Record<string, { operationId: string }>>).flatMap(
    (path) => Object.values(path).map(({ operationId }) => operationId),
  );
  expect(operations.toSorted()).toEqual(ROUTES.map(({ id }) => id).toSorted());
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
  expect(new Set(references)).toEqual(new Set(['#/components/schemas/Problem', '#/components/responses/Problem']));
});

/** A caller with one role and a key of all scopes but these. */
async function keyOf(role: Role, without?: Scope): Promise<Person> {
  const person = await net.person(role === 'steward' || role === 'reviewer' ? 'customer' : role);
  await net.steward.must(200, 'PUT', `/api/accounts/${person.id}/roles`, { body: { roles: [role] } });
  const body = { name: 'test', scopes: SCOPES.filter((scope) => scope !== without) };
  const { secret } = await person.must(201, 'POST', '/api/me/keys', { body });
  return new Person(net.url, { authorization: `Bearer ${secret}` });
}

const ask = (who: Person, { method, path }: AnyRoute) =>
  who.ask(method, path.replace(/:(\w+)/g, 'nothing'), ['GET', 'HEAD', 'DELETE'].includes(method) ? {} : { body: {} });

/** An answer to HEAD has no body: its status says the same. */
const codeOf = ({ method }: AnyRoute, { status, body }: Answer): string | undefined =>
  method === 'HEAD' ? { 401: 'auth/required', 403: 'auth/forbidden' }[status] : (body as { code?: string }).code;

test('routes × roles: each is let in or turned away as the table says', async () => {
  const callers: [Role | 'anonymous', Person][] = [['anonymous', net.anyone()]];
  for (const role of ROLES) callers.push([role, await keyOf(role)]);
  for (const route of ROUTES) {
    for (const [role, who] of callers) {
      const { access } = route;
      const mayEnter = access === 'anyone' || (role !== 'anonymous' && (access === 'member' || access.includes(role)));
      const answer = await ask(who, route);
      const expected = mayEnter ? 'in' : role === 'anonymous' ? 'auth/required' : 'auth/forbidden';
      const code = codeOf(route, answer);
      expect([route.id, role, code === 'auth/required' || code === 'auth/forbidden' ? code : 'in']).toEqual([
        route.id,
        role,
        expected,
      ]);
      expect(answer.status, `${route.id} as ${role}: ${JSON.stringify(answer.body)}`).toBeLessThan(500);
    }
  }
});

test('a key without the scope of a route is turned away', async () => {
  for (const scope of SCOPES) {
    const routes = ROUTES.filter((route) => route.scope === scope);
    const keys = new Map<Role, Person>();
    for (const route of routes) {
      const role = typeof route.access === 'string' ? 'customer' : route.access[0]!;
      const who = keys.get(role) ?? (await keyOf(role, scope));
      keys.set(role, who);
      expect(codeOf(route, await ask(who, route)), route.id).toBe('auth/forbidden');
    }
  }
});
