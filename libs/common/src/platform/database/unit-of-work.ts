// One transaction: rows, facts and the memory of having handled a fact are written together or not at all.

import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';
import type { MessageDefinition } from '#contracts/define-message';
import type { Envelope } from '#contracts/envelope';
import type { NewId } from '#core/kernel/ids';
import type { Clock } from '../clock/clock.js';
import { correlationId } from '../logging/correlation.js';
import { OutboxRow } from './tables.entity.js';

export const UNIT_OF_WORK = Symbol('UNIT_OF_WORK');

/** The thing a fact is about. */
export interface Thing {
  readonly kind: string;
  readonly id: string;
}

/** An open transaction. */
export interface Tx {
  readonly manager: EntityManager;
  readonly nowMs: number;
  /** Writes a fact into the outbox; it is published after the commit. Facts about one thing are numbered from 1. */
  tell<T>(message: MessageDefinition<T>, thing: Thing, data: NoInfer<T>): Promise<void>;
  /** Writes a message to one lab into the outbox. */
  send<T>(message: MessageDefinition<T>, labId: string, data: NoInfer<T>): Promise<void>;
}

// serialization_failure, deadlock_detected: the same work may well succeed the next time.
const PASSING = new Set(['40001', '40P01']);
const TRIES = 4;

export class UnitOfWork {
  private readonly afterCommit = new Set<() => void>();

  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /** Called after each commit that may have left something to publish. */
  onCommit(wake: () => void): void {
    this.afterCommit.add(wake);
  }

  /** Runs `work` in one transaction; tried again when Postgres says that it lost a race. */
  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        const result = await this.source.transaction((manager) => work(this.open(manager)));
        for (const wake of this.afterCommit) wake();
        return result;
      } catch (error) {
        const code = error instanceof QueryFailedError ? (error.driverError as { code?: string }).code : undefined;
        if (attempt >= TRIES || code === undefined || !PASSING.has(code)) throw error;
      }
    }
  }

  /** Runs `work` in one transaction unless this consumer has handled the event before. */
  async once(consumer: string, eventId: string, work: (tx: Tx) => Promise<void>): Promise<void> {
    await this.run(async (tx) => {
      const inserted: unknown[] = await tx.manager.query(
        'insert into inbox (consumer, event_id) values ($1, $2) on conflict do nothing returning 1',
        [consumer, eventId],
      );
      if (inserted.length > 0) await work(tx);
    });
  }

  private open(manager: EntityManager): Tx {
    const nowMs = this.clock.now();
    return {
      manager,
      nowMs,
      tell: async (message, thing, data) => {
        const [{ next }] = (await manager.query(
          'select coalesce(max(sequence), 0) + 1 as next from outbox where thing_id = $1',
          [thing.id],
        )) as [{ next: number }];
        await this.append(manager, { message, thing, data, subject: message.subject(), nowMs, sequence: next });
      },
      send: (message, labId, data) =>
        this.append(manager, {
          message,
          thing: { kind: 'lab', id: labId },
          data,
          subject: message.subject(labId),
          nowMs,
        }),
    };
  }

  private async append(manager: EntityManager, fact: Fact): Promise<void> {
    const id = this.newId('event');
    const envelope: Envelope<unknown> = {
      id,
      type: fact.message.name,
      version: fact.message.version,
      atMs: fact.nowMs,
      thing: fact.thing,
      sequence: fact.sequence,
      correlationId: correlationId(),
      data: fact.data,
    };
    await manager.insert(OutboxRow, {
      id,
      subject: fact.subject,
      envelope: envelope as never,
      thingKind: fact.thing.kind,
      thingId: fact.thing.id,
      sequence: fact.sequence ?? null,
      publishedAt: null,
    });
  }
}

interface Fact {
  readonly message: Pick<MessageDefinition<unknown>, 'name' | 'version'>;
  readonly thing: Thing;
  readonly data: unknown;
  readonly subject: string;
  readonly nowMs: number;
  readonly sequence?: number;
}
