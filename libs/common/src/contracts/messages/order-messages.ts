// Facts about orders and labs that the gateway tells.

import { z } from 'zod';
import { defineMessage } from '../define-message.js';
import {
  currencySchema,
  deliverySchema,
  idOf,
  labProfileSchema,
  materialSchema,
  minorSchema,
  placeSchema,
  releaseSnapshotSchema,
} from '../shapes.js';
import { objectiveSchema, quoteOptionSchema } from '../quote-shapes.js';

/** What was bought, complete: the scheduler needs to ask nothing more to make it. */
export const placedOrderSchema = z.object({
  orderId: idOf('order'),
  release: releaseSnapshotSchema,
  quantity: z.number().int().min(1),
  material: materialSchema,
  color: z.string().optional(),
  to: placeSchema,
  delivery: deliverySchema,
  /** What mattered most to the customer; the policy's where it was not said. */
  objective: objectiveSchema.optional(),
  /** How long the customer lets it wait for others to share set-ups with, milliseconds from receipt: a span, as no clocks are compared. */
  canWaitMs: z
    .number()
    .int()
    .min(0)
    .max(90 * 86_400_000)
    .optional(),
  /** One set is made first, the rest when the customer has said yes to it. */
  prototypeFirst: z.boolean().optional(),
  option: quoteOptionSchema,
  heldMinor: minorSchema,
  currency: currencySchema,
  policyVersion: z.number().int(),
});
export type PlacedOrder = z.infer<typeof placedOrderSchema>;

export const OrderPlaced = defineMessage({
  name: 'order.placed',
  route: 'event',
  summary: 'A customer bought one option of a quote and the money is held.',
  schema: placedOrderSchema,
});

export const OrderCancelled = defineMessage({
  name: 'order.cancelled',
  route: 'event',
  summary: 'The customer does not want the order any more; whatever has not started is not to start.',
  schema: z.object({ orderId: idOf('order'), reason: z.string().max(500) }),
});

export const CounterAnswered = defineMessage({
  name: 'counter.answered',
  route: 'event',
  summary: 'The customer said yes or no to a lab’s counter-offer; for a yes the difference is held already.',
  schema: z.object({ orderId: idOf('order'), offerId: idOf('offer'), accepted: z.boolean() }),
});

export const PrototypeAnswered = defineMessage({
  name: 'prototype.answered',
  route: 'event',
  summary: 'The customer looked at the prototype: the rest is to be made, or nothing more.',
  schema: z.object({ orderId: idOf('order'), goOn: z.boolean() }),
});

export const LabChosen = defineMessage({
  name: 'lab.chosen',
  route: 'event',
  summary: 'The customer would rather have these batches, planned again and not accepted yet, made by another lab.',
  schema: z.object({ orderId: idOf('order'), labId: idOf('lab'), batchIds: z.array(idOf('batch')).min(1) }),
});

export const LabChanged = defineMessage({
  name: 'lab.changed',
  route: 'event',
  summary: 'A lab was listed, joined, or changed its profile; carries the whole new profile.',
  schema: z.object({ lab: labProfileSchema }),
});

export const LabBack = defineMessage({
  name: 'lab.back',
  route: 'event',
  summary: 'Who runs a lab that had gone quiet says that it takes offers again.',
  schema: z.object({ labId: idOf('lab') }),
});

export const LabsChanged = defineMessage({
  name: 'labs.changed',
  route: 'event',
  summary: 'Several labs were listed or changed at once, by an import.',
  schema: z.object({ labs: z.array(labProfileSchema).max(500) }),
});

export const HandoverConfirmed = defineMessage({
  name: 'handover.confirmed',
  route: 'event',
  summary: 'The customer took the parts (the one-time code was right) or the lab gave them to a carrier.',
  schema: z.object({
    shipmentId: idOf('shipment'),
    orderId: idOf('order'),
    by: z.enum(['pickup-code', 'carrier']),
    carrier: z.string().max(120).optional(),
    tracking: z.string().max(120).optional(),
  }),
});
