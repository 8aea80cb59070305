// What is known of an order, derived from its facts alone: late, doubled or shuffled facts change nothing.

import type { z } from 'zod';
import type { OrderState, OrderView, timelineEntrySchema } from '#contracts/http/orders';
import type { DataOf } from '#contracts/define-message';
import type * as making from '#contracts/messages/making-messages';
import type { OrderPlaced, PlacedOrder } from '#contracts/messages/order-messages';
import { countOf } from '#core/batch/batch';
import { prototypeOf as firstPieces } from '#core/batch/pieces-to-plan';
import { toIso } from '#core/kernel/time';
import { choiceOf, type Choice } from './alternatives.js';
import { agreedPricesOf, counterOffersOf, type AgreedPrices } from './agreed-prices.js';
import type { CounterOfferView, JobView, OrderFact, ShipmentView } from './order-fact.js';
import { stateOf } from './order-state.js';
import { sentenceOf } from './timeline-sentences.js';

export type TimelineEntry = z.infer<typeof timelineEntrySchema>;
type Units = making.Units;

/** What an order has come to. */
export interface OrderPicture {
  readonly state: OrderState;
  readonly jobs: readonly JobView[];
  readonly shipments: readonly ShipmentView[];
  readonly timeline: readonly TimelineEntry[];
  readonly prices: AgreedPrices;
  readonly counterOffers: readonly CounterOfferView[];
  readonly choice: Choice;
  readonly prototype: PrototypeState | undefined;
  /** True once any machine has begun: from then on there is no cancelling. */
  readonly begun: boolean;
}

/** The facts in the order in which they happened, each once. */
export function inOrder<F extends OrderFact>(facts: readonly F[]): F[] {
  const once = new Map(facts.map((fact) => [fact.eventId, fact]));
  return [...once.values()].toSorted((a, b) => a.atMs - b.atMs || (a.eventId < b.eventId ? -1 : 1));
}

/** How far the prototype is; undefined where nothing is made first. */
export type PrototypeState = NonNullable<OrderView['prototype']>;

/** Derives the picture of an order of so many pieces, of which so many are made first. */
export function pictureOf(facts: readonly OrderFact[], pieces: number, piecesFirst = 0): OrderPicture {
  const ordered = inOrder(facts);
  const jobs = jobsOf(ordered);
  const shipments = shipmentsOf(ordered);
  const begun =
    jobs.some(({ state }) => !['accepted', 'cancelled'].includes(state)) ||
    ordered.some(({ type }) => type === 'job.started');
  const timeline = ordered
    .filter(({ type, data }) => type !== 'job.progressed' || Number(data['percent']) % 25 === 0)
    .map(entryOf);
  const prototype = prototypeOf(ordered, shipments, piecesFirst);
  const wanted = prototype === 'refused' ? piecesFirst : pieces;
  const state = stateOf({ facts: ordered, jobs, shipments, begun, pieces: wanted, prototype });
  return {
    state,
    jobs,
    shipments,
    timeline,
    prices: agreedPricesOf(ordered),
    counterOffers: counterOffersOf(ordered),
    choice: choiceOf(ordered),
    prototype,
    begun,
  };
}

/** A fact as the customer reads it. */
export const entryOf = ({ eventId, atMs, type, data }: OrderFact): TimelineEntry => ({
  id: eventId,
  at: toIso(atMs),
  event: type,
  text: sentenceOf(type, data),
  data: { ...data },
});

type JobFact = Partial<
  DataOf<typeof making.JobCreated> &
    DataOf<typeof making.JobProgressed> &
    DataOf<typeof making.JobFailed> &
    DataOf<typeof making.JobFinished>
>;

const JOB_STATES: Readonly<Record<string, JobView['state']>> = {
  'job.created': 'accepted',
  'job.started': 'printing',
  'job.progressed': 'printing',
  'job.unseen': 'unseen',
  'job.failed': 'failed',
  'job.finished': 'done',
  'job.cancelled': 'cancelled',
};
const ENDED = new Set<JobView['state']>(['failed', 'done', 'cancelled']);

