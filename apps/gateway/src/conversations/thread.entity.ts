// Rows of conversations about designs.

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AccountId, DesignId, PostId, ThreadId } from '#core/kernel/ids';

@Entity('thread')
export class ThreadRow {
  @PrimaryColumn('text')
  id!: ThreadId;
  @Column('text', { name: 'design_id' })
  designId!: DesignId;
  @Column('text')
  subject!: string;
  @Column('text')
  state!: 'open' | 'closed';
  @Column('text', { name: 'opened_by' })
  openedBy!: AccountId;
  @Column('timestamptz', { name: 'answered_at' })
  answeredAt!: Date;
}

@Entity('post')
export class PostRow {
  @PrimaryColumn('text')
  id!: PostId;
  @Column('text', { name: 'thread_id' })
  threadId!: ThreadId;
  @Column('text', { name: 'account_id' })
  accountId!: AccountId;
  @Column('text')
  text!: string;
  @Column('timestamptz', { name: 'posted_at' })
  postedAt!: Date;
  @Column('text', { name: 'removed_by', nullable: true })
  removedBy!: AccountId | null;
}
