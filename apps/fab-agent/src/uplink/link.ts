// The one connection of a lab to the network: outgoing only, for ever tried again, and often not there.

import type { QuestionDefinition } from '#contracts/define-message';
import { connectNats, type NatsConnection } from '#platform/messaging/connection';
import { Unanswered } from '#platform/messaging/questions';
import type { Logger } from '#platform/logging/logger';
import { askNetwork } from './ask-network.js';

export interface LinkSettings {
  readonly url: string;
  readonly credsFile: string;
  readonly labId: string;
  readonly logger: Logger;
}

export class Link {
  private established: NatsConnection | undefined;
  private up = false;
  private stopped = false;
  private readonly listeners = new Set<(up: boolean) => void>();

  constructor(readonly settings: LinkSettings) {}

  /** Begins to connect and returns at once: the lab works on without a network. `first` runs once, when it is there. */
  start(first: (connection: NatsConnection) => void): void {
    const { url, credsFile, labId, logger } = this.settings;
    connectNats({ url, credsFile, name: `fab-agent ${labId}`, inboxPrefix: `_INBOX.${labId}` }).then(
      (connection) => {
        if (this.stopped) return void connection.close();
        this.established = connection;
        this.say(true);
        first(connection);
        void this.follow(connection);
      },
      (error: unknown) => logger.error({ error: String(error) }, 'the network can not be reached with these settings'),
    );
  }

  get isUp(): boolean {
    return this.up;
  }

  /** The connection while it is up: what is published on one that is not would be kept and sent when it is stale. */
  get connection(): NatsConnection | undefined {
    return this.up ? this.established : undefined;
  }

  onChange(listener: (up: boolean) => void): void {
    this.listeners.add(listener);
  }

  /** The answer to a question of this lab; throws {@link Unanswered} when there is none. */
  async ask<T, A>(question: QuestionDefinition<T, A>, data: T, withinMs = 5_000): Promise<A> {
    if (this.connection === undefined) throw new Unanswered(`${question.name}: the network is away`);
    return askNetwork(this.connection, question, { labId: this.settings.labId, data, withinMs });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    const connection = this.established;
    if (connection === undefined) return;
    // Draining needs a server; without one it would wait for it.
    if (this.up) await connection.drain().catch(() => connection.close());
    else await connection.close();
  }

  private async follow(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') this.say(false);
      if (status.type === 'reconnect') this.say(true);
      if (status.type === 'error') this.settings.logger.warn({ error: status.error.message }, 'the network refused');
    }
    this.say(false);
  }

  private say(up: boolean): void {
    if (up === this.up) return;
    this.up = up;
    if (!this.stopped) this.settings.logger.info({ up }, up ? 'network reached' : 'network lost; the lab works on');
    for (const listener of this.listeners) listener(up);
  }
}
