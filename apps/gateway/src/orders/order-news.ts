// Word of changed orders, from whichever gateway recorded the change to everybody who watches, through Postgres NOTIFY.

import { Inject, Injectable } from '@nestjs/common';
import { Client } from 'pg';
import type { EntityManager } from 'typeorm';
import { LOGGER, type Logger } from '#platform/logging/logger';
import { SETTINGS, type Settings } from '../settings.js';

const CHANNEL = 'fab_order_news';
const AGAIN_AFTER_MS = 1_000;

/** Told that there may be something new; `ended` when there will be no more. */
export interface Watcher {
  readonly changed: () => void;
  readonly ended: () => void;
}

@Injectable()
export class OrderNews {
  private readonly watchers = new Map<string, Set<Watcher>>();
  private client: Client | undefined;
  private stopped = false;
  private again: NodeJS.Timeout | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(): Promise<void> {
    return this.listen();
  }

  /** Ends all watching. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.again);
    for (const watcher of this.all()) watcher.ended();
    await this.client?.end().catch(() => undefined); // The connection may be gone already.
  }

  /** Sent with the commit of the transaction. */
  async tell(manager: EntityManager, orderId: string): Promise<void> {
    await manager.query('select pg_notify($1, $2)', [CHANNEL, orderId]);
  }

  /** Watches until the returned function is called. */
  watch(orderId: string, watcher: Watcher): () => void {
    const watchers = this.watchers.get(orderId) ?? new Set();
    this.watchers.set(orderId, watchers.add(watcher));
    if (this.stopped) watcher.ended();
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0) this.watchers.delete(orderId);
    };
  }

  private all(): Watcher[] {
    return [...this.watchers.values()].flatMap((watchers) => [...watchers]);
  }

  private async listen(): Promise<void> {
    const client = new Client({
      connectionString: this.settings.DATABASE_URL,
      application_name: 'fabcommons-gateway-news',
      keepAlive: true,
    });
    client.on('notification', ({ payload = '' }) => {
      for (const watcher of this.watchers.get(payload) ?? []) watcher.changed();
    });
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, new Error('the connection ended')));
    this.client = client;
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      // What was said while nobody listened.
      for (const watcher of this.all()) watcher.changed();
    } catch (error) {
      this.lost(client, error as Error);
    }
  }

  private lost(client: Client, error: Error): void {
    if (this.stopped || this.client !== client) return;
    this.client = undefined;
    this.logger.warn({ error: error.message }, 'word of orders is interrupted, trying again');
    client.end().catch(() => undefined); // Lost already; only its socket is let go.
    this.again = setTimeout(() => void this.listen(), AGAIN_AFTER_MS);
  }
}
