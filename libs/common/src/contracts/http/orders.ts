// Quotes, orders, hand-over and the decisions behind them.

import { z } from 'zod';
import {
  currencySchema,
  deliverySchema,
  idOf,
  materialSchema,
  minorSchema,
  placeSchema,
  plainText,
  quoteOptionSchema,
  quoteAnswerSchema,
} from '../shapes.js';
import { unitsSchema } from '../messages/making-messages.js';
import { decisionSchema } from '../messages/questions.js';
import { defineRoute } from './define-route.js';

const orderParams = z.object({ orderId: idOf('order') });
const shipmentParams = z.object({ shipmentId: idOf('shipment') });

/** What is wanted of what a release leaves open. */
const choiceSchema = z.object({
  /** Paths of optional parts to be made too. */
  include: z.array(z.string().max(500)).max(1000).optional(),
  /** Name of the alternative, by name of its group; the first where none is named. */
  variants: z.record(z.string().max(80), z.string().max(80)).optional(),
});

export const quoteRequestSchema = z.object({
  releaseId: idOf('release'),
  quantity: z.number().int().min(1).max(10_000).default(1),
  material: materialSchema.default('PLA'),
  color: plainText(40).optional(),
  /** A point, or the name of a town (`Lyon` or `Lyon, FR`). */
  to: z.union([placeSchema, z.object({ town: plainText(120) })]),
  delivery: deliverySchema.default('pickup'),
  choice: choiceSchema.optional(),
});

export const quoteSchema = quoteAnswerSchema.extend({
  id: idOf('quote'),
  releaseId: idOf('release'),
  quantity: z.number().int(),
  material: z.string(),
  color: z.string().optional(),
  to: placeSchema,
  delivery: deliverySchema,
  choice: choiceSchema.optional(),
  createdAt: z.string(),
  expiresAt: z.string(),
});
export type QuoteView = z.infer<typeof quoteSchema>;

export const requestQuote = defineRoute({
  id: 'requestQuote',
  method: 'POST',
  path: '/api/quotes',
  summary: 'Who can make it, when, for how much, and why nearer labs cannot.',
  access: 'anyone',
  body: quoteRequestSchema,
  status: 201,
  answer: quoteSchema,
});

export const readQuote = defineRoute({
  id: 'readQuote',
  method: 'GET',
  path: '/api/quotes/:quoteId',
  summary: 'A quote as it was shown.',
  access: 'anyone',
  params: z.object({ quoteId: idOf('quote') }),
  status: 200,
  answer: quoteSchema,
});

export const ORDER_STATES = [
  'placed',
  'planned',
  'accepted',
  'making',
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
  currency: currencySchema,
  payment: z.object({
    provider: z.string(),
    reference: z.string(),
    state: z.enum(['held', 'due', 'paid', 'released']),
  }),
  jobs: z.array(jobViewSchema),
  shipments: z.array(shipmentViewSchema),
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
  body: z.object({ quoteId: idOf('quote'), optionId: idOf('option') }),
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

export const handOver = defineRoute({
  id: 'handOver',
  method: 'POST',
  path: '/api/shipments/:shipmentId/hand-over',
  summary: 'The customer is at the lab: their one-time code hands the parts over.',
  access: ['lab-operator', 'steward'],
  scope: 'labs:write',
  params: shipmentParams,
  body: z.object({ code: z.string().min(4).max(20) }),
  status: 202,
  answer: shipmentViewSchema,
});

export const ship = defineRoute({
  id: 'ship',
  method: 'POST',
  path: '/api/shipments/:shipmentId/ship',
  summary: 'The lab gave the parcel to a carrier.',
  access: ['lab-operator', 'steward'],
  scope: 'labs:write',
  params: shipmentParams,
  body: z.object({ carrier: plainText(120), tracking: plainText(120).optional() }),
  status: 202,
  answer: shipmentViewSchema,
});

/** What work at a lab belongs to; the release has the card that goes along with each object. */
const madeFor = { orderId: idOf('order'), releaseId: idOf('release'), title: z.string() };

export const labWork = defineRoute({
  id: 'labWork',
  method: 'GET',
  path: '/api/labs/:labId/work',
  summary: 'The jobs and shipments of a lab that I run.',
  access: ['lab-operator', 'steward'],
  scope: 'labs:write',
  params: z.object({ labId: idOf('lab') }),
  status: 200,
  answer: z.object({
    jobs: z.array(jobViewSchema.extend(madeFor)),
    shipments: z.array(shipmentViewSchema.omit({ pickupCode: true }).extend(madeFor)),
  }),
});

export const readDecision = defineRoute({
  id: 'readDecision',
  method: 'GET',
  path: '/api/decisions/:decisionId',
  summary: 'A routing decision with its candidates and refusals.',
  access: 'anyone',
  params: z.object({ decisionId: idOf('decision') }),
  status: 200,
  answer: decisionSchema,
});
