// The whole journey of an order on one page. Every fact leads to commands; every command has its undo. This is the only
// place that sees orders, offers, jobs, shipments and settlement together; they know each other by id alone.

/** One row: when this fact is told, then these commands follow, and this would undo them. */
export interface FlowRow {
  readonly when: string;
  readonly then: readonly CommandKind[];
  readonly undo: string;
  /** Who keeps the promise: the gateway between people, the scheduler about machines. */
  readonly by: 'gateway' | 'scheduler';
}

export type CommandKind =
  | 'plan-order'
  | 'make-offers'
  | 'create-job'
  | 'route-again'
  | 'gather-shipment'
  | 'call-off'
  | 'hand-over'
  | 'issue-pickup-code'
  | 'settle'
  | 'release-hold'
  | 'go-on'
  | 'settle-rest';

/** The table: read from top to bottom it is the journey, and what happens when a step fails. */
export const FLOW = [
  { when: 'order.placed', then: ['plan-order'], undo: 'release the hold', by: 'scheduler' },
  { when: 'order.planned', then: ['make-offers'], undo: 'withdraw the offers', by: 'scheduler' },
  { when: 'offer.accepted', then: ['create-job'], undo: 'free the machine', by: 'scheduler' },
  { when: 'offer.declined', then: ['route-again'], undo: 'call off', by: 'scheduler' },
  { when: 'offer.lapsed', then: ['route-again'], undo: 'call off', by: 'scheduler' },
  { when: 'job.failed', then: ['route-again', 'gather-shipment'], undo: 'call off', by: 'scheduler' },
  { when: 'job.finished', then: ['gather-shipment'], undo: 'dispute', by: 'scheduler' },
  {
    when: 'shipment.ready',
    then: ['issue-pickup-code'],
    undo: 'none: a code that is not used opens nothing',
    by: 'gateway',
  },
  { when: 'handover.confirmed', then: ['hand-over'], undo: 'dispute', by: 'scheduler' },
  { when: 'shipment.handed-over', then: ['settle'], undo: 'reversing entries', by: 'gateway' },
  { when: 'prototype.answered', then: ['go-on'], undo: 'cancel what is not begun', by: 'scheduler' },
  { when: 'order.ended', then: ['settle-rest'], undo: 'reversing entries', by: 'gateway' },
  { when: 'order.cancelled', then: ['call-off'], undo: 'none: a cancelled order stays cancelled', by: 'scheduler' },
  // A plate that another order left: what of this one was on it is made elsewhere.
  { when: 'job.cancelled', then: ['route-again'], undo: 'call off', by: 'scheduler' },
  { when: 'offer.withdrawn', then: ['route-again'], undo: 'call off', by: 'scheduler' },
  { when: 'job.cancelled', then: ['release-hold'], undo: 'none', by: 'gateway' },
  { when: 'offer.withdrawn', then: ['release-hold'], undo: 'none', by: 'gateway' },
] as const satisfies readonly FlowRow[];

/** A fact, as far as the flow looks at it: every fact of the flow names its order. */
export interface FlowEvent {
  readonly type: string;
  readonly data: {
    readonly orderId: string;
    readonly batchId?: string;
    readonly offerId?: string;
    readonly jobId?: string;
    readonly shipmentId?: string;
  };
}

/** What the flow needs to know of the order beside the fact. */
export interface FlowState {
  /** A cancelled order is neither routed again nor made; what is made already is still handed over. */
  readonly cancelled: boolean;
}

export interface FlowCommand {
  readonly kind: CommandKind;
  readonly orderId: string;
  readonly batchId?: string | undefined;
  readonly offerId?: string | undefined;
  readonly shipmentId?: string | undefined;
}

const NOT_AFTER_CANCELLING: ReadonlySet<CommandKind> = new Set([
  'plan-order',
  'make-offers',
  'create-job',
  'route-again',
  'go-on',
]);

/** The commands that follow from a fact for one of the two programs. */
export function react(by: FlowRow['by'], event: FlowEvent, state: FlowState): FlowCommand[] {
  const { orderId, batchId, offerId, shipmentId } = event.data;
  return FLOW.filter((row) => row.by === by && row.when === event.type)
    .flatMap((row): readonly CommandKind[] => row.then)
    .filter((kind) => !(state.cancelled && NOT_AFTER_CANCELLING.has(kind)))
    .map((kind) => ({ kind, orderId, batchId, offerId, shipmentId }));
}
