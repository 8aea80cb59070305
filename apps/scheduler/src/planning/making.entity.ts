// Orders being made, and their batches.

import { Column, Entity, Index, PrimaryColumn, VersionColumn } from 'typeorm';
import type { PlacedOrder } from '#contracts/messages/order-messages';
import type { BatchState, PieceCount } from '#core/batch/batch';
import type { PlatePlan } from '#core/costing/plan-plates';
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
  @VersionColumn()
  version!: number;
}

@Entity('batch')
export class BatchRow {
  @PrimaryColumn('text')
  id!: string;
  @Index('batch_of_order')
  @Column('text', { name: 'order_id' })
  orderId!: string;
  @Column('text', { name: 'lab_id' })
  labId!: string;
  @Column('text', { name: 'lab_name' })
  labName!: string;
  @Column('text', { name: 'machine_id' })
  machineId!: string;
  @Column('text', { name: 'machine_name' })
  machineName!: string;
  @Column('float8', { name: 'distance_km' })
  distanceKm!: number;
  @Column('text')
  state!: BatchState;
  /** Which attempt at these pieces, from 1; the fence of its job. */
  @Column('int')
  attempt!: number;
  @Column('jsonb')
  pieces!: PieceCount[];
  /** What it did not make, once it has ended. */
  @Column('jsonb')
  missing!: PieceCount[];
  @Column('jsonb')
  plan!: PlatePlan;
  @Column('jsonb')
  plate!: { sha256: string; bytes: number };
  /** What the lab is owed for what the batch made; all of it until it fails. */
  @Column('jsonb')
  owed!: PriceBreakdown;
  /** The lab's share for the whole batch as planned, minor units. */
  @Column('int', { name: 'promised_minor' })
  promisedMinor!: number;
  @Column('text', { name: 'decision_id' })
  decisionId!: string;
  @Column('text', { name: 'shipment_id', nullable: true })
  shipmentId!: string | null;
  @VersionColumn()
  version!: number;
}
