// Reads and writes accounts, sessions and keys.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import type { AccountView } from '#contracts/http/accounts';
import type { Role } from '#contracts/http/define-route';
import type { AccountId } from '#core/kernel/ids';
import { DATA_SOURCE } from '#platform/database/data-source';
import { AccountRow, ApiKeyRow, SessionRow } from './account.entity.js';

@Injectable()
export class AccountsRepository {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  /** Writes a new account; answers false when the e-mail address is taken. */
  async add(account: AccountRow, manager: EntityManager = this.source.manager): Promise<boolean> {
    const { raw } = await manager
      .createQueryBuilder()
      .insert()
      .into(AccountRow)
      .values(account)
      .orIgnore()
      .returning('id')
      .execute();
    return (raw as unknown[]).length > 0;
  }

  findByEmail(email: string): Promise<AccountRow | null> {
    return this.source.manager.findOneBy(AccountRow, { email });
  }

  find(id: AccountId): Promise<AccountRow | null> {
    return this.source.manager.findOneBy(AccountRow, { id });
  }

  async setRoles(id: AccountId, roles: readonly Role[]): Promise<AccountRow | null> {
    await this.source.manager.update(AccountRow, { id }, { roles: [...roles] });
    return this.find(id);
  }

  /** True when nobody has an account yet; others wait until the transaction ends. */
  async isEmptyAndLocked(manager: EntityManager): Promise<boolean> {
    await manager.query("select pg_advisory_xact_lock(hashtext('fabcommons-first-account'))");
    return (await manager.count(AccountRow)) === 0;
  }

  async addSession(session: SessionRow): Promise<void> {
    await this.source.manager.insert(SessionRow, session);
  }

  async endSession(tokenHash: string): Promise<void> {
    await this.source.manager.delete(SessionRow, { tokenHash });
  }

  /** The account of a session that has not run out. */
  async findSession(tokenHash: string, now: Date): Promise<{ sessionId: string; account: AccountRow } | undefined> {
    const session = await this.source.manager.findOneBy(SessionRow, { tokenHash });
    if (!session || session.expiresAt <= now) return undefined;
    const account = await this.find(session.accountId);
    return account ? { sessionId: session.id, account } : undefined;
  }

  async findKey(secretHash: string): Promise<{ key: ApiKeyRow; account: AccountRow } | undefined> {
    const key = await this.source.manager.findOneBy(ApiKeyRow, { secretHash });
    const account = key && (await this.find(key.accountId));
    return key && account ? { key, account } : undefined;
  }

  async touchKey(key: ApiKeyRow, now: Date): Promise<void> {
    await this.source.manager.update(ApiKeyRow, { id: key.id }, { lastUsedAt: now });
  }

  async addKey(key: ApiKeyRow, manager: EntityManager = this.source.manager): Promise<void> {
    await manager.insert(ApiKeyRow, key);
  }

  keysOf(accountId: AccountId): Promise<ApiKeyRow[]> {
    return this.source.manager.find(ApiKeyRow, { where: { accountId }, order: { createdAt: 'ASC' } });
  }

  /** True when the account had such a key. */
  async removeKey(accountId: AccountId, id: ApiKeyRow['id']): Promise<boolean> {
    const { affected } = await this.source.manager.delete(ApiKeyRow, { id, accountId });
    return (affected ?? 0) > 0;
  }

  async removeExpiredSessions(now: Date): Promise<void> {
    await this.source.manager.query('delete from session where expires_at < $1', [now]);
  }
}

/** What is shown of an account. */
export const accountView = ({ id, email, name, roles }: AccountRow): AccountView => ({ id, email, name, roles });
