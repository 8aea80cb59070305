// Jobs as rows. A job's fence and state, compared and set in one statement, are what lets one machine start and no other.

import { Column, Entity, Index, PrimaryColumn, VersionColumn } from 'typeorm';
import type { JobState } from '#core/job/job';

@Entity('job')
export class JobRow {
  @PrimaryColumn('text')
  id!: string;
  @Index('job_of_batch', { unique: true })
  @Column('text', { name: 'batch_id' })
  batchId!: string;
  @Column('text', { name: 'lab_id' })
  labId!: string;
  @Column('text', { name: 'machine_id' })
  machineId!: string;
  @Column('int')
  fence!: number;
  @Column('text')
  state!: JobState;
  @Column('float8')
  percent!: number;
  @Column('float8', { name: 'estimate_seconds' })
  estimateSeconds!: number;
  @Column('timestamptz', { name: 'heard_at' })
  heardAt!: Date;
  @VersionColumn()
  version!: number;
}
