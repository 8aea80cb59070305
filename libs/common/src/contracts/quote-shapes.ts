// Schemas of quotes: options, who makes them, what they cost, and why others were passed over.

import { z } from 'zod';
import {
  PRICE_LINES,
  type NearestMiss,
  type PriceBreakdown,
  type QuoteOption,
  type QuoteShare,
} from '#core/quote/quote';
import { OBJECTIVES, TERMS, type Terms } from '#core/routing/objective';
import { MODES } from '#core/routing/transport-modes';
import { currencySchema, idOf, latLonSchema, minorSchema } from './shapes.js';

export const breakdownSchema: z.ZodType<PriceBreakdown> = z.object(
  Object.fromEntries(PRICE_LINES.map((line) => [line, minorSchema])) as Record<
    (typeof PRICE_LINES)[number],
    typeof minorSchema
  >,
);

export const objectiveSchema = z.enum(OBJECTIVES);
const termSchema = z.object({ metric: z.number(), minor: minorSchema });
const termsSchema: z.ZodType<Terms> = z.object(
  Object.fromEntries(TERMS.map((term) => [term, termSchema])) as Record<(typeof TERMS)[number], typeof termSchema>,
);

const quoteShareSchema: z.ZodType<QuoteShare> = z.object({
  labId: idOf('lab'),
  labName: z.string(),
  machineId: idOf('machine'),
  machineName: z.string(),
  at: latLonSchema,
  city: z.string().optional(),
  distanceKm: z.number().min(0),
  priceMinor: minorSchema,
  plates: z.number().int().min(1),
  massGrams: z.number().min(0),
  machineSeconds: z.number().min(0),
  readyAtMs: z.number().int(),
  materialChange: z.boolean().optional(),
  material: z.string(),
  counts: z.array(z.object({ partId: idOf('part'), count: z.number().int().min(1) })).min(1),
});

export const quoteOptionSchema: z.ZodType<QuoteOption> = z.object({
  id: idOf('option'),
  labId: idOf('lab'),
  labName: z.string(),
  machineId: idOf('machine'),
  machineName: z.string(),
  at: latLonSchema,
  city: z.string().optional(),
  distanceKm: z.number().min(0),
  priceMinor: minorSchema,
  currency: currencySchema,
  breakdown: breakdownSchema,
  plates: z.number().int().min(1),
  massGrams: z.number().min(0),
  machineSeconds: z.number().min(0),
  readyAtMs: z.number().int(),
  co2eGrams: z.number(),
  co2eBreakdown: z.object({ transportGrams: z.number(), energyGrams: z.number() }),
  sharing: z.object({ orders: z.number().int().min(1), savesMinor: minorSchema }).optional(),
  arrivesAtMs: z.number().int().optional(),
  mode: z.enum(MODES).optional(),
  terms: termsSchema.optional(),
  costMinor: minorSchema.optional(),
  turned: z.array(z.object({ partId: idOf('part'), says: z.string() })).optional(),
  materialChange: z.boolean().optional(),
  shares: z.array(quoteShareSchema).min(2).max(20).optional(),
});

export const passedOverSchema = z.object({
  labId: idOf('lab'),
  labName: z.string(),
  distanceKm: z.number(),
  code: z.string(),
  reason: z.string(),
});

const toAskSchema = z.object({
  labId: idOf('lab'),
  labName: z.string(),
  distanceKm: z.number(),
  questions: z.array(z.object({ code: z.string(), requirement: z.string(), question: z.string() })),
});

const ringSchema = z.object({ labs: z.number().int(), fromKm: z.number(), toKm: z.number() });
export const missSchema = z.object({
  what: z.string(),
  unit: z.enum(['mm', 'km', 'g', '°C', 'minor', 'h', 'pieces']),
  wanted: z.number(),
  has: z.number(),
});
const nearestMissSchema: z.ZodType<NearestMiss> = z.object({
  code: z.string(),
  requirement: z.string(),
  removed: z.number().int(),
  onlyThis: ringSchema.optional(),
  met: ringSchema.optional(),
  miss: missSchema.optional(),
  sentence: z.string(),
});

export const quoteAnswerSchema = z.object({
  decisionId: idOf('decision'),
  options: z.array(quoteOptionSchema),
  passedOver: z.array(passedOverSchema),
  tally: z.array(z.object({ code: z.string(), requirement: z.string(), labsRemoved: z.number().int() })),
  labsConsidered: z.number().int(),
  objective: objectiveSchema.optional(),
  toAsk: z.array(toAskSchema).optional(),
  nearestMisses: z.array(nearestMissSchema).optional(),
});
