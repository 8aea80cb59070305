// Rows of accounts, their sessions and their API keys. Secrets are kept as hashes only.

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role, Scope } from '#contracts/http/define-route';
import type { AccountId, Id } from '#core/kernel/ids';

@Entity('account')
export class AccountRow {
  @PrimaryColumn('text')
  id!: AccountId;
  @Column('text')
  email!: string;
  @Column('text')
  name!: string;
  @Column('text', { name: 'password_hash' })
  passwordHash!: string;
  @Column('text', { array: true })
  roles!: Role[];
  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

@Entity('session')
export class SessionRow {
  @PrimaryColumn('text')
  id!: Id<'session'>;
  @Column('text', { name: 'token_hash' })
  tokenHash!: string;
  @Column('text', { name: 'account_id' })
  accountId!: AccountId;
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}

@Entity('api_key')
export class ApiKeyRow {
  @PrimaryColumn('text')
  id!: Id<'apiKey'>;
  @Column('text', { name: 'secret_hash' })
  secretHash!: string;
  @Column('text', { name: 'account_id' })
  accountId!: AccountId;
  @Column('text')
  name!: string;
  @Column('text', { array: true })
  scopes!: Scope[];
  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;
}
