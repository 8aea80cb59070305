// A shipment: finished parts waiting to be collected, or given to a carrier.

import type { Transitions } from '../kernel/transitions.js';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.js';

export type ShipmentState = 'ready' | 'handed-over';

export const SHIPMENT_TRANSITIONS = {
  ready: { handedOver: 'handed-over' },
  'handed-over': {},
} as const satisfies Transitions<ShipmentState, 'handedOver'>;

/** A shipment is handed over once: `shipment/already-handed-over` after that. */
export const decideHandOver = (state: ShipmentState): Result<'handedOver', Refusal<'shipment/already-handed-over'>> =>
  state === 'ready'
    ? ok('handedOver')
    : refuse('shipment/already-handed-over', 'The shipment was handed over already.');
