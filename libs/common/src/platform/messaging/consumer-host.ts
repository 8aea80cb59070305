// A durable JetStream consumer: facts in, use cases run, then the ack. What fails is tried again later; what can
// never succeed is set aside. The ack is no fence: the inbox, in the same transaction as the effect, is what makes once.

import { AckPolicy, DeliverPolicy, jetstream, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { envelopeSchema, type Envelope } from '#contracts/envelope';
import type { MessageDefinition } from '#contracts/define-message';
import type { ConsumerDefinition } from '#contracts/streams';
import { labIdOf } from '#contracts/subjects';
import { MINUTE_MS, SECOND_MS } from '#core/kernel/time';
import { correlated } from '../logging/correlation.js';
import type { Logger } from '../logging/logger.js';
import { PermanentFault } from './fault.js';
import type { Context, HandlesMessage } from './handlers.js';

/** Runs `work` once per (consumer, event id), in one unit of work with the memory of having done so. */
export type Inbox<Unit> = (consumer: string, eventId: string, work: (unit: Unit) => Promise<void>) => Promise<void>;

export interface Subscription<Unit> {
  readonly message: MessageDefinition<unknown>;
  readonly useCase: HandlesMessage<unknown, Unit>;
}

export interface ConsumerHostOptions<Unit> {
  readonly connection: NatsConnection;
  readonly consumer: ConsumerDefinition;
  readonly subscriptions: readonly Subscription<Unit>[];
  readonly inbox: Inbox<Unit>;
  readonly logger: Logger;
  /** Where a message that cannot be handled is kept for a person. */
  readonly setAside: (subject: string, body: string, reason: string) => Promise<void>;
  /** False where the consumer is made by somebody else (a lab may not make its own). */
  readonly mayCreate?: boolean;
}

const IN_FLIGHT = 32;
const MAX_DELIVERIES = 20;
const ACK_WAIT_MS = 30 * SECOND_MS;

export class ConsumerHost<Unit> {
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly byType: ReadonlyMap<string, readonly Subscription<Unit>[]>;
  private messages: ConsumerMessages | undefined;
  private stopping = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(private readonly options: ConsumerHostOptions<Unit>) {
    const types = new Set(options.subscriptions.map(({ message }) => keyOf(message.name, message.version)));
    this.byType = new Map(
      [...types].map((type) => [
        type,
        options.subscriptions.filter(({ message }) => keyOf(message.name, message.version) === type),
      ]),
    );
  }

  start(): void {
    this.loop = this.run();
  }

  /** Takes nothing new, and returns when what was begun is done. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.messages?.stop();
    await this.loop;
    await Promise.allSettled(this.lanes.values());
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.consume();
      } catch (error) {
        if (this.stopping) return;
        this.options.logger.warn(
          { error: String(error), consumer: this.options.consumer.durable },
          'consumer interrupted, trying again',
        );
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }

  private async consume(): Promise<void> {
    const { connection, consumer, mayCreate = true } = this.options;
    const js = jetstream(connection, { timeout: 5_000 });
    if (mayCreate) {
      const manager = await js.jetstreamManager();
      await manager.consumers.add(consumer.stream, {
        durable_name: consumer.durable,
        filter_subject: consumer.filter,
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
        ack_wait: nanos(ACK_WAIT_MS),
        max_ack_pending: 1000,
      });
    }
    const pull = await js.consumers.get(consumer.stream, consumer.durable);
    this.messages = await pull.consume({
      max_messages: IN_FLIGHT,
      expires: 10_000,
      idle_heartbeat: 2_000,
      abort_on_missing_resource: true,
    });
    for await (const message of this.messages) await this.enqueue(message);
  }

  /** Facts about one thing are handled one after the other, different things side by side. */
  private async enqueue(message: JsMsg): Promise<void> {
    const parsed = parse(message);
    const lane = parsed?.thing.id ?? message.subject;
    const done = (this.lanes.get(lane) ?? Promise.resolve()).then(() => this.deliver(message, parsed));
    this.lanes.set(lane, done);
    void done.finally(() => this.lanes.get(lane) === done && this.lanes.delete(lane));
    if (this.lanes.size >= IN_FLIGHT) await Promise.race(this.lanes.values());
  }

  private async deliver(message: JsMsg, envelope: Envelope<unknown> | undefined): Promise<void> {
    try {
      if (envelope === undefined) throw new PermanentFault('the message is not an envelope');
      await correlated(envelope.correlationId, () => this.handle(message.subject, envelope));
      message.ack();
    } catch (error) {
      await this.failed(message, error);
    }
  }

  private async handle(subject: string, envelope: Envelope<unknown>): Promise<void> {
    const labId = labIdOf(subject);
    for (const { message, useCase } of this.byType.get(keyOf(envelope.type, envelope.version)) ?? []) {
      const data = message.schema.safeParse(envelope.data);
      if (!data.success)
        throw new PermanentFault(`${message.name} does not have the expected form: ${data.error.message}`);
      // Two labs could choose the same event id; the lab in the key keeps one from silencing the other.
      const key = labId === undefined ? envelope.id : `${labId}/${envelope.id}`;
      const name = `${this.options.consumer.durable}:${useCase.constructor.name}`;
      await this.options.inbox(name, key, (unit) => {
        const context: Context<Unit> = { envelope, labId, unit };
        return useCase.handle(data.data, context);
      });
    }
  }

  private async failed(message: JsMsg, error: unknown): Promise<void> {
    const attempts = message.info.deliveryCount;
    const details = { subject: message.subject, attempts, error: error instanceof Error ? error.stack : String(error) };
    if (error instanceof PermanentFault || attempts >= MAX_DELIVERIES) {
      this.options.logger.error(details, 'message set aside');
      await this.options.setAside(message.subject, message.string(), String(error)).then(
        () => message.term(),
        () => message.nak(MINUTE_MS),
      );
      return;
    }
    this.options.logger.warn(details, 'message will be tried again');
    message.nak(Math.min(30 * SECOND_MS, 100 * 2 ** attempts));
  }
}

const keyOf = (name: string, version: number): string => `${name}.v${version}`;

function parse(message: JsMsg): Envelope<unknown> | undefined {
  try {
    const parsed = envelopeSchema.safeParse(message.json());
    return parsed.success ? { ...parsed.data, data: parsed.data.data } : undefined;
  } catch {
    return undefined; // Not JSON: the caller sets it aside with that reason.
  }
}
