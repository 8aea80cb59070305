// Each member lab hears the network through a durable consumer that the scheduler makes: a lab may not make its own.

import { AckPolicy, DeliverPolicy, jetstreamManager, JetStreamApiError } from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { LAB_DOWN_STREAM, labConsumer } from '#contracts/streams';
import { SECOND_MS } from '#core/kernel/time';
import { DATA_SOURCE } from '#platform/database/data-source';
import type { RunsRegularly } from '#platform/messaging/handlers';
import { NATS } from '#platform/messaging/connection';
import { LabsRepository } from './labs.repository.js';

/** It is there with other settings, of an older scheduler. */
const CONSUMER_EXISTS = 10_148;

@Injectable()
export class KeepLabConsumers implements RunsRegularly {
  private readonly made = new Set<string>();
  private incarnation = '';

  constructor(
    @Inject(LabsRepository) private readonly labs: LabsRepository,
    @Inject(NATS) private readonly connection: NatsConnection,
    @Inject(DATA_SOURCE) private readonly source: DataSource,
  ) {}

  async run(): Promise<void> {
    await this.forgetWithTheStream();
    const missing = (await this.labs.memberIds()).filter((id) => !this.made.has(id));
    if (missing.length === 0) return;
    const manager = await jetstreamManager(this.connection, { timeout: 5_000 });
    for (const labId of missing) {
      const { stream, durable, filter } = labConsumer(labId);
      // An agent acknowledges when its disk has the message: what is not by then died with it, and comes again.
      const patience = { ack_wait: nanos(10 * SECOND_MS), max_ack_pending: 100 };
      const consumer = {
        durable_name: durable,
        filter_subject: filter,
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
      };
      await manager.consumers.add(stream, { ...consumer, ...patience }).catch(async (error: unknown) => {
        if (!(error instanceof JetStreamApiError) || error.code !== CONSUMER_EXISTS) throw error;
        await manager.consumers.update(stream, durable, patience);
      });
      this.made.add(labId);
    }
  }

  /** A broker that lost its store has lost the consumers too. */
  private async forgetWithTheStream(): Promise<void> {
    const [known] = (await this.source.query('select incarnation from known_stream where name = $1', [
      LAB_DOWN_STREAM.name,
    ])) as { incarnation: string }[];
    if (known === undefined || known.incarnation === this.incarnation) return;
    this.incarnation = known.incarnation;
    this.made.clear();
  }
}
