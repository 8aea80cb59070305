// Checks an e-mail address and a password.

import { Inject, Injectable } from '@nestjs/common';
import type { AccountView } from '#contracts/http/accounts';
import { ok, refuse, type Result } from '#core/kernel/result';
import { AccountsRepository, accountView } from './accounts.repository.js';
import { passwordMatches } from './secrets.js';

@Injectable()
export class SignIn {
  constructor(@Inject(AccountsRepository) private readonly accounts: AccountsRepository) {}

  /** Says the same, after the same time, for an unknown address and for a wrong password. */
  async handle({ email, password }: { email: string; password: string }): Promise<Result<AccountView>> {
    const account = await this.accounts.findByEmail(email);
    const matches = await passwordMatches(account?.passwordHash, password);
    if (account && matches) return ok(accountView(account));
    return refuse('auth/wrong-credentials', 'The e-mail address or the password is wrong.', {
      remedy: 'Check both, or make an account.',
    });
  }
}
