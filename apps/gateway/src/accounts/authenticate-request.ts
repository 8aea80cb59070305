// Who sends a request: the session in its cookie, or the API key in its header.

import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { MINUTE_MS } from '#core/kernel/time';
import { CLOCK, type Clock } from '#platform/clock/clock';
import type { Authenticator, Identity } from '#platform/http/identity';
import { RefusedRequest } from '#platform/http/refused-request';
import type { AccountRow } from './account.entity.js';
import { AccountsRepository } from './accounts.repository.js';
import { hashToken, KEY_PREFIX } from './secrets.js';

export const SESSION_COOKIE = 'fab_session';

@Injectable()
export class AuthenticateRequest implements Authenticator {
  constructor(
    @Inject(AccountsRepository) private readonly accounts: AccountsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A key that is not valid is refused rather than taken for nobody: its owner has to hear of it. */
  async authenticate(request: FastifyRequest): Promise<Identity | undefined> {
    const header = request.headers.authorization;
    if (header !== undefined) return this.byKey(header);
    const token = request.cookies[SESSION_COOKIE];
    if (token === undefined || token === '') return undefined;
    const found = await this.accounts.findSession(hashToken(token), new Date(this.clock.now()));
    return found && identityOf(found.account, { kind: 'session', sessionId: found.sessionId });
  }

  private async byKey(header: string): Promise<Identity> {
    const secret = /^Bearer (fab_[A-Za-z0-9_-]{20,100})$/.exec(header)?.[1];
    const found = secret === undefined ? undefined : await this.accounts.findKey(hashToken(secret));
    if (!found) {
      const message = `The API key is not valid; a key begins with ${KEY_PREFIX} and may have been revoked.`;
      throw new RefusedRequest({ code: 'auth/required', message, remedy: 'Make a new key under your account.' });
    }
    const { key, account } = found;
    const now = this.clock.now();
    if (now - (key.lastUsedAt?.getTime() ?? 0) > MINUTE_MS) await this.accounts.touchKey(key, new Date(now));
    return identityOf(account, { kind: 'key', scopes: key.scopes });
  }
}

const identityOf = (account: AccountRow, by: Identity['by']): Identity => ({
  accountId: account.id,
  email: account.email,
  name: account.name,
  roles: account.roles,
  by,
});
