// Quotes, and the decisions behind them.

import { z } from 'zod';
import { deliverySchema, idOf, materialSchema, placeSchema, plainText, sha256Schema } from '../shapes.js';
import { objectiveSchema, quoteAnswerSchema } from '../quote-shapes.js';
import { decisionInputsSchema, decisionSchema } from '../messages/questions.js';
import { defineRoute } from './define-route.js';

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
  /** Of the process that the parts are made by; where it is not said, what their designer wants or what is usual. */
  material: materialSchema.optional(),
  color: plainText(40).optional(),
  /** A point, or the name of a town (`Lyon` or `Lyon, FR`). */
  to: z.union([placeSchema, z.object({ town: plainText(120) })]),
  delivery: deliverySchema.default('pickup'),
  choice: choiceSchema.optional(),
  /** What matters most; the network's policy where it is not said. */
  objective: objectiveSchema.optional(),
  /** One is made first, to be looked at; the rest when you have said yes. */
  prototypeFirst: z.boolean().optional(),
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
  prototypeFirst: z.boolean().optional(),
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

export const readDecisionInputs = defineRoute({
  id: 'readDecisionInputs',
  method: 'GET',
  path: '/api/decisions/:decisionId/inputs',
  summary:
    'What a decision was made from, to decide the same again: of quotes for every member, of orders for whoever ordered, and for stewards.',
  access: 'member',
  params: z.object({ decisionId: idOf('decision') }),
  status: 200,
  answer: decisionInputsSchema,
});

export const readDecisionInput = defineRoute({
  id: 'readDecisionInput',
  method: 'GET',
  path: '/api/decisions/:decisionId/inputs/:sha256',
  summary: 'One of the things that a decision was made from: a release, a policy, a page of labs.',
  access: 'member',
  params: z.object({ decisionId: idOf('decision'), sha256: sha256Schema }),
  status: 200,
  answer: z.object({ input: z.unknown() }),
});
