// Questions and answers over @nestjs/microservices, on the program's one NATS connection.

import { ClientNats, ServerNats } from '@nestjs/microservices';
import { firstValueFrom, timeout } from 'rxjs';
import type { QuestionDefinition } from '#contracts/define-message';
import { labIdOf } from '#contracts/subjects';
import { correlated, correlationId, newCorrelationId } from '../logging/correlation.js';
import type { NatsConnection } from './connection.js';
import type { AnswersQuestion } from './handlers.js';

interface Packet {
  readonly correlationId?: string;
  readonly data?: unknown;
}

/** Nest's NATS server on a connection that is ours; several processes share the questions through the queue. */
export class QuestionServer extends ServerNats {
  constructor(
    private readonly connection: NatsConnection,
    queue: string,
  ) {
    super({ queue });
  }

  /** Registers the answer to a question; a malformed question is answered with an error and goes no further. */
  register<T, A>(question: QuestionDefinition<T, A>, useCase: AnswersQuestion<T, A>): void {
    this.addHandler(question.subject(), async (packet: Packet, context?: { getSubject(): string }) => {
      const parsed = question.schema.safeParse(packet?.data);
      if (!parsed.success) throw new Error(`${question.name}: ${parsed.error.message}`);
      const id = typeof packet.correlationId === 'string' ? packet.correlationId.slice(0, 80) : newCorrelationId();
      return correlated(id, () => useCase.answer(parsed.data, labIdOf(context?.getSubject() ?? '')));
    });
  }

  override createNatsClient(): Promise<NatsConnection> {
    return Promise.resolve(this.connection);
  }

  /** The connection belongs to the program, which drains it. */
  override close(): Promise<void> {
    return Promise.resolve();
  }
}

class SharedClient extends ClientNats {
  constructor(
    private readonly connection: NatsConnection,
    inboxPrefix: string | undefined,
  ) {
    super(inboxPrefix === undefined ? {} : { inboxPrefix });
  }
  override createClient(): Promise<NatsConnection> {
    return Promise.resolve(this.connection);
  }
  override close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The other side did not answer, or not in time. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

/** Asks questions and believes only answers that have the agreed form. */
export class Asker {
  private readonly client: ClientNats;

  /** `inboxPrefix` as the connection has it: a lab may hear answers under its own prefix only. */
  constructor(connection: NatsConnection, inboxPrefix?: string) {
    this.client = new SharedClient(connection, inboxPrefix);
  }

  /** The answer; throws {@link Unanswered} when nobody answers within `withinMs`. `labId` for questions of a lab. */
  async ask<T, A>(
    question: QuestionDefinition<T, A>,
    data: T,
    options: { labId?: string; withinMs?: number } = {},
  ): Promise<A> {
    const packet: Packet = { correlationId: correlationId(), data };
    const reply = await firstValueFrom(
      this.client.send<unknown>(question.subject(options.labId), packet).pipe(timeout(options.withinMs ?? 5_000)),
    ).catch((error: unknown) => {
      const text = error instanceof Error ? error.message : JSON.stringify(error);
      throw new Unanswered(`${question.name} was not answered: ${text}`);
    });
    return question.answer.parse(reply);
  }
}
