// The scheduler's tables.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Making1763701000000 implements MigrationInterface {
  readonly name = 'Making1763701000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lab (
        id text primary key,
        profile jsonb not null,
        answers text not null check (answers in ('auto', 'person')),
        last_heard_at timestamptz,
        told_at_ms bigint not null,
        changed_at timestamptz not null
      );
      create index lab_changed on lab (changed_at);
      create index lab_member on lab ((profile->>'status'));

      create table machine (id text primary key, lab_id text not null references lab, machine jsonb not null);
      create index machine_of_lab on machine (lab_id);

      create table decision (
        id text primary key,
        kind text not null check (kind in ('quote', 'order', 'again')),
        decided_at timestamptz not null,
        policy_version int not null,
        inputs_sha256 text not null,
        request jsonb not null,
        answer jsonb not null
      );

      create table making_order (
        id text primary key,
        placed jsonb not null,
        state text not null check (state in ('making', 'stranded', 'cancelled', 'complete')),
        refused jsonb not null,
        stranded_at timestamptz,
        version int not null
      );
      create index making_order_stranded on making_order (stranded_at) where state = 'stranded';

      create table shipment (
        id text primary key,
        order_id text not null references making_order,
        lab_id text not null references lab,
        lab_name text not null,
        state text not null check (state in ('ready', 'handed-over')),
        units jsonb not null,
        owed jsonb not null,
        version int not null
      );
      create index shipment_of_order on shipment (order_id);

      create table batch (
        id text primary key,
        order_id text not null references making_order,
        lab_id text not null references lab,
        lab_name text not null,
        machine_id text not null,
        machine_name text not null,
        distance_km float8 not null,
        state text not null check (state in ('planned', 'offered', 'accepted', 'made', 'dropped', 'cancelled')),
        attempt int not null check (attempt >= 1),
        pieces jsonb not null,
        missing jsonb not null,
        plan jsonb not null,
        plate jsonb not null,
        owed jsonb not null,
        promised_minor int not null,
        decision_id text not null references decision,
        shipment_id text references shipment,
        version int not null
      );
      create index batch_of_order on batch (order_id);

      create table offer (
        id text primary key,
        batch_id text not null references batch,
        order_id text not null references making_order,
        lab_id text not null references lab,
        state text not null check (state in ('open', 'accepted', 'declined', 'lapsed', 'withdrawn')),
        expires_at timestamptz not null,
        version int not null
      );
      create index offer_due on offer (expires_at) where state = 'open';
      create index offer_of_order on offer (order_id);
      -- A batch is offered to one lab at a time, and accepted by one lab ever.
      create unique index offer_one_alive on offer (batch_id) where state in ('open', 'accepted');

      create table job (
        id text primary key,
        batch_id text not null unique references batch,
        order_id text not null references making_order,
        lab_id text not null references lab,
        machine_id text not null,
        fence int not null check (fence >= 1),
        state text not null check (state in ('accepted', 'permitted', 'printing', 'unseen', 'stopping', 'done', 'failed', 'cancelled', 'lost')),
        percent float8 not null check (percent between 0 and 100),
        estimate_seconds float8 not null,
        heard_at timestamptz not null,
        version int not null
      );
      create index job_alive on job (heard_at) where state in ('accepted', 'permitted', 'printing', 'unseen', 'stopping');
      create index job_of_order on job (order_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table job, offer, batch, shipment, making_order, decision, machine, lab');
  }
}
