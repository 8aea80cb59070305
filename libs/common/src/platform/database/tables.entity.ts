// The four tables that every program with a database has: facts to publish, facts seen, streams known, dead letters.

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A fact: written with the change it tells of, published after the commit, kept as the history of its thing. */
@Entity('outbox')
@Index('outbox_due', ['position'], { where: 'published_at is null' })
export class OutboxRow {
  @PrimaryColumn('text')
  id!: string;
  /** For the order of publishing only; never for skipping what was seen, because late commits come with early numbers. */
  @Column('bigint', { generated: 'increment' })
  position!: string;
  @Column('text')
  subject!: string;
  @Column('jsonb')
  envelope!: unknown;
  @Column('text', { name: 'thing_kind' })
  thingKind!: string;
  @Column('text', { name: 'thing_id' })
  thingId!: string;
  @Column('int', { nullable: true })
  sequence!: number | null;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt!: Date | null;
}

/** That a consumer has handled a fact. */
@Entity('inbox')
export class InboxRow {
  @PrimaryColumn('text')
  consumer!: string;
  @PrimaryColumn('text', { name: 'event_id' })
  eventId!: string;
  @Column('timestamptz', { name: 'handled_at', default: () => 'now()' })
  handledAt!: Date;
}

/** Which incarnation of a stream we have published to; another one means that the broker lost its store. */
@Entity('known_stream')
export class KnownStreamRow {
  @PrimaryColumn('text')
  name!: string;
  @Column('text')
  incarnation!: string;
}

/** A message that could not be handled, for a person to look at. */
@Entity('dead_letter')
export class DeadLetterRow {
  @PrimaryColumn('bigint', { generated: 'increment' })
  id!: string;
  @Column('text')
  subject!: string;
  @Column('text')
  body!: string;
  @Column('text')
  reason!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}

export const PLATFORM_ENTITIES = [OutboxRow, InboxRow, KnownStreamRow, DeadLetterRow];
