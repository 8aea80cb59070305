// Rows of drafts and of suggested changes.

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChangeView, DraftView } from '#contracts/http/drafts';
import type { PublishBody } from '#contracts/http/releases';
import type { ReleaseDiff } from '#contracts/http/release-papers';
import type { AccountId, ChangeId, DesignId, DraftId, ReleaseId } from '#core/kernel/ids';

@Entity('draft')
export class DraftRow {
  @PrimaryColumn('text')
  id!: DraftId;
  @Column('text', { name: 'owner_id' })
  ownerId!: AccountId;
  @Column('int')
  revision!: number;
  @Column('text')
  title!: string;
  @Column('jsonb')
  contents!: PublishBody;
  @Column('jsonb')
  findings!: DraftView['findings'];
  @Column('jsonb')
  proposals!: DraftView['proposals'];
  @Column('text', { name: 'based_on', nullable: true })
  basedOn!: ReleaseId | null;
  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;
}

@Entity('suggested_change')
export class SuggestedChangeRow {
  @PrimaryColumn('text')
  id!: ChangeId;
  @Column('text', { name: 'design_id' })
  designId!: DesignId;
  @Column('text', { name: 'based_on' })
  basedOn!: ReleaseId;
  @Column('text', { name: 'author_id' })
  authorId!: AccountId;
  @Column('text')
  message!: string;
  @Column('text')
  state!: ChangeView['state'];
  @Column('jsonb')
  contents!: PublishBody;
  @Column('jsonb')
  diff!: ReleaseDiff;
  @Column('timestamptz', { name: 'suggested_at' })
  suggestedAt!: Date;
  @Column('text', { name: 'decided_by', nullable: true })
  decidedBy!: AccountId | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;
  @Column('text', { nullable: true })
  reason!: string | null;
  @Column('text', { name: 'release_id', nullable: true })
  releaseId!: ReleaseId | null;
}
