// Offers as rows.

import { Column, Entity, Index, PrimaryColumn, VersionColumn } from 'typeorm';
import type { OfferState } from '#core/offer/offer';

export interface CounterOffer {
  readonly labPriceMinor: number;
  readonly laterSeconds: number;
  readonly reason: string;
}

@Entity('offer')
export class OfferRow {
  @PrimaryColumn('text')
  id!: string;
  @Index('offer_of_batch')
  @Column('text', { name: 'batch_id' })
  batchId!: string;
  @Column('text', { name: 'lab_id' })
  labId!: string;
  @Column('text')
  state!: OfferState;
  /** What the lab would rather: only of a countered one. */
  @Column('jsonb', { nullable: true })
  counter!: CounterOffer | null;
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
  @VersionColumn()
  version!: number;
}
