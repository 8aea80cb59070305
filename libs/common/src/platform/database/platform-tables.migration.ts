// Makes the tables of tables.entity.ts in the program's own schema.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PlatformTables1763700000000 implements MigrationInterface {
  readonly name = 'PlatformTables1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox (
        id text primary key,
        position bigint generated always as identity,
        subject text not null,
        envelope jsonb not null,
        thing_kind text not null,
        thing_id text not null,
        sequence int,
        created_at timestamptz not null default now(),
        published_at timestamptz
      );
      create index outbox_due on outbox (position) where published_at is null;
      create unique index outbox_sequence on outbox (thing_id, sequence) where sequence is not null;
      create table inbox (
        consumer text not null,
        event_id text not null,
        handled_at timestamptz not null default now(),
        primary key (consumer, event_id)
      );
      create table known_stream (name text primary key, incarnation text not null);
      create table dead_letter (
        id bigint generated always as identity primary key,
        subject text not null,
        body text not null,
        reason text not null,
        created_at timestamptz not null default now()
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table dead_letter, known_stream, inbox, outbox');
  }
}
