// Quotes as shown, orders with the facts that happened to them, hand-overs, and answers kept for repeated requests.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Orders1763700400000 implements MigrationInterface {
  readonly name = 'Orders1763700400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table quote (
        id text primary key,
        snapshot jsonb not null,
        shown jsonb not null,
        expires_at timestamptz not null
      );
      create index quote_expires on quote (expires_at);
      create table placed_order (
        id text primary key,
        account_id text not null references account (id),
        designer_id text not null references account (id),
        placed jsonb not null,
        state text not null,
        payment_provider text not null,
        payment_reference text not null,
        payment_state text not null check (payment_state in ('held', 'due', 'paid', 'released')),
        placed_at timestamptz not null
      );
      create index placed_order_account on placed_order (account_id, placed_at desc, id desc);
      create table order_fact (
        position bigint generated always as identity primary key,
        order_id text not null references placed_order (id),
        event_id text not null unique,
        at_ms bigint not null,
        type text not null,
        data jsonb not null
      );
      create index order_fact_order on order_fact (order_id);
      create table order_lab (
        lab_id text not null,
        order_id text not null references placed_order (id),
        primary key (lab_id, order_id)
      );
      create table shipment (
        id text primary key,
        order_id text not null references placed_order (id),
        lab_id text not null,
        delivery text not null,
        pickup_code text,
        wrong_codes int not null default 0,
        locked_until timestamptz,
        confirmed_at timestamptz
      );
      create index shipment_order on shipment (order_id);
      create table kept_answer (
        account_id text not null references account (id),
        key text not null,
        body_hash text not null,
        answer jsonb,
        created_at timestamptz not null,
        primary key (account_id, key)
      );
      create index kept_answer_created on kept_answer (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table kept_answer, shipment, order_lab, order_fact, placed_order, quote');
  }
}