function jobsOf(facts: readonly OrderFact[]): JobView[] {
  const jobs = new Map<string, JobView>();
  const batches = new Map<string, Units[]>();
  for (const { type, data } of facts) {
    if (type === 'order.planned')
      for (const { batchId, units } of (data as unknown as DataOf<typeof making.OrderPlanned>).batches)
        batches.set(batchId, units);
    const state = JOB_STATES[type];
    if (!state) continue;
    const fact = data as JobFact;
    const id = fact.jobId!;
    const before = jobs.get(id);
    const units = batches.get(fact.batchId ?? '') ?? before?.units ?? [...(fact.made ?? []), ...(fact.missing ?? [])];
    jobs.set(id, {
      id,
      labId: fact.labId!,
      labName: fact.labName!,
      machine: fact.machineName!,
      units,
      state: before && ENDED.has(before.state) ? before.state : state,
      percent: state === 'done' ? 100 : Math.max(before?.percent ?? 0, fact.percent ?? 0),
      attempts: before?.attempts ?? 1 + earlierAttempts([...jobs.values()], units),
      made: fact.made ?? before?.made ?? [],
      ...letterOf(fact, before),
    });
  }
  return [...jobs.values()];
}

/** On a shared plate. */
const letterOf = ({ letter }: JobFact, before: JobView | undefined): { letter?: string } => {
  const known = letter ?? before?.letter;
  return known === undefined ? {} : { letter: known };
};

/** How often a job with some of these pieces has ended without them. */
function earlierAttempts(jobs: readonly JobView[], units: readonly Units[]): number {
  const parts = new Set(units.map(({ partId }) => partId));
  return jobs.filter(({ state, units: theirs }) => state === 'failed' && theirs.some(({ partId }) => parts.has(partId)))
    .length;
}

function shipmentsOf(facts: readonly OrderFact[]): ShipmentView[] {
  const shipments = new Map<string, ShipmentView>();
  for (const { type, data } of facts) {
    if (type === 'shipment.ready') {
      const {
        shipmentId: id,
        labId,
        labName,
        delivery,
        units,
      } = data as unknown as DataOf<typeof making.ShipmentReady>;
      shipments.set(id, {
        ...shipments.get(id),
        id,
        labId,
        labName,
        delivery,
        state: shipments.get(id)?.state ?? 'ready',
        units,
      });
    }
    if (type === 'shipment.handed-over') {
      const {
        shipmentId: id,
        labId,
        labName,
        delivery,
        carrier,
        tracking,
      } = data as unknown as DataOf<typeof making.ShipmentHandedOver>;
      const sent = { ...(carrier === undefined ? {} : { carrier }), ...(tracking === undefined ? {} : { tracking }) };
      const units = shipments.get(id)?.units ?? [];
      shipments.set(id, { id, labId, labName, delivery, state: 'handed-over', units, ...sent });
    }
  }
  return [...shipments.values()];
}

function prototypeOf(
  facts: readonly OrderFact[],
  shipments: readonly ShipmentView[],
  piecesFirst: number,
): PrototypeState | undefined {
  if (piecesFirst === 0) return undefined;
  const answer = facts.find(({ type }) => type === 'prototype.answered');
  if (answer) return answer.data['goOn'] === true ? 'approved' : 'refused';
  const made = shipments.flatMap(({ units }) => units).reduce((sum, { count }) => sum + count, 0);
  return made >= piecesFirst ? 'made' : 'awaited';
}

/** Pieces of a placed order that are made first, to be looked at; 0: none. */
export function piecesFirstOf({ release, quantity, prototypeFirst }: PlacedOrder): number {
  if (prototypeFirst !== true) return 0;
  const pieces = release.parts.map(({ id, name, quantity: each }) => {
    return { partId: id, partName: name, count: each * quantity };
  });
  const { first, rest } = firstPieces(pieces, release.parts);
  return rest.length === 0 ? 0 : countOf(first);
}

/** Pieces in all of a placed order. */
export const piecesOf = ({ release, quantity }: Pick<DataOf<typeof OrderPlaced>, 'release' | 'quantity'>): number =>
  release.parts.reduce((sum, part) => sum + part.quantity * quantity, 0);
