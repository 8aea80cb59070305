// Sets roles by a steward's decision, and makes the first steward of a new network.

import { Inject, Injectable } from '@nestjs/common';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountView } from '#contracts/http/accounts';
import { ROLES, SCOPES, type Role } from '#contracts/http/define-route';
import type { AccountId, NewId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { NEW_ID } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import { SETTINGS, type Settings } from '../settings.js';
import { AccountsRepository, accountView } from './accounts.repository.js';
import { hashPassword, hashToken, KEY_PREFIX, newToken } from './secrets.js';

@Injectable()
export class AppointSteward {
  constructor(
    @Inject(AccountsRepository) private readonly accounts: AccountsRepository,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(NEW_ID) private readonly newId: NewId,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle(accountId: AccountId, roles: readonly Role[]): Promise<Result<AccountView>> {
    const account = await this.accounts.setRoles(accountId, [...new Set(roles)]);
    if (account) return ok(accountView(account));
    return refuse('account/not-found', `There is no account ${accountId}.`);
  }

  /** With no account yet: makes a steward with a random password and key, which stand in SECRETS_DIR/steward.json only. */
  async first(): Promise<void> {
    const email = 'steward@fabcommons.localhost';
    const password = newToken();
    const apiKey = `${KEY_PREFIX}${newToken()}`;
    const passwordHash = await hashPassword(password);
    await this.unitOfWork.run(async ({ manager, nowMs }) => {
      if (!(await this.accounts.isEmptyAndLocked(manager))) return;
      const id = this.newId('account');
      const createdAt = new Date(nowMs);
      await this.accounts.add({ id, email, name: 'Steward', roles: [...ROLES], passwordHash, createdAt }, manager);
      const key = { id: this.newId('apiKey'), accountId: id, name: 'first steward', scopes: [...SCOPES] };
      await this.accounts.addKey({ ...key, secretHash: hashToken(apiKey), createdAt, lastUsedAt: null }, manager);
      // Before the commit: a steward whose secrets nobody can read would lock everybody out.
      mkdirSync(this.settings.SECRETS_DIR, { recursive: true, mode: 0o700 });
      const path = join(this.settings.SECRETS_DIR, 'steward.json');
      writeFileSync(path, `${JSON.stringify({ email, password, apiKey }, null, 2)}\n`, { mode: 0o600 });
    });
  }
}
