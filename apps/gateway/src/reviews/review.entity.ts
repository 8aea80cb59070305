// Rows of reviews, of reports of makes, and of the pictures in them.

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AccountId, DesignId, JobId, LabId, MakeId, ReleaseId, ReviewId, Sha256 } from '#core/kernel/ids';

@Entity('review')
export class ReviewRow {
  @PrimaryColumn('text')
  id!: ReviewId;
  @Column('text', { name: 'release_id' })
  releaseId!: ReleaseId;
  @Column('text', { name: 'account_id' })
  accountId!: AccountId;
  @Column('text')
  verdict!: 'validated' | 'flagged';
  @Column('text')
  note!: string;
  /** Its author was a reviewer or a steward when it was given. */
  @Column('boolean')
  trusted!: boolean;
  @Column('timestamptz', { name: 'given_at' })
  givenAt!: Date;
}

@Entity('make')
export class MakeRow {
  @PrimaryColumn('text')
  id!: MakeId;
  @Column('text', { name: 'design_id' })
  designId!: DesignId;
  @Column('text', { name: 'release_id' })
  releaseId!: ReleaseId;
  @Column('text', { name: 'job_id' })
  jobId!: JobId;
  @Column('text', { name: 'lab_id', nullable: true })
  labId!: LabId | null;
  @Column('text', { name: 'lab_name', nullable: true })
  labName!: string | null;
  /** Null: the network's own report. */
  @Column('text', { name: 'account_id', nullable: true })
  accountId!: AccountId | null;
  @Column('jsonb')
  settings!: Record<string, string>;
  @Column('text')
  outcome!: 'good' | 'usable' | 'failed';
  @Column('int')
  pieces!: number;
  @Column('text', { nullable: true })
  note!: string | null;
  @Column('text', { name: 'photo_sha256', nullable: true })
  photoSha256!: Sha256 | null;
  @Column('timestamptz', { name: 'reported_at' })
  reportedAt!: Date;
}

/** What a picture's own first bytes say that it is. */
@Entity('picture')
export class PictureRow {
  @PrimaryColumn('text')
  sha256!: Sha256;
  @Column('text', { name: 'media_type' })
  mediaType!: string;
}
