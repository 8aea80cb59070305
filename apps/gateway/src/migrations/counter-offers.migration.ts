// Money that is held in addition, for a counter-offer to which the customer said yes: once for each.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CounterOffers1763751000000 implements MigrationInterface {
  readonly name = 'CounterOffers1763751000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ledger_transaction drop constraint ledger_transaction_kind_check,
        add constraint ledger_transaction_kind_check check (kind in ('hold', 'hold-more', 'settle', 'release', 'payment'));
      create unique index ledger_one_hold_more on ledger_transaction (order_id, reference) where kind = 'hold-more';
    `);
  }

  /** Fails while anything is held in addition: the ledger is never changed. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index ledger_one_hold_more;
      alter table ledger_transaction drop constraint ledger_transaction_kind_check,
        add constraint ledger_transaction_kind_check check (kind in ('hold', 'settle', 'release', 'payment'));
    `);
  }
}
