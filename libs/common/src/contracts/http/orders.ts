// Orders and hand-over.

import { z } from 'zod';
import { currencySchema, deliverySchema, idOf, minorSchema, placeSchema, plainText } from '../shapes.js';
import { quoteOptionSchema } from '../quote-shapes.js';
import { unitsSchema } from '../messages/making-messages.js';
import { defineRoute } from './define-route.js';

const orderParams = z.object({ orderId: idOf('order') });

export const ORDER_STATES = [
  'placed',
  'gathering',
  'planned',
  'accepted',
  'making',
  'prototype',
  'stranded',
  'ready',
  'settled',
  'cancelling',
  'cancelled',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export const timelineEntrySchema = z.object({
  id: z.string(),
  at: z.string(),
  /** The fact's name, e.g. `offer.accepted`. */
  event: z.string(),
  /** The same in a sentence. */
  text: z.string(),
  data: z.record(z.string(), z.unknown()),
});

export const jobViewSchema = z.object({
  id: idOf('job'),
  labId: idOf('lab'),
  labName: z.string(),
  machine: z.string(),
  state: z.enum(['accepted', 'printing', 'unseen', 'done', 'failed', 'cancelled']),
  percent: z.number(),
  /** Which attempt at these pieces this is, from 1. */
  attempts: z.number().int(),
  units: z.array(unitsSchema),
  made: z.array(unitsSchema),
  /** On a plate that is shared with other orders: the labels of these pieces begin with it. */
  letter: z.string().optional(),
});

export const shipmentViewSchema = z.object({
  id: idOf('shipment'),
  labId: idOf('lab'),
  labName: z.string(),
  delivery: deliverySchema,
  state: z.enum(['ready', 'handed-over']),
  units: z.array(unitsSchema),
  /** Shown to the customer alone. */
  pickupCode: z.string().optional(),
  carrier: z.string().optional(),
  tracking: z.string().optional(),
});

/** What a lab would make it for instead, while the customer is asked. */
export const counterOfferViewSchema = z.object({
  offerId: idOf('offer'),
  labId: idOf('lab'),
  labName: z.string(),
  reason: z.string(),
  /** What the order would cost more than was held for it; negative: less. */
  moreMinor: minorSchema,
  laterSeconds: z.number().int(),
  /** Without an answer until then the next lab is asked. */
  expiresAt: z.string(),
});

export const alternativeViewSchema = z.object({
  labId: idOf('lab'),
  labName: z.string(),
  distanceKm: z.number(),
  /** What the lab would ask for it; the order's price stays as it was agreed. */
  priceMinor: minorSchema,
  readyAt: z.string(),
});

export const orderSchema = z.object({
  id: idOf('order'),
  state: z.enum(ORDER_STATES),
  placedAt: z.string(),
  releaseId: idOf('release'),
  title: z.string(),
  version: z.string(),
  license: z.string(),
  quantity: z.number().int(),
  material: z.string(),
  color: z.string().optional(),
  to: placeSchema,
  delivery: deliverySchema,
  option: quoteOptionSchema,
  decisionId: idOf('decision'),
  totalMinor: minorSchema,
  /** What of the total was held in addition, because the customer agreed to counter-offers of labs. */
  moreMinor: minorSchema,
  /** What of the total comes back when it is handed over: others share the set-ups, or a lab takes less. */
  savedMinor: minorSchema,
  currency: currencySchema,
  /** `made`: the rest waits for the customer's word; absent where nothing was to be made first. */
  prototype: z.enum(['awaited', 'made', 'approved', 'refused']).optional(),
  /** By when it is promised, if it may wait for others. */
  waitsUntil: z.string().optional(),
  payment: z.object({
    provider: z.string(),
    reference: z.string(),
    state: z.enum(['held', 'due', 'paid', 'released']),
  }),
  jobs: z.array(jobViewSchema),
  shipments: z.array(shipmentViewSchema),
  /** Those that wait for the customer's word. */
  counterOffers: z.array(counterOfferViewSchema),
  /** Labs that could be asked instead, while nobody has accepted what was planned again. */
  alternatives: z.array(alternativeViewSchema),
  timeline: z.array(timelineEntrySchema),
});
export type OrderView = z.infer<typeof orderSchema>;

export const placeOrder = defineRoute({
  id: 'placeOrder',
  method: 'POST',
  path: '/api/orders',
  summary: 'Buy one option of a quote; the money is held. Needs an Idempotency-Key.',
  access: ['customer'],
  scope: 'orders:write',
  body: z.object({
    quoteId: idOf('quote'),
    optionId: idOf('option'),
    /** How long it may wait for orders of others to share set-ups with, hours; 0: made as soon as it can be. */
    canWaitHours: z
      .number()
      .min(0)
      .max(90 * 24)
      .optional(),
  }),
  idempotent: true,
  status: 201,
  answer: orderSchema,
});

export const listOrders = defineRoute({
  id: 'listOrders',
  method: 'GET',
  path: '/api/orders',
  summary: 'My orders, newest first.',
  access: 'member',
  scope: 'orders:read',
  query: z.object({
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  }),
  status: 200,
  answer: z.object({
    orders: z.array(
      orderSchema.pick({
        id: true,
        state: true,
        placedAt: true,
        title: true,
        quantity: true,
        totalMinor: true,
        currency: true,
      }),
    ),
    nextCursor: z.string().optional(),
  }),
});

export const readOrder = defineRoute({
  id: 'readOrder',
  method: 'GET',
  path: '/api/orders/:orderId',
  summary: 'An order with its timeline, jobs and shipments; the customer’s own (or any, for a steward).',
  access: 'member',
  scope: 'orders:read',
  params: orderParams,
  status: 200,
  answer: orderSchema,
});

export const watchOrder = defineRoute({
  id: 'watchOrder',
  method: 'GET',
  path: '/api/orders/:orderId/events',
  summary: 'The order’s timeline as server-sent events; `Last-Event-ID` goes on where a connection broke.',
  access: 'member',
  scope: 'orders:read',
  params: orderParams,
  status: 200,
  answer: 'stream',
});

export const answerCounterOffer = defineRoute({
  id: 'answerCounterOffer',
  method: 'POST',
  path: '/api/orders/:orderId/counter-offers/:offerId',
  summary:
    'Yes or no to what a lab would make it for instead: a yes holds the difference, after a no the next lab is asked.',
  access: ['customer'],
  scope: 'orders:write',
  params: orderParams.extend({ offerId: idOf('offer') }),
  body: z.object({ accepted: z.boolean() }),
  status: 202,
  answer: orderSchema,
});

export const chooseLab = defineRoute({
  id: 'chooseLab',
  method: 'POST',
  path: '/api/orders/:orderId/lab',
  summary: 'Another lab for what was planned again, one of the order’s alternatives; the one that was asked is told.',
  access: ['customer'],
  scope: 'orders:write',
  params: orderParams,
  body: z.object({ labId: idOf('lab') }),
  status: 202,
  answer: orderSchema,
});

export const answerPrototype = defineRoute({
  id: 'answerPrototype',
  method: 'POST',
  path: '/api/orders/:orderId/prototype',
  summary: 'Yes to the prototype: the rest is made. No: nothing more is, and what was held for it comes back.',
  access: ['customer'],
  scope: 'orders:write',
  params: orderParams,
  body: z.object({ goOn: z.boolean() }),
  status: 202,
  answer: orderSchema,
});

export const cancelOrder = defineRoute({
  id: 'cancelOrder',
  method: 'POST',
  path: '/api/orders/:orderId/cancel',
  summary: 'Cancel before anything is made; the held money is released.',
  access: ['customer', 'steward'],
  scope: 'orders:write',
  params: orderParams,
  body: z.object({ reason: plainText(500).default('the customer cancelled') }),
  status: 202,
  answer: orderSchema,
});
