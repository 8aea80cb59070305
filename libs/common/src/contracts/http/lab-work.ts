// Hand-over, and the work of a lab.

import { z } from 'zod';
import { unitsSchema } from '../messages/making-messages.js';
import { idOf, plainText } from '../shapes.js';
import { defineRoute } from './define-route.js';
import { jobViewSchema, shipmentViewSchema } from './orders.js';

const shipmentParams = z.object({ shipmentId: idOf('shipment') });

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

export const labJobSchema = jobViewSchema.omit({ letter: true }).extend({
  ...madeFor,
  /** Of a plate that several orders share, what belongs together; the job is told once, for the first of them. */
  portions: z
    .array(z.object({ ...madeFor, letter: z.string(), license: z.string(), units: z.array(unitsSchema) }))
    .optional(),
});

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
    jobs: z.array(labJobSchema),
    shipments: z.array(shipmentViewSchema.omit({ pickupCode: true }).extend(madeFor)),
  }),
});
