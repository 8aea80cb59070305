// What the gateway asks the scheduler.

import { z } from 'zod';
import { defineQuestion } from '../define-message.js';
import {
  deliverySchema,
  idOf,
  labSightSchema,
  machineSchema,
  machineStateSchema,
  materialSchema,
  placeSchema,
  quoteAnswerSchema,
  releaseSnapshotSchema,
} from '../shapes.js';

export const AskQuote = defineQuestion({
  name: 'quote',
  route: 'ask',
  summary: 'Who can make this, when, at what price, and why can others not?',
  schema: z.object({
    release: releaseSnapshotSchema,
    quantity: z.number().int().min(1).max(10_000),
    material: materialSchema,
    color: z.string().optional(),
    to: placeSchema,
    delivery: deliverySchema,
  }),
  answer: quoteAnswerSchema,
});

export const networkLabSchema = z.object({
  labId: idOf('lab'),
  sight: labSightSchema,
  machines: z.array(z.object({ machine: machineSchema, state: machineStateSchema, freeAtMs: z.number() })),
});

export const AskNetwork = defineQuestion({
  name: 'network',
  route: 'ask',
  summary: 'Which labs are there now, and what are their machines doing?',
  schema: z.object({ labIds: z.array(idOf('lab')).max(5000).optional() }),
  answer: z.object({ labs: z.array(networkLabSchema) }),
});

/** A stored decision: enough to say why, and to decide the same again. */
export const decisionSchema = z.object({
  decisionId: idOf('decision'),
  kind: z.enum(['quote', 'order', 'again']),
  atMs: z.number().int(),
  policyVersion: z.number().int(),
  inputsSha256: z.string(),
  answer: quoteAnswerSchema,
});

export const AskDecision = defineQuestion({
  name: 'decision',
  route: 'ask',
  summary: 'Why was it decided so?',
  schema: z.object({ decisionId: idOf('decision') }),
  answer: z.object({ decision: decisionSchema.optional() }),
});
