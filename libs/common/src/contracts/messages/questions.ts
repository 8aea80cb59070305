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
  releaseSnapshotSchema,
  sha256Schema,
} from '../shapes.js';
import { objectiveSchema, quoteAnswerSchema } from '../quote-shapes.js';

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
    /** What matters most to the customer; the policy's where it is not said. */
    objective: objectiveSchema.optional(),
    /** One set is made first, the rest when the customer has said yes to it. */
    prototypeFirst: z.boolean().optional(),
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

/** What a decision was made from: the terms that are its own, and the hashes of what it shares with others. */
export const decisionInputsSchema = decisionSchema.extend({
  /** A DecisionManifest of core/quote/decide-again; its JSON has the SHA-256 `inputsSha256`. */
  manifest: z.unknown(),
  /** Release, policy and pages of labs, each by the SHA-256 of its JSON. */
  inputs: z.array(sha256Schema).max(100_000),
});

export const AskDecisionInputs = defineQuestion({
  name: 'decision-inputs',
  route: 'ask',
  summary: 'What was it decided from? The manifest, to decide the same again.',
  schema: z.object({ decisionId: idOf('decision') }),
  answer: z.object({ decision: decisionInputsSchema.optional() }),
});

export const AskDecisionInput = defineQuestion({
  name: 'decision-input',
  route: 'ask',
  summary: 'One of the things that a decision was made from: a release, a policy, a page of labs.',
  schema: z.object({ decisionId: idOf('decision'), sha256: sha256Schema }),
  answer: z.object({ input: z.unknown() }),
});
