// Rows of the ledger; written once and never changed.

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Id, OrderId, ShipmentId } from '#core/kernel/ids';
import type { Currency } from '#core/kernel/money';

export type TransactionKind = 'hold' | 'hold-more' | 'settle' | 'release' | 'payment';

@Entity('ledger_transaction')
export class LedgerTransactionRow {
  @PrimaryColumn('text')
  id!: Id<'transaction'>;
  @Column('text')
  kind!: TransactionKind;
  @Column('text', { name: 'order_id' })
  orderId!: OrderId;
  @Column('text', { name: 'shipment_id', nullable: true })
  shipmentId!: ShipmentId | null;
  @Column('text', { nullable: true })
  reference!: string | null;
  @Column('timestamptz')
  at!: Date;
}

@Entity('ledger_entry')
export class LedgerEntryRow {
  @PrimaryColumn('text')
  id!: Id<'entry'>;
  @Column('text', { name: 'transaction_id' })
  transactionId!: Id<'transaction'>;
  @Column('text')
  account!: string;
  @Column('bigint', { name: 'amount_minor' })
  amountMinor!: string;
  @Column('text')
  currency!: Currency;
}
