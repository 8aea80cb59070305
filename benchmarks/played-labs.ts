// Labs as their agents would be on the wire: credentials of their own, their durable consumer, an answer to each offer.

import { readFileSync } from 'node:fs';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { callRoute, type Connection } from '#contracts/http/call-route';
import { openEnrolment, redeemEnrolment } from '#contracts/http/labs';
import { envelopeSchema } from '#contracts/envelope';
import { OfferMake } from '#contracts/messages/lab-messages';
import { labConsumer } from '#contracts/streams';
import type { LabId } from '#core/kernel/ids';
import type { Network } from '../infra/network/network.js';
import { natsSecretFiles } from '../infra/nats/identity.js';

export interface PlayedLabs {
  /** Resolves with the instant (`performance.now`) at which a lab was offered a batch of the order. */
  offered(orderId: string): Promise<number>;
  /** The gateway's connection, for measuring the broker alone. */
  readonly gateway: NatsConnection;
  stop(): Promise<void>;
}

/** Enrols the labs and listens for their offers. */
export async function playLabs(network: Network, labIds: readonly string[], steward: Connection): Promise<PlayedLabs> {
  const heardAtMs = new Map<string, number>();
  const waiting = new Map<string, (atMs: number) => void>();
  const state = { stopped: false };
  const connections: NatsConnection[] = [];
  const heard = (batchId: string): void => {
    const now = performance.now();
    heardAtMs.set(batchId, now);
    waiting.get(batchId)?.(now);
  };
  for (const labId of labIds) {
    const { code } = await callRoute(steward, openEnrolment, { params: { labId: labId as LabId } });
    const { credentials } = await callRoute(steward, redeemEnrolment, { body: { code } });
    const connection = await connect({
      servers: network.urls.nats,
      authenticator: credsAuthenticator(new TextEncoder().encode(credentials)),
      inboxPrefix: `_INBOX.${labId}`,
    });
    connections.push(connection);
    void listen(connection, labId, { state, heard });
  }
  const gateway = await connect({
    servers: network.urls.nats,
    authenticator: credsAuthenticator(readFileSync(natsSecretFiles(network.folder.natsSecrets).gatewayCreds)),
    inboxPrefix: '_INBOX.gateway',
  });
  return {
    gateway,
    offered: (key) =>
      new Promise((resolve) => {
        const atMs = heardAtMs.get(key);
        if (atMs === undefined) waiting.set(key, resolve);
        else resolve(atMs);
      }),
    stop: async () => {
      state.stopped = true;
      await Promise.all([gateway, ...connections].map((connection) => connection.close()));
    },
  };
}

interface Ear {
  readonly state: { readonly stopped: boolean };
  readonly heard: (orderId: string) => void;
}

/** Pulls one message after the other, as an agent does. */
async function listen(connection: NatsConnection, labId: string, { state, heard }: Ear): Promise<void> {
  const { stream, durable } = labConsumer(labId);
  while (!state.stopped) {
    const reply = await connection
      .request(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`, JSON.stringify({ batch: 1, expires: 5_000_000_000 }), {
        timeout: 6_000,
        noMux: true,
      })
      .catch(() => undefined);
    if (reply === undefined || reply.data.length === 0) continue;
    reply.respond('+ACK');
    const envelope = envelopeSchema.safeParse(reply.json());
    if (envelope.success && envelope.data.type === OfferMake.name) heard(envelope.data.correlationId);
  }
}
