// Writes and reads the ledger. The database refuses what does not sum to zero and every change of what is written.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { ledgerEntrySchema } from '#contracts/http/ledger';
import type { NewId, OrderId, ShipmentId } from '#core/kernel/ids';
import type { Currency } from '#core/kernel/money';
import type { Posting } from '#core/settlement/settle';
import { NEW_ID } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import { LedgerEntryRow, LedgerTransactionRow, type TransactionKind } from './ledger.entity.js';

export type EntryView = z.infer<typeof ledgerEntrySchema>;

export interface LedgerTransaction {
  readonly kind: TransactionKind;
  readonly orderId: OrderId;
  readonly shipmentId?: ShipmentId;
  readonly reference?: string;
  readonly currency: Currency;
  readonly postings: readonly Posting[];
  readonly atMs: number;
}

@Injectable()
export class LedgerRepository {
  constructor(
    @Inject(DATA_SOURCE) private readonly source: DataSource,
    @Inject(NEW_ID) private readonly newId: NewId,
  ) {}

  async post(manager: EntityManager, transaction: LedgerTransaction): Promise<void> {
    const { kind, orderId, shipmentId = null, reference = null, currency, postings, atMs } = transaction;
    const id = this.newId('transaction');
    await manager.insert(LedgerTransactionRow, { id, kind, orderId, shipmentId, reference, at: new Date(atMs) });
    const entries = postings.filter(({ amountMinor }) => amountMinor !== 0);
    await manager.insert(
      LedgerEntryRow,
      entries.map(({ account, amountMinor }) => ({
        id: this.newId('entry'),
        transactionId: id,
        account,
        amountMinor: String(amountMinor),
        currency,
      })),
    );
  }

  async balance(manager: EntityManager, account: string, currency: Currency): Promise<number> {
    const [row] = (await manager.query(
      'select coalesce(sum(amount_minor), 0) as sum from ledger_entry where account = $1 and currency = $2',
      [account, currency],
    )) as { sum: string }[];
    return Number(row?.sum ?? 0);
  }

  /** What was held of orders in addition, minor units; of the others nothing was. */
  async heldMoreOf(
    orderIds: readonly OrderId[],
    manager: EntityManager = this.source.manager,
  ): Promise<Map<OrderId, number>> {
    const rows = (await manager.query(
      `select t.order_id as id, sum(e.amount_minor) as sum
       from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
       where t.order_id = any($1) and t.kind = 'hold-more' and e.account = 'hold:' || t.order_id group by t.order_id`,
      [orderIds],
    )) as { id: OrderId; sum: string }[];
    return new Map(rows.map(({ id, sum }) => [id, Number(sum)]));
  }

  transactionsOf(manager: EntityManager, orderId: OrderId): Promise<LedgerTransactionRow[]> {
    return manager.find(LedgerTransactionRow, { where: { orderId }, order: { at: 'ASC', id: 'ASC' } });
  }

  async entriesOf(orderId: OrderId, manager: EntityManager = this.source.manager): Promise<EntryView[]> {
    const rows = (await manager.query(
      `select e.id, e.transaction_id, t.kind, e.account, e.amount_minor, e.currency, t.at
       from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
       where t.order_id = $1 order by t.at, t.id, e.amount_minor, e.id`,
      [orderId],
    )) as {
      id: EntryView['id'];
      transaction_id: EntryView['transactionId'];
      kind: string;
      account: string;
      amount_minor: string;
      currency: Currency;
      at: Date;
    }[];
    return rows.map(({ id, transaction_id: transactionId, kind, account, amount_minor: minor, currency, at }) => ({
      id,
      transactionId,
      kind,
      account,
      currency,
      amountMinor: Number(minor),
      at: at.toISOString(),
    }));
  }
}
