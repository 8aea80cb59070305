// The double-entry ledger. The database itself keeps the two promises: a transaction sums to zero, and what is written
// is never changed.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Ledger1763700500000 implements MigrationInterface {
  readonly name = 'Ledger1763700500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ledger_transaction (
        id text primary key,
        kind text not null check (kind in ('hold', 'settle', 'release', 'payment')),
        order_id text not null references placed_order (id),
        shipment_id text,
        reference text,
        at timestamptz not null
      );
      create index ledger_transaction_order on ledger_transaction (order_id);
      create unique index ledger_one_settlement on ledger_transaction (shipment_id) where kind = 'settle';
      create unique index ledger_one_hold on ledger_transaction (order_id) where kind = 'hold';
      create unique index ledger_one_release on ledger_transaction (order_id) where kind = 'release';
      create unique index ledger_one_payment on ledger_transaction (order_id) where kind = 'payment';
      create table ledger_entry (
        id text primary key,
        transaction_id text not null references ledger_transaction (id),
        account text not null,
        amount_minor bigint not null check (amount_minor <> 0),
        currency text not null
      );
      create index ledger_entry_transaction on ledger_entry (transaction_id);
      create index ledger_entry_account on ledger_entry (account);
    `);
    await runner.query(`
      create function ledger_sums_to_zero() returns trigger language plpgsql as $$
      begin
        if exists (select 1 from ledger_entry where transaction_id = new.transaction_id
                   group by currency having sum(amount_minor) <> 0) then
          raise exception 'ledger transaction % does not sum to zero', new.transaction_id using errcode = 'check_violation';
        end if;
        return null;
      end $$;
      create constraint trigger ledger_entry_balance after insert on ledger_entry
        deferrable initially deferred for each row execute function ledger_sums_to_zero();
      create function ledger_never_changes() returns trigger language plpgsql as $$
      begin
        raise exception 'the ledger is written once: reverse a transaction with another' using errcode = 'restrict_violation';
      end $$;
      create trigger ledger_entry_fixed before update or delete or truncate on ledger_entry
        for each statement execute function ledger_never_changes();
      create trigger ledger_transaction_fixed before update or delete or truncate on ledger_transaction
        for each statement execute function ledger_never_changes();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ledger_entry, ledger_transaction');
    await runner.query('drop function ledger_sums_to_zero(), ledger_never_changes()');
  }
}
