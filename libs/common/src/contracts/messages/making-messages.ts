// Facts about plans, offers, jobs and shipments that the scheduler tells.

import { z } from 'zod';
import { defineMessage } from '../define-message.js';
import { currencySchema, deliverySchema, idOf, minorSchema } from '../shapes.js';
import { breakdownSchema } from '../quote-shapes.js';

/** Some pieces of one part of an order. */
export const unitsSchema = z.object({ partId: idOf('part'), partName: z.string(), count: z.number().int().min(1) });
export type Units = z.infer<typeof unitsSchema>;

const at = { orderId: idOf('order'), labId: idOf('lab'), labName: z.string() };
/** `customer`: it was a customer's word on a counter-offer that was missing, or a no; without it the lab's. */
const whose = { by: z.literal('customer').optional() };
const offerRef = { offerId: idOf('offer'), batchId: idOf('batch'), machineId: idOf('machine'), ...at };
const jobRef = {
  jobId: idOf('job'),
  batchId: idOf('batch'),
  machineId: idOf('machine'),
  machineName: z.string(),
  fence: z.number().int(),
  ...at,
};

export const OrderPlanned = defineMessage({
  name: 'order.planned',
  route: 'event',
  summary: 'The order, or what is missing of it, was laid out on plates and a lab was chosen for each.',
  schema: z.object({
    orderId: idOf('order'),
    decisionId: idOf('decision'),
    labId: idOf('lab'),
    labName: z.string(),
    batches: z
      .array(
        z.object({
          batchId: idOf('batch'),
          machineId: idOf('machine'),
          units: z.array(unitsSchema),
          /** Until when others may join it at most; absent when it is offered at once. */
          gathersUntilMs: z.number().int().optional(),
        }),
      )
      .min(1),
    readyAtMs: z.number().int(),
    /** Batches that these take the place of: a plate elsewhere, where others wait already. */
    instead: z.array(idOf('batch')).optional(),
    again: z.boolean(),
    /** Of what is planned again: labs that could make it within the agreed price, too. */
    alternatives: z
      .array(
        z.object({
          labId: idOf('lab'),
          labName: z.string(),
          distanceKm: z.number().min(0),
          priceMinor: minorSchema,
          readyAtMs: z.number().int(),
        }),
      )
      .max(3)
      .optional(),
  }),
});

export const OrderEnded = defineMessage({
  name: 'order.ended',
  route: 'event',
  summary:
    'The customer wanted nothing more after the prototype, and that is handed over already: the order is complete.',
  schema: z.object({ orderId: idOf('order') }),
});

export const OrderStranded = defineMessage({
  name: 'order.stranded',
  route: 'event',
  summary: 'No lab can make what is missing of the order now; tried again whenever the network changes.',
  schema: z.object({ orderId: idOf('order'), decisionId: idOf('decision').optional(), reason: z.string() }),
});

export const BatchShared = defineMessage({
  name: 'batch.shared',
  route: 'event',
  summary: 'The batch is closed, with pieces of several orders: what this order gets back for sharing the set-up.',
  schema: z.object({
    ...at,
    batchId: idOf('batch'),
    /** Orders on the plate, this one included. */
    orders: z.number().int().min(2),
    savedMinor: minorSchema,
    currency: currencySchema,
  }),
});

export const BatchDropped = defineMessage({
  name: 'batch.dropped',
  route: 'event',
  summary:
    'The lab of a plate that gathered could not be asked when its time had come: what of the order lay on it is planned again.',
  schema: z.object({ ...at, batchId: idOf('batch'), reason: z.string() }),
});

export const OfferMade = defineMessage({
  name: 'offer.made',
  route: 'event',
  summary: 'One lab was asked to make one batch.',
  schema: z.object({
    ...offerRef,
    expiresAtMs: z.number().int(),
    labPriceMinor: minorSchema,
    currency: currencySchema,
  }),
});
export const OfferAccepted = defineMessage({
  name: 'offer.accepted',
  route: 'event',
  summary: 'The lab will make the batch.',
  schema: z.object({
    ...offerRef,
    /** What its counter-offer costs this order more (negative: less), and how much later it makes it. */
    moreMinor: minorSchema.optional(),
    laterSeconds: z.number().int().min(0).optional(),
    currency: currencySchema.optional(),
  }),
});
export const OfferCountered = defineMessage({
  name: 'offer.countered',
  route: 'event',
  summary: 'The lab would make the batch at another price or date; the customer is asked.',
  schema: z.object({
    ...offerRef,
    reason: z.string(),
    /** What this order would cost more, and how much later it would be ready. */
    moreMinor: minorSchema,
    laterSeconds: z.number().int().min(0),
    currency: currencySchema,
    /** Without an answer until then the next lab is asked. */
    expiresAtMs: z.number().int(),
  }),
});
export const OfferDeclined = defineMessage({
  name: 'offer.declined',
  route: 'event',
  summary: 'The lab will not make the batch, and says why; or the customers do not agree to its counter-offer.',
  schema: z.object({ ...offerRef, reason: z.string(), ...whose }),
});
export const OfferLapsed = defineMessage({
  name: 'offer.lapsed',
  route: 'event',
  summary: 'The lab did not answer in time, or the customers its counter-offer.',
  schema: z.object({ ...offerRef, ...whose }),
});
export const OfferWithdrawn = defineMessage({
  name: 'offer.withdrawn',
  route: 'event',
  summary: 'The network took the offer back before it was answered.',
  schema: z.object({ ...offerRef, reason: z.string() }),
});

