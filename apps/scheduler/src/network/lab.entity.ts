// Labs and machines as the scheduler remembers them: a copy of the profile, and what the agent described.

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { LabProfile, Machine } from '#core/lab/lab';

@Entity('lab')
export class LabRow {
  @PrimaryColumn('text')
  id!: string;
  @Column('jsonb')
  profile!: LabProfile;
  @Column('text')
  answers!: 'auto' | 'person';
  @Column('timestamptz', { name: 'last_heard_at', nullable: true })
  lastHeardAt!: Date | null;
  /** Offers that it let lapse since it last answered. */
  @Column('int')
  lapses!: number;
  /** Since when it is asked nothing, because of that; null: it is asked. */
  @Column('timestamptz', { name: 'quiet_since', nullable: true })
  quietSince!: Date | null;
  /** When the gateway told this profile, by its clock: the newer of two wins. */
  @Column('bigint', { name: 'told_at_ms' })
  toldAtMs!: string;
  @Index('lab_changed')
  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;
}

@Entity('machine')
export class MachineRow {
  @PrimaryColumn('text')
  id!: string;
  @Index('machine_of_lab')
  @Column('text', { name: 'lab_id' })
  labId!: string;
  @Column('jsonb')
  machine!: Machine;
}
