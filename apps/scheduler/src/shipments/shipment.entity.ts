// Shipments as rows.

import { Column, Entity, Index, PrimaryColumn, VersionColumn } from 'typeorm';
import type { PieceCount } from '#core/batch/batch';
import type { PriceBreakdown } from '#core/quote/quote';
import type { ShipmentState } from '#core/shipment/shipment';

@Entity('shipment')
export class ShipmentRow {
  @PrimaryColumn('text')
  id!: string;
  @Index('shipment_of_order')
  @Column('text', { name: 'order_id' })
  orderId!: string;
  @Column('text', { name: 'lab_id' })
  labId!: string;
  @Column('text', { name: 'lab_name' })
  labName!: string;
  @Column('text')
  state!: ShipmentState;
  @Column('jsonb')
  units!: PieceCount[];
  @Column('jsonb')
  owed!: PriceBreakdown;
  /** What the customer gets back because others shared the set-ups, minor units. */
  @Column('int', { name: 'saved_minor' })
  savedMinor!: number;
  /** What the customer agreed to pay more than was quoted. */
  @Column('int', { name: 'more_minor' })
  moreMinor!: number;
  @VersionColumn()
  version!: number;
}
