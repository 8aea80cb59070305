// A lab on the wire, played by a test: its own credentials, its durable consumer, its pulses.

import type { NatsConnection } from '@nats-io/transport-node';
import type { MessageDefinition } from '#contracts/define-message';
import type { Envelope } from '#contracts/envelope';
import { labConsumer } from '#contracts/streams';
import { pulseSubject } from '#contracts/subjects';
import type { LabProfile, Machine } from '#core/lab/lab';
import { newId } from '#platform/clock/clock';
import { publishEnvelope } from '#platform/messaging/publish';
import { Asker } from '#platform/messaging/questions';
import { eventually } from './eventually.js';

/** A lab as the test plays it. */
export interface PlayedLab {
  readonly profile: LabProfile;
  readonly machine: Machine;
  readonly connection: NatsConnection;
  readonly asker: Asker;
  say<T>(message: MessageDefinition<T>, data: NoInfer<T>, id?: string): Promise<void>;
  pulse(): void;
  /** No pulses any more, until it speaks again. */
  fallSilent(): void;
  speakAgain(): void;
  /** The next message of this kind that the network sent to this lab. */
  next<T>(message: MessageDefinition<T>): Promise<T>;
  /** The same, if it is there already. */
  take<T>(message: MessageDefinition<T>): T | undefined;
  leave(): Promise<void>;
}

/** Plays a lab on its own connection: pulses by itself, keeps what it is sent. */
export function playLab(profile: LabProfile, machine: Machine, connection: NatsConnection): PlayedLab {
  const inbox: Envelope<unknown>[] = [];
  const { stream, durable } = labConsumer(profile.id);
  let left = false;
  void (async () => {
    while (!left) {
      const reply = await connection
        .request(
          `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
          JSON.stringify({ batch: 1, expires: 1_000_000_000 }),
          { timeout: 1_500, noMux: true },
        )
        .catch(() => undefined);
      if (reply === undefined || reply.headers?.hasError || reply.data.length === 0) continue;
      inbox.push(reply.json());
      reply.respond('+ACK');
    }
  })();
  let silent = false;
  const beat = setInterval(() => !silent && played.pulse(), 2_000);
  const played: PlayedLab = {
    profile,
    machine,
    connection,
    asker: new Asker(connection, `_INBOX.${profile.id}`),
    say: (message, data, eventId = newId('event')) =>
      publishEnvelope(connection, message.subject(profile.id), {
        id: eventId,
        type: message.name,
        version: message.version,
        atMs: Date.now(),
        thing: { kind: 'lab', id: profile.id },
        correlationId: 'cor_test',
        data,
      }),
    pulse: () => {
      connection.publish(
        pulseSubject(profile.id, machine.id),
        JSON.stringify({
          machineId: machine.id,
          state: 'idle',
          seen: 'seen',
          loaded: machine.loaded,
          queue: 0,
        }),
      );
    },
    fallSilent: () => (silent = true),
    speakAgain: () => {
      silent = false;
      played.pulse();
    },
    // Taken out in the look that finds it: several may be waiting.
    take: <T>(message: MessageDefinition<T>) => {
      const index = inbox.findIndex(({ type }) => type === message.name);
      return index < 0 ? undefined : message.schema.parse(inbox.splice(index, 1)[0]!.data);
    },
    next: async <T>(message: MessageDefinition<T>) =>
      (await eventually({
        sample: () => played.take(message),
        describeFailure: () =>
          `${profile.name} was not sent ${message.name}; it has ${inbox.map(({ type }) => type).join(', ') || 'nothing'}`,
      }))!,
    leave: async () => {
      left = true;
      clearInterval(beat);
      await connection.close();
    },
  };
  return played;
}
