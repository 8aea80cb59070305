// Orders being made, their batches, and what of each order lies in each batch.

import { Column, Entity, Index, PrimaryColumn, VersionColumn } from 'typeorm';
import type { PlacedOrder } from '#contracts/messages/order-messages';
import type { BatchState, PieceCount } from '#core/batch/batch';
import type { BatchPlan, TurnedPart } from '#core/batch/lay-together';
import type { PriceBreakdown } from '#core/quote/quote';

/** Why a lab is not asked again for this order. */
export interface LabRefusal {
  readonly kind: 'declined' | 'lapsed' | 'failed';
  readonly reason: string;
  readonly atMs: number;
  readonly times: number;
}

@Entity('making_order')
export class MakingOrderRow {
  @PrimaryColumn('text')
  id!: string;
  @Column('jsonb')
  placed!: PlacedOrder;
  @Column('text')
  state!: 'making' | 'stranded' | 'cancelled' | 'complete';
  @Column('jsonb')
  refused!: Record<string, LabRefusal>;
  @Column('timestamptz', { name: 'stranded_at', nullable: true })
  strandedAt!: Date | null;
  /** Pieces that lie in no batch, because nobody can make them yet. */
  @Column('jsonb')
  unplanned!: PieceCount[];
  /** Pieces that are not planned before the customer says yes to the prototype. */
  @Column('jsonb')
  held!: PieceCount[];
  /** By when the customer was promised it. */
  @Column('timestamptz', { name: 'promised_at' })
  promisedAt!: Date;
  @VersionColumn()
  version!: number;
}

/** Pieces made together on one machine in one set-up, of one order or of several. */
@Entity('batch')
export class BatchRow {
  @PrimaryColumn('text')
  id!: string;
  @Column('text', { name: 'lab_id' })
  labId!: string;
  @Column('text', { name: 'lab_name' })
  labName!: string;
  @Column('text', { name: 'machine_id' })
  machineId!: string;
  @Column('text', { name: 'machine_name' })
  machineName!: string;
  @Column('text')
  state!: BatchState;
  @Column('text')
  material!: string;
  @Column('text', { nullable: true })
  color!: string | null;
  /** What must be the same of whatever joins. */
  @Column('text', { name: 'settings_key' })
  settingsKey!: string;
  /** Until when a gathering batch may wait for others at most. */
  @Column('timestamptz', { name: 'close_at' })
  closeAt!: Date;
  /** Which attempt at its pieces, from 1; the fence of its job. */
  @Column('int')
  attempt!: number;
  @Column('jsonb')
  plan!: BatchPlan;
  /** Its file; null while it gathers. */
  @Column('jsonb', { nullable: true })
  plate!: { sha256: string; bytes: number } | null;
  @VersionColumn()
  version!: number;
}

/** What of one order is made in one batch. */
@Entity('portion')
export class PortionRow {
  @PrimaryColumn('text', { name: 'batch_id' })
  batchId!: string;
  @PrimaryColumn('text', { name: 'order_id' })
  @Index('portion_of_order')
  orderId!: string;
  @Column('int')
  attempt!: number;
  @Column('jsonb')
  pieces!: PieceCount[];
  /** Parts of it that lie otherwise than modelled. */
  @Column('jsonb')
  turned!: TurnedPart[];
  /** What the batch did not make of it, once it has ended. */
  @Column('jsonb')
  missing!: PieceCount[];
  /** What the lab is owed for what the batch made of it; all of it until it fails. */
  @Column('jsonb')
  owed!: PriceBreakdown;
  /** The lab's share if it were made alone, minor units: what the customer was promised. */
  @Column('int', { name: 'promised_minor' })
  promisedMinor!: number;
  /** What of that is given back because others share the set-up. */
  @Column('int', { name: 'saved_minor' })
  savedMinor!: number;
  /** What the customer agreed to pay more for it than was promised. */
  @Column('int', { name: 'more_minor' })
  moreMinor!: number;
  @Column('timestamptz', { name: 'promised_at' })
  promisedAt!: Date;
  /** May wait for others until it must begin. */
  @Column('boolean')
  waits!: boolean;
  @Column('float8', { name: 'distance_km' })
  distanceKm!: number;
  /** What a counter-offer of the lab would cost the order more, and what its customer said to it. */
  @Column('int', { name: 'counter_more_minor', nullable: true })
  counterMoreMinor!: number | null;
  @Column('boolean', { name: 'counter_agreed', nullable: true })
  counterAgreed!: boolean | null;
  @Column('text', { name: 'decision_id' })
  decisionId!: string;
  @Column('text', { name: 'shipment_id', nullable: true })
  shipmentId!: string | null;
  @VersionColumn()
  version!: number;
}
