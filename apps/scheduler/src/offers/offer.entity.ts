// Offers as rows.

import { Column, Entity, Index, PrimaryColumn, VersionColumn } from 'typeorm';
import type { OfferState } from '#core/offer/offer';

@Entity('offer')
export class OfferRow {
  @PrimaryColumn('text')
  id!: string;
  @Index('offer_of_batch')
  @Column('text', { name: 'batch_id' })
  batchId!: string;
  @Column('text', { name: 'order_id' })
  orderId!: string;
  @Column('text', { name: 'lab_id' })
  labId!: string;
  @Column('text')
  state!: OfferState;
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
  @VersionColumn()
  version!: number;
}
