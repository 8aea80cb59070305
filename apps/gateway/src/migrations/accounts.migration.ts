// Accounts, sessions, API keys.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Accounts1763700100000 implements MigrationInterface {
  readonly name = 'Accounts1763700100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table account (
        id text primary key,
        email text not null unique,
        name text not null,
        password_hash text not null,
        roles text[] not null,
        created_at timestamptz not null
      );
      create table session (
        id text primary key,
        token_hash text not null unique,
        account_id text not null references account (id),
        expires_at timestamptz not null
      );
      create index session_expires on session (expires_at);
      create table api_key (
        id text primary key,
        secret_hash text not null unique,
        account_id text not null references account (id),
        name text not null,
        scopes text[] not null,
        created_at timestamptz not null,
        last_used_at timestamptz
      );
      create index api_key_account on api_key (account_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table api_key, session, account');
  }
}
