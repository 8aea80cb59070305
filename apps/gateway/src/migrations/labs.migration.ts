// Labs, the codes that let their agents in, and the agents that were let in.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Labs1763700300000 implements MigrationInterface {
  readonly name = 'Labs1763700300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lab (
        id text primary key,
        owner_id text references account (id),
        source text,
        source_id text,
        lat double precision not null,
        lon double precision not null,
        profile jsonb not null,
        machines jsonb not null,
        search_text text not null,
        changed_at timestamptz not null,
        constraint lab_source unique (source, source_id)
      );
      create index lab_owner on lab (owner_id);
      create table enrolment (
        id text primary key,
        lab_id text not null references lab (id),
        code_hash text not null unique,
        expires_at timestamptz not null,
        redeemed_at timestamptz
      );
      create table lab_agent (
        user_public_key text primary key,
        lab_id text not null references lab (id),
        minted_at timestamptz not null,
        revoked_at timestamptz
      );
      create index lab_agent_lab on lab_agent (lab_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table lab_agent, enrolment, lab');
  }
}
