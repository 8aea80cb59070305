// Publishes what the outbox holds, after the commit. Rows are taken with SKIP LOCKED, so several relays share the work
// and a row that commits late is taken late, never skipped.

import type { DataSource } from 'typeorm';
import type { Envelope } from '#contracts/envelope';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Logger } from '../logging/logger.js';
import { isBrokerFault, publishEnvelope } from '../messaging/publish.js';

const BATCH = 200;
const LOOK_EVERY_MS = 500;
const WAIT_AFTER_FAULT_MS = 500;

interface DueRow {
  readonly id: string;
  readonly subject: string;
  readonly envelope: Envelope<unknown>;
}

export class OutboxRelay {
  private woken = false;
  private stopping = false;
  private wakeUp: () => void = () => {};
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly source: DataSource,
    private readonly connection: NatsConnection,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  /** Something was committed: look now rather than at the next tick. */
  wake(): void {
    this.woken = true;
    this.wakeUp();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.woken = false;
      const outcome = await this.publishDue().catch((error: unknown) => {
        this.logger.warn({ error: String(error) }, 'facts wait to be published');
        return 'fault' as const;
      });
      if (outcome === BATCH || (this.woken && outcome !== 'fault')) continue;
      await this.pause(outcome === 'fault' ? WAIT_AFTER_FAULT_MS : LOOK_EVERY_MS, outcome !== 'fault');
    }
  }

  /** Publishes up to a batch and answers how many. In order, but for what failed and follows later: consumers do not rely on order. */
  private publishDue(): Promise<number> {
    return this.source.transaction(async (manager) => {
      const due = (await manager.query(
        `select id, subject, envelope from outbox where published_at is null
         order by position limit ${BATCH} for update skip locked`,
      )) as DueRow[];
      if (due.length === 0) return 0;
      const published: string[] = [];
      // Pipelined: the acks are awaited together, the sends leave in order on one connection.
      const outcomes = await Promise.allSettled(
        due.map((row) => publishEnvelope(this.connection, row.subject, row.envelope)),
      );
      outcomes.forEach((outcome, index) => outcome.status === 'fulfilled' && published.push(due[index]!.id));
      await manager.query('update outbox set published_at = now() where id = any($1)', [published]);
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed && published.length === 0 && isBrokerFault(failed.reason)) throw failed.reason;
      return published.length;
    });
  }

  private pause(ms: number, mayBeWoken: boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakeUp = () => {
        if (!mayBeWoken && !this.stopping) return;
        clearTimeout(timer);
        resolve();
      };
      if (this.stopping) this.wakeUp();
    });
  }
}
