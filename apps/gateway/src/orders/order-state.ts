// The state of an order, read off what is known of its batches, jobs and shipments.

import type { OrderState, OrderView } from '#contracts/http/orders';
import type { JobView, OrderFact, ShipmentView } from './order-fact.js';

interface Known {
  readonly facts: readonly OrderFact[];
  readonly jobs: readonly JobView[];
  readonly shipments: readonly ShipmentView[];
  readonly begun: boolean;
  readonly pieces: number;
  readonly prototype?: OrderView['prototype'];
}

type BatchState = 'gathering' | 'planned' | 'offered' | 'accepted' | 'ended';

const BATCH_STATES: Readonly<Record<string, BatchState>> = {
  'batch.dropped': 'ended',
  'offer.made': 'offered',
  'offer.countered': 'offered',
  'offer.accepted': 'accepted',
  'offer.declined': 'ended',
  'offer.lapsed': 'ended',
  'offer.withdrawn': 'ended',
  'job.created': 'accepted',
  'job.finished': 'accepted',
  'job.failed': 'ended',
  'job.cancelled': 'ended',
};

/** The state; facts come in the order in which they happened. */
export function stateOf(known: Known): OrderState {
  const { facts, jobs, shipments, begun, pieces, prototype } = known;
  if (facts.some(({ type, data }) => type === 'shipment.handed-over' && data['orderComplete'] === true))
    return 'settled';
  if (facts.some(({ type }) => type === 'order.ended')) return 'settled';
  const batches = batchStates(facts);
  const alive = jobs.some(({ state }) => ['accepted', 'printing', 'unseen'].includes(state));
  if (facts.some(({ type }) => type === 'order.cancelled')) {
    return alive || batches.includes('offered') || batches.includes('accepted') ? 'cancelling' : 'cancelled';
  }
  const inShipments = shipments.flatMap(({ units }) => units).reduce((sum, { count }) => sum + count, 0);
  if (shipments.length > 0 && inShipments >= pieces) return 'ready';
  if (prototype === 'made') return 'prototype';
  const plan = facts.findLast(({ type }) => type === 'order.planned' || type === 'order.stranded');
  if (plan?.type === 'order.stranded') return 'stranded';
  if (begun) return 'making';
  const current = batches.filter((state) => state !== 'ended');
  if (current.length > 0 && current.every((state) => state === 'accepted')) return 'accepted';
  if (current.length > 0 && current.every((state) => state === 'gathering')) return 'gathering';
  return plan ? 'planned' : 'placed';
}

function batchStates(facts: readonly OrderFact[]): BatchState[] {
  const states = new Map<string, BatchState>();
  for (const { type, data } of facts) {
    if (type === 'order.planned')
      for (const { batchId, gathersUntilMs } of data['batches'] as { batchId: string; gathersUntilMs?: number }[])
        if (!states.has(batchId)) states.set(batchId, gathersUntilMs === undefined ? 'planned' : 'gathering');
    for (const batchId of (data['instead'] as string[] | undefined) ?? []) states.set(batchId, 'ended');
    const state = BATCH_STATES[type];
    if (state) states.set(String(data['batchId']), state);
  }
  return [...states.values()];
}
