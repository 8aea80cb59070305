// Rows of labs, of the codes that let their agents in, and of the agents let in.

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AccountId, Id, LabId } from '#core/kernel/ids';
import type { LabProfile, Machine } from '#core/lab/lab';

@Entity('lab')
export class LabRow {
  @PrimaryColumn('text')
  id!: LabId;
  /** Who runs it; null for a lab of a public list. */
  @Column('text', { name: 'owner_id', nullable: true })
  ownerId!: AccountId | null;
  @Column('text', { nullable: true })
  source!: string | null;
  @Column('text', { name: 'source_id', nullable: true })
  sourceId!: string | null;
  @Column('double precision')
  lat!: number;
  @Column('double precision')
  lon!: number;
  @Column('jsonb')
  profile!: LabProfile;
  /** As declared; what the agent reports is the scheduler's. */
  @Column('jsonb')
  machines!: readonly Machine[];
  @Column('text', { name: 'search_text' })
  searchText!: string;
  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;
}

@Entity('enrolment')
export class EnrolmentRow {
  @PrimaryColumn('text')
  id!: Id<'enrolment'>;
  @Column('text', { name: 'lab_id' })
  labId!: LabId;
  @Column('text', { name: 'code_hash' })
  codeHash!: string;
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
  @Column('timestamptz', { name: 'redeemed_at', nullable: true })
  redeemedAt!: Date | null;
}

@Entity('lab_agent')
export class LabAgentRow {
  @PrimaryColumn('text', { name: 'user_public_key' })
  userPublicKey!: string;
  @Column('text', { name: 'lab_id' })
  labId!: LabId;
  @Column('timestamptz', { name: 'minted_at' })
  mintedAt!: Date;
  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
