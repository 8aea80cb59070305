// A session: a random token in a cookie that scripts cannot read, its hash in the database.

import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AccountId, NewId } from '#core/kernel/ids';
import { DAY_MS } from '#core/kernel/time';
import { CLOCK, NEW_ID, type Clock } from '#platform/clock/clock';
import { SETTINGS, type Settings } from '../settings.js';
import { AccountsRepository } from './accounts.repository.js';
import { SESSION_COOKIE } from './authenticate-request.js';
import { hashToken, newToken } from './secrets.js';

const SESSION_MS = 30 * DAY_MS;

@Injectable()
export class OpenSession {
  constructor(
    @Inject(AccountsRepository) private readonly accounts: AccountsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NEW_ID) private readonly newId: NewId,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Opens a session and puts its cookie on the reply. */
  async handle(accountId: AccountId, reply: FastifyReply): Promise<void> {
    const token = newToken();
    const expiresAt = new Date(this.clock.now() + SESSION_MS);
    await this.accounts.addSession({ id: this.newId('session'), tokenHash: hashToken(token), accountId, expiresAt });
    void reply.setCookie(SESSION_COOKIE, token, { ...this.cookie(), maxAge: SESSION_MS / 1000 });
  }

  /** Ends the session of a request for good, wherever its cookie may have got to. */
  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = request.cookies[SESSION_COOKIE];
    if (token !== undefined && token !== '') await this.accounts.endSession(hashToken(token));
    void reply.clearCookie(SESSION_COOKIE, this.cookie());
  }

  private cookie() {
    const secure = this.settings.PUBLIC_URL.startsWith('https:');
    return { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  }
}
