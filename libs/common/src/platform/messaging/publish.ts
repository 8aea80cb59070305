// Facts onto the wire: a published fact is one that JetStream has stored.

import { JetStreamApiError, jetstream } from '@nats-io/jetstream';
import { NoRespondersError, RequestError, TimeoutError, type NatsConnection } from '@nats-io/transport-node';
import type { Envelope } from '#contracts/envelope';

/** Publishes one fact and waits for the broker to have it; the fact's id makes a repeat within two minutes harmless. */
export async function publishEnvelope(
  connection: NatsConnection,
  subject: string,
  envelope: Envelope<unknown>,
): Promise<void> {
  await jetstream(connection, { timeout: 5_000 }).publish(subject, JSON.stringify(envelope), { msgID: envelope.id });
}

/** True for faults of the broker that pass: away, slow, or without the stream just now. */
export const isBrokerFault = (error: unknown): boolean =>
  error instanceof NoRespondersError ||
  error instanceof TimeoutError ||
  error instanceof RequestError ||
  error instanceof JetStreamApiError ||
  (error instanceof Error && /disconnect|closed|connection|no responders|timeout/i.test(error.message));
