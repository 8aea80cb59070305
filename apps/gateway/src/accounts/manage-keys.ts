// Makes, lists and revokes API keys.

import { Inject, Injectable } from '@nestjs/common';
import type { makeApiKey } from '#contracts/http/accounts';
import type { Scope } from '#contracts/http/define-route';
import type { AccountId, Id, NewId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { CLOCK, NEW_ID, type Clock } from '#platform/clock/clock';
import type { RouteInput } from '#platform/http/route-input';
import type { ApiKeyRow } from './account.entity.js';
import { AccountsRepository } from './accounts.repository.js';
import { hashToken, KEY_PREFIX, newToken } from './secrets.js';

interface KeyView {
  readonly id: Id<'apiKey'>;
  readonly name: string;
  readonly scopes: Scope[];
  readonly createdAt: string;
  readonly lastUsedAt?: string;
}

@Injectable()
export class ManageKeys {
  constructor(
    @Inject(AccountsRepository) private readonly accounts: AccountsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NEW_ID) private readonly newId: NewId,
  ) {}

  /** The answer is the only time that the secret is shown. */
  async make(
    accountId: AccountId,
    { name, scopes }: RouteInput<typeof makeApiKey>['body'],
  ): Promise<Result<KeyView & { secret: string }>> {
    const secret = `${KEY_PREFIX}${newToken()}`;
    const key: ApiKeyRow = {
      id: this.newId('apiKey'),
      secretHash: hashToken(secret),
      accountId,
      name,
      scopes: [...new Set(scopes)],
      createdAt: new Date(this.clock.now()),
      lastUsedAt: null,
    };
    await this.accounts.addKey(key);
    return ok({ ...keyView(key), secret });
  }

  async list(accountId: AccountId): Promise<Result<{ keys: KeyView[] }>> {
    return ok({ keys: (await this.accounts.keysOf(accountId)).map(keyView) });
  }

  async revoke(accountId: AccountId, keyId: Id<'apiKey'>): Promise<Result<undefined>> {
    if (await this.accounts.removeKey(accountId, keyId)) return ok(undefined);
    return refuse('key/not-found', `You have no API key ${keyId}.`, { remedy: 'List your keys.' });
  }
}

const keyView = ({ id, name, scopes, createdAt, lastUsedAt }: ApiKeyRow): KeyView => ({
  id,
  name,
  scopes,
  createdAt: createdAt.toISOString(),
  ...(lastUsedAt ? { lastUsedAt: lastUsedAt.toISOString() } : {}),
});
