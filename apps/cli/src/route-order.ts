// One order of a file as routing knows it.

import { z } from 'zod';
import { boxMmSchema, deliverySchema, latLonSchema, materialSchema, processSchema } from '#contracts/shapes';
import { CAPABILITIES } from '#core/lab/capabilities';
import type { Part } from '#core/design/part';
import type { PartId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { judgeLicense } from '#core/licensing/judge-license';
import { OBJECTIVES } from '#core/routing/objective';
import { parseWeights } from '#core/routing/parse-policy';
import type { RoutingPolicy } from '#core/routing/policy';
import type { Requirement } from '#core/routing/requirements';
import type { RoutingInput } from '#core/routing/routing-input';
import { firstIssue, numberIn } from './route-labs.js';
import type { Record } from './route-records.js';

const positive = z.number().positive();
const partRecord = z.object({
  id: z.string().max(200).optional(),
  name: z.string().max(255).optional(),
  process: processSchema.default('fdm'),
  boxMm: boxMmSchema,
  volumeMm3: positive,
  areaMm2: positive,
  quantity: z.number().int().min(1).max(10_000).default(1),
  infillPercent: z.number().min(0).max(100).optional(),
  layerMm: z.number().min(0.01).max(2).optional(),
  perimeters: z.number().int().min(1).max(100).optional(),
  supports: z.boolean().optional(),
  /** Ways to lie other than as modelled. */
  rests: z
    .array(z.object({ rotation: z.tuple([z.number(), z.number(), z.number(), z.number()]), boxMm: boxMmSchema }))
    .max(50)
    .default([]),
});
const orderRecord = z.strictObject({
  id: z.union([z.string().min(1).max(200), z.number()]).transform(String),
  to: latLonSchema.extend({ label: z.string().max(200).optional() }),
  country: z.string().length(2).optional(),
  parts: z.array(partRecord).min(1).max(1000),
  quantity: z.number().int().min(1).max(10_000).default(1),
  material: materialSchema,
  grade: z.string().max(40).optional(),
  color: z.string().max(40).optional(),
  delivery: deliverySchema.default('pickup'),
  license: z.string().max(2000).default('CC0-1.0'),
  customersFile: z.boolean().optional(),
  objective: z.enum(OBJECTIVES).optional(),
  weights: z.unknown().optional(),
  deadline: z.iso.datetime({ offset: true }).optional(),
  withinKm: z.number().min(0).max(20_100).optional(),
  toleranceMm: positive.optional(),
  minFeatureMm: positive.optional(),
  nozzleMm: positive.optional(),
  chamberCelsius: z.number().min(0).optional(),
  certifications: z.array(z.string().max(80)).max(50).optional(),
  capabilities: z.array(z.enum(CAPABILITIES)).max(CAPABILITIES.length).optional(),
});
type OrderRecord = z.infer<typeof orderRecord>;

/** What an order says, as far as the rest of a routing does not come from elsewhere. */
export type OrderInput = Pick<RoutingInput, 'requirement' | 'counts' | 'to' | 'objective' | 'weights' | 'homeCountry'>;

export interface Order {
  readonly id: string;
  readonly input: OrderInput;
}

/** The order of a record, or the refusal that names its field. */
export function orderOf({ value, wrong }: Record, policy: RoutingPolicy, nowMs: number): Result<Order> {
  if (wrong !== undefined) return refuseField('the whole', wrong);
  const read = orderRecord.safeParse(isRow(value) ? fromRow(value) : value);
  if (!read.success) {
    const { field, message } = firstIssue(read.error);
    return refuseField(field, message);
  }
  const order = read.data;
  const terms = judgeLicense(order.license);
  if (!terms.ok) return refuseField('license', terms.refusal.message);
  const weights = order.weights === undefined ? ok(undefined) : parseWeights(order.weights, policy.weights);
  if (!weights.ok) return refuseField(String(weights.refusal.details?.['field']), weights.refusal.message);
  const deadlineMs = order.deadline === undefined ? undefined : Date.parse(order.deadline);
  if (deadlineMs !== undefined && deadlineMs <= nowMs) return refuseField('deadline', `${order.deadline} is past.`);
  const parts = order.parts.map(partOf);
  if (new Set(parts.map(({ id }) => id)).size < parts.length) return refuseField('parts', 'Two of them have one id.');
  const { to, country } = order;
  return ok({
    id: order.id,
    input: {
      requirement: requirementOf(order, { parts, terms: terms.value, deadlineMs }),
      counts: parts.map((part) => ({ partId: part.id, count: part.quantity * order.quantity })),
      to: { at: { lat: to.lat, lon: to.lon }, label: to.label },
      objective: order.objective ?? (weights.value ? 'balanced' : undefined),
      weights: weights.value,
      homeCountry: country,
    },
  });
}

function requirementOf(order: OrderRecord, known: Pick<Requirement, 'parts' | 'terms' | 'deadlineMs'>): Requirement {
  const { material, grade, color, delivery, customersFile, withinKm, toleranceMm } = order;
  const { minFeatureMm, nozzleMm, chamberCelsius, certifications, capabilities } = order;
  return {
    ...known,
    material,
    grade,
    color,
    delivery,
    customersFile,
    withinKm,
    toleranceMm,
    minFeatureMm,
    nozzleMm,
    chamberCelsius,
    certifications,
    capabilities,
    rests: new Map(known.parts.map((part, at) => [part.id, order.parts[at]!.rests])),
  };
}

const refuseField = (field: string, message: string): Result<never> =>
  refuse('route/field', `${field}: ${message}`, { remedy: 'docs/route.md describes the fields.', details: { field } });

function partOf({ id, name, ...part }: OrderRecord['parts'][number], at: number): Part {
  return {
    ...part,
    id: (id ?? `part ${at + 1}`) as PartId,
    name: name ?? id ?? `part ${at + 1}`,
    fileSha256: '',
    fileName: '',
    triangles: 0,
    watertight: true,
    materials: [],
  };
}

/** A row of a table has its place in columns of their own. */
const isRow = (value: unknown): value is { [column: string]: string } =>
  typeof value === 'object' && value !== null && !('to' in value) && ('lat' in value || 'lon' in value);

function fromRow(row: { [column: string]: string }): unknown {
  const { lat, lon, x_mm, y_mm, z_mm, volume_mm3, area_mm2, process, quantity, infill_percent, ...rest } = row;
  const { within_km, tolerance_mm, min_feature_mm, nozzle_mm, ...said } = rest;
  return {
    ...said,
    to: { lat: numberIn(lat), lon: numberIn(lon) },
    quantity: numberIn(quantity),
    withinKm: numberIn(within_km),
    toleranceMm: numberIn(tolerance_mm),
    minFeatureMm: numberIn(min_feature_mm),
    nozzleMm: numberIn(nozzle_mm),
    parts: [
      {
        process,
        boxMm: { x: numberIn(x_mm), y: numberIn(y_mm), z: numberIn(z_mm) },
        volumeMm3: numberIn(volume_mm3),
        areaMm2: numberIn(area_mm2),
        infillPercent: numberIn(infill_percent),
      },
    ],
  };
}
