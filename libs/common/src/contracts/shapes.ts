// Schemas of the core's shapes, shared by messages and HTTP. The core owns the types; here they meet the wire.

import { z } from 'zod';
import { PROCESSES, normaliseMaterial, type Part, type ReleaseSnapshot } from '#core/design/part';
import { OUTLINE_UNITS_MM, type OutlineUnit } from '#core/geometry/outline/outline';
import { ID_PREFIXES, type Id, type IdKind } from '#core/kernel/ids';
import { CURRENCY_DECIMALS, type Currency } from '#core/kernel/money';
import type { SectionProfile } from '#core/design/section-profile';
import { CAPABILITIES } from '#core/lab/capabilities';
import { LAB_KINDS, LAB_SIGHTS, MACHINE_STATES, type LabProfile, type Machine } from '#core/lab/lab';
import { MAKER_FORMS, type Maker } from '#core/licensing/license-answer';
import { DELIVERIES } from '#core/quote/quote';

/** An id of one kind: its prefix, then letters, digits, `-`, `_`. */
export const idOf = <K extends IdKind>(kind: K): z.ZodType<Id<K>, string> =>
  z
    .string()
    .regex(new RegExp(`^${ID_PREFIXES[kind]}_[A-Za-z0-9_-]{1,64}$`), `is not the id of a ${kind}`)
    .transform((text) => text as Id<K>)
    .meta({ id: `${kind}Id` });

/** A file's content address. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in lower-case hexadecimal');

/** Text a person reads: no control characters, no bidirectional overrides, trimmed. */
export const plainText = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is refused
    .regex(/^[^\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]*$/, 'has control characters');

