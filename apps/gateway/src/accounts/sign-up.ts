// Makes an account.

import { Inject, Injectable } from '@nestjs/common';
import type { AccountView, signUp } from '#contracts/http/accounts';
import type { NewId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { CLOCK, NEW_ID, type Clock } from '#platform/clock/clock';
import type { RouteInput } from '#platform/http/route-input';
import { AccountsRepository, accountView } from './accounts.repository.js';
import { hashPassword } from './secrets.js';

@Injectable()
export class SignUp {
  constructor(
    @Inject(AccountsRepository) private readonly accounts: AccountsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NEW_ID) private readonly newId: NewId,
  ) {}

  async handle({ email, password, name, roles }: RouteInput<typeof signUp>['body']): Promise<Result<AccountView>> {
    const account = {
      id: this.newId('account'),
      email,
      name,
      roles: [...new Set(roles)],
      passwordHash: await hashPassword(password),
      createdAt: new Date(this.clock.now()),
    };
    if (await this.accounts.add(account)) return ok(accountView(account));
    return refuse('account/email-taken', `There is an account with the address ${email} already.`, {
      remedy: 'Sign in, or use another address.',
    });
  }
}
