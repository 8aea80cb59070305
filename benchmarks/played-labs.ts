// Labs as their agents would be on the wire. Every lab describes its machine and gives a sign of life every ten seconds;
// the labs that listen are enrolled and do so with their own credentials, through their own durable consumer.

import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { callRoute, type Connection } from '#contracts/http/call-route';
import { openEnrolment, redeemEnrolment } from '#contracts/http/labs';
import { envelopeSchema } from '#contracts/envelope';
import { MachinesDescribed, OfferMake } from '#contracts/messages/lab-messages';
import { labConsumer } from '#contracts/streams';
import { pulseSubject } from '#contracts/subjects';
import type { LabId } from '#core/kernel/ids';
import { PULSE_EVERY_MS, type Machine } from '#core/lab/lab';
import { newId } from '#platform/clock/clock';
import { publishEnvelope } from '#platform/messaging/publish';

/** A lab with the credentials of its agent. */
export interface Enrolled {
  readonly labId: LabId;
  readonly credentials: string;
}

const SIDE_BY_SIDE = 8;
const BEATS = 100;

/** Does something for all, eight at a time. */
export async function forAll<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
}

/** Enrols as a lab's operator and agent would. */
export async function enrol(steward: Connection, labId: LabId): Promise<Enrolled> {
  const { code } = await callRoute(steward, openEnrolment, { params: { labId } });
  const { credentials } = await callRoute(steward, redeemEnrolment, { body: { code } });
  return { labId, credentials };
}

const printerOf = (labId: LabId): Machine => ({
  id: `mac_${labId.slice(4)}`,
  name: 'Printer',
  process: 'fdm',
  buildVolumeMm: { x: 250, y: 210, z: 220 },
  bedShape: 'rectangular',
  loaded: [{ material: 'PLA' }],
});

/** Tells the network which machine the lab has. */
export const describeMachines = (connection: NatsConnection, labId: LabId): Promise<void> =>
  publishEnvelope(connection, MachinesDescribed.subject(labId), {
    id: newId('event'),
    type: MachinesDescribed.name,
    version: MachinesDescribed.version,
    atMs: Date.now(),
    thing: { kind: 'lab', id: labId },
    correlationId: 'cor_bench',
    // They never answer: a person is given longer than the benchmark runs, so nobody is taken for quiet.
    data: { machines: [printerOf(labId)], answers: 'person' },
  });

/** Lets every lab's heart beat every ten seconds, evenly spread as agents are; answers how to stop. */
export function keepPulses(connection: NatsConnection, labIds: readonly LabId[]): () => void {
  let beat = 0;
  const pulse = (labId: LabId): void => {
    const { id: machineId, loaded } = printerOf(labId);
    const sign = JSON.stringify({ machineId, state: 'idle', seen: 'seen', loaded, queue: 0 });
    connection.publish(pulseSubject(labId, machineId), sign);
  };
  for (const labId of labIds) pulse(labId);
  const timer = setInterval(() => {
    for (let i = beat % BEATS; i < labIds.length; i += BEATS) pulse(labIds[i]!);
    beat += 1;
  }, PULSE_EVERY_MS / BEATS);
  return () => clearInterval(timer);
}

export interface Ears {
  /** Resolves with the instant (`performance.now`) at which a lab had the offer of the request with this correlation id. */
  offered(correlationId: string): Promise<number>;
  /** How many different offers came under this correlation id until now. */
  countOf(correlationId: string): number;
  close(): Promise<void>;
}

/** Connects these labs and listens for their offers; none is answered. */
export async function listenForOffers(natsUrl: string, labs: readonly Enrolled[]): Promise<Ears> {
  const heardAtMs = new Map<string, number>();
  const waiting = new Map<string, (atMs: number) => void>();
  const offerIds = new Map<string, Set<string>>();
  const heard = (correlationId: string, offerId: string): void => {
    const nowMs = performance.now();
    offerIds.set(correlationId, (offerIds.get(correlationId) ?? new Set()).add(offerId));
    if (heardAtMs.has(correlationId)) return;
    heardAtMs.set(correlationId, nowMs);
    waiting.get(correlationId)?.(nowMs);
  };
  const connections: NatsConnection[] = [];
  for (const { labId, credentials } of labs) {
    const authenticator = credsAuthenticator(new TextEncoder().encode(credentials));
    const connection = await connect({ servers: natsUrl, authenticator, inboxPrefix: `_INBOX.${labId}` });
    connections.push(connection);
    void listen(connection, labId, heard);
  }
  return {
    offered: (correlationId) =>
      new Promise((resolve) => {
        const atMs = heardAtMs.get(correlationId);
        if (atMs === undefined) waiting.set(correlationId, resolve);
        else resolve(atMs);
      }),
    countOf: (correlationId) => offerIds.get(correlationId)?.size ?? 0,
    close: async () => void (await Promise.all(connections.map((connection) => connection.close()))),
  };
}

/** Pulls one message after the other. */
async function listen(
  connection: NatsConnection,
  labId: LabId,
  heard: (correlationId: string, offerId: string) => void,
): Promise<void> {
  const { stream, durable } = labConsumer(labId);
  const next = `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`;
  const question = JSON.stringify({ batch: 1, expires: 5_000_000_000 });
  while (!connection.isClosed()) {
    // Nothing within the time is an answer too: then it is asked again.
    const reply = await connection.request(next, question, { timeout: 6_000, noMux: true }).catch(() => undefined);
    if (reply === undefined || reply.data.length === 0) continue;
    reply.respond('+ACK');
    const envelope = envelopeSchema.safeParse(reply.json());
    if (!envelope.success || envelope.data.type !== OfferMake.name) continue;
    heard(envelope.data.correlationId, OfferMake.schema.parse(envelope.data.data).offerId);
  }
}