export const latLonSchema = z.object({
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
});
export const placeSchema = z.object({
  at: latLonSchema,
  label: plainText(200).optional(),
  /** ISO 3166-1 alpha-2; found from the towns around where it is left out. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'is not a country code such as FR')
    .optional(),
});
export const currencySchema = z.enum(Object.keys(CURRENCY_DECIMALS) as [Currency, ...Currency[]]);
export const minorSchema = z.number().int().min(-1e15).max(1e15);
export const processSchema = z.enum(PROCESSES);
export const materialSchema = plainText(40).transform(normaliseMaterial);
export const deliverySchema = z.enum(DELIVERIES);
const extentMm = z.number().positive().max(100_000);
export const boxMmSchema = z.object({ x: extentMm, y: extentMm, z: extentMm });
/** A measured box: a flat part may have no extent along an axis. */
export const measuredBoxMmSchema = z.object({ x: z.number().min(0), y: z.number().min(0), z: z.number().min(0) });

const measured = z.number().min(0);
/** Version 1 of a part's section profile; see core/geometry/sections. */
const sectionProfileSchema: z.ZodType<SectionProfile> = z.object({
  version: z.literal(1),
  strata: z.array(z.tuple([measured, measured, measured, measured, measured, z.array(measured).max(16)])).max(200),
  skinsMm3: z.array(z.array(measured).max(32)).max(32),
  flatTopMm2: measured,
  bridgeMm2: measured,
  supportMm3: measured,
  supportMm2: measured,
});

const turn = z.number().min(-1).max(1);
const OUTLINE_UNITS = Object.keys(OUTLINE_UNITS_MM) as [OutlineUnit, ...OutlineUnit[]];
export const partSchema: z.ZodType<Part> = z.object({
  id: idOf('part'),
  name: z.string().max(255),
  fileSha256: sha256Schema,
  fileName: z.string().max(255),
  body: z.number().int().min(0).max(999).optional(),
  quantity: z.number().int().min(1).max(10_000),
  process: processSchema,
  boxMm: measuredBoxMmSchema,
  volumeMm3: z.number().min(0),
  areaMm2: z.number().min(0),
  triangles: z.number().int().min(0),
  watertight: z.boolean(),
  cut: z
    .object({ lengthMm: z.number().min(0), contours: z.number().int().min(0), unit: z.enum(OUTLINE_UNITS).optional() })
    .optional(),
  materials: z.array(z.string().max(40)).max(50),
  infillPercent: z.number().min(0).max(100).optional(),
  layerMm: z.number().min(0.01).max(2).optional(),
  perimeters: z.number().int().min(1).max(100).optional(),
  supports: z.boolean().optional(),
  profile: sectionProfileSchema.optional(),
  rests: z
    .array(z.object({ rotation: z.tuple([turn, turn, turn, turn]), boxMm: measuredBoxMmSchema }))
    .max(8)
    .optional(),
});

export const releaseSnapshotSchema: z.ZodType<ReleaseSnapshot> = z.object({
  releaseId: idOf('release'),
  hash: sha256Schema,
  title: z.string().max(200),
  version: z.string().max(64),
  /** SPDX expression for all of it, nested releases included. */
  license: z.string().max(2000),
  parts: z.array(partSchema).min(1).max(1000),
});

export const loadedMaterialSchema = z.object({
  material: materialSchema,
  color: plainText(40).optional(),
  grade: plainText(40).optional(),
});

const bedMm = z.number().min(0).max(100_000);
/** What a machine may say beyond its size; what it does not say is asked when it matters. */
export const machineFactsShape = {
  stocked: z.array(loadedMaterialSchema).max(200).optional(),
  excludedMm: z
    .array(z.object({ xMm: bedMm, yMm: bedMm, widthMm: extentMm, depthMm: extentMm }))
    .max(16)
    .optional(),
  toleranceMm: z.number().positive().max(100).optional(),
  minFeatureMm: z.number().positive().max(100).optional(),
  chamberCelsius: z.number().min(0).max(1000).nullable().optional(),
};

/** What a lab is in law; that it is worker-owned and shares its surplus is its own statement. */
export const makerSchema: z.ZodType<Maker, unknown> = z.object({
  form: z.enum(MAKER_FORMS),
  workerOwned: z
    .object({
      ownedByWorkers: z.boolean(),
      sharesAllSurplus: z.boolean(),
      attestedBy: plainText(200).optional(),
    })
    .optional(),
});

/** What a lab may say beyond where it is. */
export const labFactsShape = {
  maker: makerSchema.optional(),
  declares: z.array(z.enum(CAPABILITIES)).max(CAPABILITIES.length).optional(),
  certifications: z.array(plainText(80)).max(50).optional(),
  rules: z
    .object({
      maxMassGrams: z.number().min(0).optional(),
      maxPieces: z.number().int().min(0).optional(),
      minOrderMinor: z.number().int().min(0).max(1e9).optional(),
      maxDistanceKm: z.number().min(0).max(20_100).optional(),
      customersFiles: z.boolean().optional(),
      letsGo: z.boolean().optional(),
    })
    .optional(),
};

export const machineSchema: z.ZodType<Machine, unknown> = z.object({
  id: idOf('machine'),
  name: plainText(120),
  process: processSchema,
  buildVolumeMm: boxMmSchema,
  bedShape: z.enum(['rectangular', 'round']),
  nozzleMm: z.number().positive().max(20).optional(),
  loaded: z.array(loadedMaterialSchema).max(32),
  ...machineFactsShape,
});

export const labPricesSchema = z.object({
  currency: currencySchema,
  machineHourMinor: z.number().int().min(0).max(10_000_000),
  setUpMinor: z.number().int().min(0).max(10_000_000),
  labourHourMinor: z.number().int().min(0).max(10_000_000),
  energyKwhMinor: z.number().int().min(0).max(1_000_000),
  materialKgMinor: z.number().int().min(0).max(100_000_000),
});

const minuteOfDay = z.number().int().min(0).max(1440);
export const openSpanSchema = z.object({
  weekday: z.union([1, 2, 3, 4, 5, 6, 7].map((day) => z.literal(day as 1 | 2 | 3 | 4 | 5 | 6 | 7))),
  fromMinute: minuteOfDay,
  toMinute: minuteOfDay,
});

export const labProfileSchema: z.ZodType<LabProfile, unknown> = z.object({
  id: idOf('lab'),
  name: plainText(200),
  kind: z.enum(LAB_KINDS),
  at: latLonSchema,
  city: plainText(120).optional(),
  country: z.string().length(2).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  utcOffsetMinutes: z.number().int().min(-840).max(840),
  hours: z.array(openSpanSchema).max(50),
  processes: z.array(processSchema).max(20),
  prices: labPricesSchema,
  pickup: z.boolean(),
  ships: z.boolean(),
  status: z.enum(['listed', 'member', 'suspended']),
  ...labFactsShape,
});

export const machineStateSchema = z.enum(MACHINE_STATES);
export const labSightSchema = z.enum(LAB_SIGHTS);
