// Decisions name what they were made from by hash; what they share is kept once.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DecisionInputs1763760000000 implements MigrationInterface {
  readonly name = 'DecisionInputs1763760000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table decision_input (
        sha256 text primary key,
        body bytea not null,
        used_at timestamptz not null
      );
      create index decision_input_used on decision_input (used_at);
      alter table decision_input alter column body set storage external;

      alter table decision
        add column manifest text,
        add column inputs text[] not null default '{}',
        add column bought boolean not null default false,
        drop column request;
      create index decision_to_forget on decision (decided_at) where not bought;
      create index decision_bought_inputs on decision using gin (inputs) where bought;
      create index portion_decision on portion (decision_id);
      create index making_order_option on making_order ((placed->'option'->>'id'));
      create index batch_closes on batch (close_at, lab_id);
    `);
  }

  /** What was asked is in the manifest, without the release. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index batch_closes, making_order_option, portion_decision, decision_bought_inputs, decision_to_forget;
      alter table decision add column request jsonb not null default '{}';
      update decision set request = (manifest::jsonb)->'request' where manifest is not null;
      alter table decision alter column request drop default,
        drop column manifest, drop column inputs, drop column bought;
      drop table decision_input;
    `);
  }
}
