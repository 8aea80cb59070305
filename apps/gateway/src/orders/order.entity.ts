// Rows of orders, of the facts that happened to them, of hand-overs, and of answers kept for repeated requests.

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrderState, OrderView } from '#contracts/http/orders';
import type { PlacedOrder } from '#contracts/messages/order-messages';
import type { AccountId, DecisionId, LabId, OrderId, ShipmentId } from '#core/kernel/ids';

@Entity('placed_order')
export class OrderRow {
  @PrimaryColumn('text')
  id!: OrderId;
  @Column('text', { name: 'account_id' })
  accountId!: AccountId;
  /** Who gets the designer's share. */
  @Column('text', { name: 'designer_id' })
  designerId!: AccountId;
  @Column('jsonb')
  placed!: PlacedOrder & { readonly decisionId: DecisionId };
  /** Follows from the facts; kept for lists. */
  @Column('text')
  state!: OrderState;
  @Column('text', { name: 'payment_provider' })
  paymentProvider!: string;
  @Column('text', { name: 'payment_reference' })
  paymentReference!: string;
  @Column('text', { name: 'payment_state' })
  paymentState!: OrderView['payment']['state'];
  @Column('timestamptz', { name: 'placed_at' })
  placedAt!: Date;
}

@Entity('order_fact')
export class OrderFactRow {
  @PrimaryColumn('bigint', { generated: 'increment' })
  position!: string;
  @Column('text', { name: 'order_id' })
  orderId!: OrderId;
  @Column('text', { name: 'event_id' })
  eventId!: string;
  @Column('bigint', { name: 'at_ms' })
  atMs!: string;
  @Column('text')
  type!: string;
  @Column('jsonb')
  data!: Record<string, unknown>;
}

@Entity('shipment')
export class ShipmentRow {
  @PrimaryColumn('text')
  id!: ShipmentId;
  @Column('text', { name: 'order_id' })
  orderId!: OrderId;
  @Column('text', { name: 'lab_id' })
  labId!: LabId;
  @Column('text')
  delivery!: 'pickup' | 'shipping';
  /** Shown to the customer, so kept as it is; null for what is sent. */
  @Column('text', { name: 'pickup_code', nullable: true })
  pickupCode!: string | null;
  @Column('int', { name: 'wrong_codes' })
  wrongCodes!: number;
  @Column('timestamptz', { name: 'locked_until', nullable: true })
  lockedUntil!: Date | null;
  @Column('timestamptz', { name: 'confirmed_at', nullable: true })
  confirmedAt!: Date | null;
}

@Entity('kept_answer')
export class KeptAnswerRow {
  @PrimaryColumn('text', { name: 'account_id' })
  accountId!: AccountId;
  @PrimaryColumn('text')
  key!: string;
  @Column('text', { name: 'body_hash' })
  bodyHash!: string;
  @Column('jsonb', { nullable: true })
  answer!: unknown;
  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
