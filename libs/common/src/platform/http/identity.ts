// Who is asking: found out once per request, before anything else looks at it.

import type { FastifyRequest } from 'fastify';
import type { Role, Scope } from '#contracts/http/define-route';
import type { AccountId } from '#core/kernel/ids';

/** The account behind a request and how it proved itself. */
export interface Identity {
  readonly accountId: AccountId;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly by:
    | { readonly kind: 'session'; readonly sessionId: string }
    | { readonly kind: 'key'; readonly scopes: readonly Scope[] };
}

export const AUTHENTICATOR = Symbol('AUTHENTICATOR');

/** Finds the identity behind a request's cookie or key; undefined when there is none or it is not valid any more. */
export interface Authenticator {
  authenticate(request: FastifyRequest): Promise<Identity | undefined>;
}

const identities = new WeakMap<FastifyRequest, Identity>();

/** Remembers who a request comes from. */
export const rememberIdentity = (request: FastifyRequest, identity: Identity): void =>
  void identities.set(request, identity);

/** Who a request comes from, once the guard has looked. */
export const identityOf = (request: FastifyRequest): Identity | undefined => identities.get(request);

/** True when the account has the role. */
export const hasRole = (identity: Identity, role: Role): boolean => identity.roles.includes(role);
