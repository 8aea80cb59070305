// Starts everything that a program's handlers.ts lists, and ends it in good order: first no new work, then the work
// under way, then the connection.

import type { NatsConnection } from '@nats-io/transport-node';
import type { DataSource } from 'typeorm';
import type { ConsumerDefinition } from '#contracts/streams';
import { EVENTS_STREAM, LAB_DOWN_STREAM, STREAMS } from '#contracts/streams';
import { labIdOf } from '#contracts/subjects';
import { publishAgain, streamMemory } from '../database/stream-memory.js';
import { OutboxRelay } from '../database/relay.js';
import { DeadLetterRow } from '../database/tables.entity.js';
import type { Tx, UnitOfWork } from '../database/unit-of-work.js';
import type { Logger } from '../logging/logger.js';
import { ConsumerHost, type Subscription } from '../messaging/consumer-host.js';
import type { AnswersQuestion, Handler, HandlesMessage, HearsPulse, RunsRegularly } from '../messaging/handlers.js';
import { QuestionServer } from '../messaging/questions.js';
import { Schedule } from '../messaging/schedule.js';
import { StreamKeeper } from '../messaging/stream-keeper.js';

export interface ProgramParts {
  readonly name: string;
  readonly handlers: readonly Handler[];
  /** The container's instance of a class named in handlers. */
  readonly resolve: (token: never) => unknown;
  readonly consumers: readonly ConsumerDefinition[];
  readonly connection: NatsConnection;
  readonly source: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly logger: Logger;
  /** Called when the store of lab messages was lost: agents have to say their reports again. */
  readonly onLabReportsLost?: () => Promise<void>;
}

/** The running messaging of one program with a database. */
export class Program {
  private readonly relay: OutboxRelay;
  private readonly keeper: StreamKeeper;
  private readonly schedule: Schedule;
  private readonly hosts: ConsumerHost<Tx>[];
  readonly questions: QuestionServer;

  constructor(private readonly parts: ProgramParts) {
    const { connection, source, logger, unitOfWork } = parts;
    this.relay = new OutboxRelay(source, connection, logger);
    this.keeper = new StreamKeeper({
      connection,
      streams: STREAMS,
      remember: streamMemory(source),
      onLost: (stream) => this.sayAgain(stream.name),
      logger,
    });
    this.schedule = new Schedule(logger);
    this.hosts = parts.consumers.map((consumer) => this.host(consumer));
    this.questions = new QuestionServer(connection, parts.name);
    unitOfWork.onCommit(() => this.relay.wake());
  }

  async start(): Promise<void> {
    await this.keeper.start();
    this.relay.start();
    for (const host of this.hosts) host.start();
    for (const handler of this.parts.handlers) this.begin(handler);
    await new Promise<void>((resolve, reject) => {
      void this.questions.listen((error: unknown) => (error ? reject(error as Error) : resolve()));
    });
  }

  async stop(): Promise<void> {
    await Promise.all([this.schedule.stop(), this.keeper.stop(), ...this.hosts.map((host) => host.stop())]);
    await this.relay.stop();
    await this.parts.connection.drain().catch(() => this.parts.connection.close());
  }

  private begin(handler: Handler): void {
    const instance = this.parts.resolve(('useCase' in handler ? handler.useCase : undefined) as never);
    if (handler.kind === 'every') this.schedule.every(handler.ms, instance as RunsRegularly);
    if (handler.kind === 'answer')
      this.questions.register(handler.question, instance as AnswersQuestion<unknown, unknown>);
    if (handler.kind === 'hear') this.listen(handler, instance as HearsPulse<unknown>);
  }

  private listen(handler: Extract<Handler, { kind: 'hear' }>, instance: HearsPulse<unknown>): void {
    this.parts.connection.subscribe(handler.message.subject(), {
      callback: (error, message) => {
        const labId = labIdOf(message?.subject ?? '');
        if (error || labId === undefined) return;
        // Telemetry that is not understood is dropped: it may be lost anyway, and must not fill the log.
        const parsed = handler.message.schema.safeParse(jsonOf(message.string()));
        if (parsed.success) instance.hear(parsed.data, labId);
      },
    });
  }

  private host(consumer: ConsumerDefinition): ConsumerHost<Tx> {
    const { connection, handlers, resolve, unitOfWork, logger, source } = this.parts;
    const route = consumer.filter.startsWith('fab.event.') ? 'event' : 'up';
    const subscriptions = handlers.flatMap((handler): Subscription<Tx>[] =>
      handler.kind === 'on' && handler.message.route === route
        ? [{ message: handler.message, useCase: resolve(handler.useCase as never) as HandlesMessage<unknown, Tx> }]
        : [],
    );
    return new ConsumerHost<Tx>({
      connection,
      consumer,
      subscriptions,
      inbox: (name, eventId, work) => unitOfWork.once(name, eventId, work),
      logger,
      setAside: async (subject, body, reason) => {
        await source.manager.insert(DeadLetterRow, { subject, body, reason });
      },
    });
  }

  private async sayAgain(stream: string): Promise<void> {
    const { source, onLabReportsLost } = this.parts;
    if (stream === EVENTS_STREAM.name) await publishAgain(source, 'fab.event.');
    else if (stream === LAB_DOWN_STREAM.name) await publishAgain(source, 'fab.lab.');
    else await onLabReportsLost?.();
    this.relay.wake();
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
