// Stands before every route: who are you, may you do this, did your own page send you, and are you not too fast?

import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AnyRoute } from '#contracts/http/define-route';
import { AUTHENTICATOR, type Authenticator, type Identity, rememberIdentity } from './identity.js';
import { RATE_LIMITS, type RateLimits } from './rate-limits.js';
import { RefusedRequest } from './refused-request.js';
import { ROUTE } from './route.js';

export const OWN_ORIGIN = Symbol('OWN_ORIGIN');

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
    @Inject(RATE_LIMITS) private readonly limits: RateLimits,
    @Inject(OWN_ORIGIN) private readonly ownOrigin: string,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const definition = Reflect.getMetadata(ROUTE, context.getHandler()) as AnyRoute | undefined;
    if (!definition)
      throw new Error(`${context.getClass().name}.${context.getHandler().name} serves no route of the contract`);
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    this.limits.count(definition, request);
    const identity = await this.authenticator.authenticate(request);
    if (identity) rememberIdentity(request, identity);
    const refusal = refuseAccess(definition, identity);
    if (refusal) throw refusal;
    if (identity?.by.kind === 'session') refuseForeignPages(request, this.ownOrigin);
    return true;
  }
}

/** The rule of the table routes × roles. A key needs the role of its account and, where one is named, the scope. */
export function refuseAccess({ access, scope }: AnyRoute, identity: Identity | undefined): RefusedRequest | undefined {
  if (access === 'anyone') return undefined;
  if (!identity) {
    const remedy = 'Sign in, or send an API key as "Authorization: Bearer fab_…".';
    return new RefusedRequest({ code: 'auth/required', message: 'Nobody is signed in.', remedy });
  }
  if (access !== 'member' && !access.some((role) => identity.roles.includes(role))) {
    const message = `This is for accounts with the role ${access.join(' or ')}; yours is ${identity.roles.join(', ') || 'none'}.`;
    return new RefusedRequest({ code: 'auth/forbidden', message, remedy: 'Use an account with that role.' });
  }
  if (scope && identity.by.kind === 'key' && !identity.by.scopes.includes(scope)) {
    const message = `The API key does not have the scope ${scope}.`;
    return new RefusedRequest({ code: 'auth/forbidden', message, remedy: `Make a key with the scope ${scope}.` });
  }
  return undefined;
}

/** Only our own pages may use the cookie to change something. */
function refuseForeignPages(request: FastifyRequest, ownOrigin: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const fromHere = site === undefined || site === 'same-origin' || site === 'none';
  const ownPages = [ownOrigin, `${request.protocol}://${request.host}`];
  if (fromHere && (origin === undefined || site === 'same-origin' || ownPages.includes(origin))) return;
  throw new RefusedRequest({
    code: 'auth/forbidden',
    message: 'The request comes from the page of another site.',
    remedy: 'Use the pages of this site, or an API key.',
  });
}
