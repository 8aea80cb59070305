// Keeps the streams in being. JetStream is transport: when a broker has lost its store, the streams are made again and
// what Postgres knows to be recent is published again; the inboxes drop what was seen.

import { JetStreamApiError, jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import type { StreamDefinition } from '#contracts/streams';
import type { Logger } from '../logging/logger.js';

/** Remembers incarnations: answers true to exactly one caller when the incarnation is not the one known before. */
export type RememberStream = (name: string, incarnation: string) => Promise<'known' | 'first' | 'changed'>;

export interface StreamKeeperOptions {
  readonly connection: NatsConnection;
  readonly streams: readonly StreamDefinition[];
  readonly remember: RememberStream;
  /** The broker had lost this stream: say again what it held. */
  readonly onLost: (stream: StreamDefinition) => Promise<void>;
  readonly logger: Logger;
}

const LOOK_EVERY_MS = 2_000;
const STREAM_NOT_FOUND = 10059;

export class StreamKeeper {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(private readonly options: StreamKeeperOptions) {}

  /** Makes what is missing now, and looks again every two seconds. */
  async start(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => {
      this.looking = this.looking.then(() =>
        this.look().catch((error: unknown) =>
          this.options.logger.warn({ error: String(error) }, 'streams cannot be checked'),
        ),
      );
    }, LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    const manager = await jetstreamManager(this.options.connection, { timeout: 5_000 });
    for (const stream of this.options.streams) {
      const info = await manager.streams.info(stream.name).catch((error: unknown) => {
        if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND) return undefined;
        throw error;
      });
      const created =
        info?.created ??
        (
          await manager.streams.add({
            name: stream.name,
            subjects: [...stream.subjects],
            retention: RetentionPolicy.Limits,
            storage: StorageType.File,
            max_age: nanos(stream.maxAgeMs),
            duplicate_window: nanos(120_000),
          })
        ).created;
      if ((await this.options.remember(stream.name, created)) !== 'changed') continue;
      this.options.logger.warn(
        { stream: stream.name },
        'the broker lost this stream; recent facts are published again',
      );
      await this.options.onLost(stream);
    }
  }
}