export const JobCreated = defineMessage({
  name: 'job.created',
  route: 'event',
  summary: 'An accepted batch became a job at a machine.',
  schema: z.object({
    ...jobRef,
    /** On a plate that several orders share: the labels of this order's pieces begin with it. */
    letter: z.string().max(8).optional(),
  }),
});
export const JobStarted = defineMessage({
  name: 'job.started',
  route: 'event',
  summary: 'The machine is making the batch.',
  schema: z.object(jobRef),
});
export const JobProgressed = defineMessage({
  name: 'job.progressed',
  route: 'event',
  summary: 'How far a job is; told in steps, not for every layer.',
  schema: z.object({ ...jobRef, percent: z.number().min(0).max(100), remainingSeconds: z.number().min(0).optional() }),
});
export const JobUnseen = defineMessage({
  name: 'job.unseen',
  route: 'event',
  summary: 'The lab is silent; the machine may well be printing on.',
  schema: z.object(jobRef),
});
export const JobFailed = defineMessage({
  name: 'job.failed',
  route: 'event',
  summary: 'The job ended without all of its pieces.',
  schema: z.object({ ...jobRef, reason: z.string(), made: z.array(unitsSchema), missing: z.array(unitsSchema) }),
});
export const JobFinished = defineMessage({
  name: 'job.finished',
  route: 'event',
  summary: 'All pieces of the batch are made.',
  schema: z.object({ ...jobRef, made: z.array(unitsSchema) }),
});
export const JobCancelled = defineMessage({
  name: 'job.cancelled',
  route: 'event',
  summary: 'The job was called off and the lab confirms that the machine stands, or it had not started.',
  schema: z.object({ ...jobRef, reason: z.string() }),
});
export const JobClaimed = defineMessage({
  name: 'job.claimed',
  route: 'event',
  summary: 'A lab reports an outcome under an old fence: kept as a claim for people to judge, never paid by itself.',
  schema: z.object({ ...jobRef, claim: z.string() }),
});

export const ShipmentReady = defineMessage({
  name: 'shipment.ready',
  route: 'event',
  summary: 'All pieces of an order that one lab makes are there, to be collected or sent.',
  schema: z.object({ shipmentId: idOf('shipment'), ...at, delivery: deliverySchema, units: z.array(unitsSchema) }),
});

export const ShipmentHandedOver = defineMessage({
  name: 'shipment.handed-over',
  route: 'event',
  summary: 'The pieces have left the lab; carries what is owed to whom, so that the ledger needs to ask nobody.',
  schema: z.object({
    shipmentId: idOf('shipment'),
    ...at,
    delivery: deliverySchema,
    by: z.enum(['pickup-code', 'carrier']),
    carrier: z.string().optional(),
    tracking: z.string().optional(),
    /** What the lab asked for what it made, by price line; its own lines and transport count, the rest is the order's. */
    owed: breakdownSchema,
    /** What goes back to the customer, because others shared the set-ups. */
    savedMinor: minorSchema.optional(),
    /** What the customer agreed to pay more than was quoted, and had held for it. */
    moreMinor: minorSchema.optional(),
    currency: currencySchema,
    /** True when nothing of the order is left to make or hand over. */
    orderComplete: z.boolean(),
  }),
});

/** All facts that concern one order, for whoever shows its timeline. */
export const ORDER_FACTS = [
  OrderPlanned,
  OrderStranded,
  BatchShared,
  BatchDropped,
  OfferMade,
  OfferAccepted,
  OfferCountered,
  OfferDeclined,
  OfferLapsed,
  OfferWithdrawn,
  JobCreated,
  JobStarted,
  JobProgressed,
  JobUnseen,
  JobFailed,
  JobFinished,
  JobCancelled,
  JobClaimed,
  ShipmentReady,
  ShipmentHandedOver,
] as const;
