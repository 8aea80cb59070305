// Releases: what is published, what is measured of it, and what may be taken along.

import { z } from 'zod';
import { idOf, materialSchema, measuredBoxMmSchema, plainText, processSchema, sha256Schema } from '../shapes.js';
import { defineRoute } from './define-route.js';

const pointMmSchema = z.object({ x: z.number(), y: z.number(), z: z.number() });

export const partProblemSchema = z.object({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'blocking']),
  message: z.string(),
  count: z.number().int().optional(),
  /** Where on the mesh it is seen, millimetres in the file's own axes. */
  placeMm: pointMmSchema.optional(),
});

/** Settings that a part must be made with; what is absent is the lab's choice. */
export const partSettingsSchema = z.object({
  infillPercent: z.number().min(0).max(100).optional(),
  layerMm: z.number().min(0.01).max(2).optional(),
  perimeters: z.number().int().min(1).max(100).optional(),
  supports: z.boolean().optional(),
});

/** Parts of one group are alternatives: an order takes one of them. */
const variantSchema = z.object({ group: plainText(80), name: plainText(80) });

export const partViewSchema = z.object({
  id: idOf('part'),
  name: z.string(),
  fileName: z.string(),
  fileSha256: sha256Schema,
  fileBytes: z.number().int(),
  /** Which of the different bodies of the file, from 0, where the file places several; each is a part. */
  body: z.number().int().optional(),
  /** How often the file places that body; the quantity is a multiple of it. */
  instances: z.number().int().optional(),
  /** What a drawing without a unit was said to be drawn in. */
  unit: z.enum(['mm', 'cm', 'in', 'px']).optional(),
  quantity: z.number().int(),
  process: processSchema,
  materials: z.array(z.string()),
  ...partSettingsSchema.shape,
  /** Left out unless it is asked for. */
  optional: z.boolean().optional(),
  variant: variantSchema.optional(),
  note: z.string().optional(),
  /** Where a part is under another licence than the release. */
  license: z.string().optional(),
  boxMm: measuredBoxMmSchema,
  volumeMm3: z.number(),
  areaMm2: z.number(),
  triangles: z.number().int(),
  shells: z.number().int(),
  watertight: z.boolean(),
  /** The rest of what was measured; absent in releases of before it was. */
  measures: z
    .object({
      thinnestWallMm: z.number().optional(),
      overhangAreaMm2: z.number().optional(),
      baseContactMm2: z.number().optional(),
      centreOfMassMm: pointMmSchema.optional(),
      /** How it is best laid for printing, and why. */
      orientation: z.object({ quaternion: z.array(z.number()).length(4), reason: z.string() }).optional(),
      /** Of a flat part: what is cut. */
      outline: z
        .object({
          cutLengthMm: z.number(),
          areaMm2: z.number(),
          closedPaths: z.number().int(),
          openPaths: z.number().int(),
        })
        .optional(),
    })
    .optional(),
  /** What printing one piece takes with its settings in the material named, by the network's own formula. */
  estimate: z
    .object({ material: z.string(), massGrams: z.number(), seconds: z.number(), uncertaintyPercent: z.number() })
    .optional(),
  problems: z.array(partProblemSchema),
});
export type PartView = z.infer<typeof partViewSchema>;

export const releaseFileSchema = z.object({
  path: z.string(),
  sha256: sha256Schema,
  bytes: z.number().int(),
  /** The file that this one was repaired from. */
  derivedFrom: sha256Schema.optional(),
});

export const boughtInSchema = z.object({
  name: plainText(200),
  quantity: z.number().positive().max(1e6),
  unit: plainText(20).optional(),
  link: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  note: plainText(1000).optional(),
});
export const stepSchema = z.object({
  title: plainText(200).optional(),
  text: plainText(10_000),
  /** Paths of pictures and of parts among the files of the release. */
  pictures: z.array(z.string().max(500)).max(50).default([]),
  parts: z.array(z.string().max(500)).max(200).default([]),
});

/** Where a design comes from, the nearest first. */
export const ancestorSchema = z.object({
  releaseId: idOf('release'),
  slug: z.string(),
  title: z.string(),
  version: z.string(),
  license: z.string(),
  designer: z.string(),
});

export const releaseStatusSchema = z.enum(['unreviewed', 'validated', 'flagged', 'withdrawn']);

export const releaseSchema = z.object({
  id: idOf('release'),
  designId: idOf('design'),
  slug: z.string(),
  version: z.string(),
  hash: sha256Schema,
  title: z.string(),
  summary: z.string(),
  license: z.string(),
  licenseTerms: z.object({ class: z.string(), commercial: z.string(), reason: z.string() }),
  designer: z.object({ id: idOf('account'), name: z.string() }),
  /** Who else is to be named: contributors of accepted changes, licensors of the manifest. */
  credits: z.array(z.string()),
  publishedAt: z.string(),
  status: releaseStatusSchema,
  parts: z.array(partViewSchema),
  boughtIn: z.array(boughtInSchema),
  tools: z.array(z.object({ name: z.string(), note: z.string().optional() })),
  steps: z.array(stepSchema),
  /** Other releases that belong into one unit of this one. */
  nested: z.array(
    z.object({
      hash: sha256Schema,
      quantity: z.number().int(),
      releaseId: idOf('release'),
      slug: z.string(),
      title: z.string(),
      version: z.string(),
      parts: z.number().int(),
    }),
  ),
  files: z.array(releaseFileSchema),
  lineage: z.array(ancestorSchema),
  /** What was changed against the release before, or against the design this one is a fork of. */
  changes: z.string().optional(),
  /** What the manifest said and what was made of it, in sentences. */
  understood: z.array(z.string()),
});
export type ReleaseView = z.infer<typeof releaseSchema>;

/** What the designer says of one part, by file path. */
export const saidOfPartSchema = z.object({
  path: z.string().max(500),
  /** False: the file is kept and not made. Meshes are parts unless this says no, drawings (.dxf, .svg) if it says yes. */
  isPart: z.boolean().optional(),
  name: plainText(200).optional(),
  quantity: z
    .number()
    .int()
    .min(1, 'has to be 1 or more: a part of which none is needed is not in the release')
    .max(10_000)
    .optional(),
  process: processSchema.optional(),
  materials: z.array(materialSchema).max(50).optional(),
  ...partSettingsSchema.shape,
  optional: z.boolean().optional(),
  variant: variantSchema.optional(),
  note: plainText(1000).optional(),
  /** SPDX expression, where the part is under another licence than the release: it came from elsewhere. */
  license: z.string().max(200).optional(),
  /** What a drawing without a unit is drawn in. */
  unit: z.enum(['mm', 'cm', 'in', 'px']).optional(),
});

/** Short name in addresses. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not made of lower-case words joined by hyphens')
  .max(80);

export const publishSchema = z.object({
  /** Made from the title when absent. */
  slug: slugSchema.optional(),
  /** Semantic version; the manifest's or 1.0.0 when absent. */
  version: z.string().max(64).optional(),
  title: plainText(200).optional(),
  summary: plainText(5000).optional(),
  /** SPDX expression; the manifest's when absent. */
  license: z.string().max(200).optional(),
  files: z
    .array(z.object({ path: z.string().min(1).max(500), sha256: sha256Schema, derivedFrom: sha256Schema.optional() }))
    .max(10_000, 'are more than 10,000: publish the design alone'),
  parts: z.array(saidOfPartSchema).max(1000).optional(),
  boughtIn: z.array(boughtInSchema).max(1000).optional(),
  tools: z
    .array(z.object({ name: plainText(200), note: plainText(1000).optional() }))
    .max(200)
    .optional(),
  steps: z.array(stepSchema).max(500).optional(),
  nested: z
    .array(z.object({ hash: sha256Schema, quantity: z.number().int().min(1).max(10_000) }))
    .max(100)
    .optional(),
  /** The release that this one changes, of another design: a fork. */
  forkOf: idOf('release').optional(),
  changes: plainText(5000).optional(),
});
export type PublishBody = z.infer<typeof publishSchema>;

export const publishRelease = defineRoute({
  id: 'publishRelease',
  method: 'POST',
  path: '/api/releases',
  summary:
    'Publish an immutable release of uploaded files; every mesh is measured. A manifest among the files (okh.toml, okh.yml) is read.',
  access: ['designer'],
  scope: 'designs:write',
  body: publishSchema,
  status: 201,
  answer: releaseSchema,
});

const releaseIdParams = z.object({ releaseId: idOf('release') });

export const readRelease = defineRoute({
  id: 'readRelease',
  method: 'GET',
  path: '/api/releases/:releaseId',
  summary: 'One release with its parts.',
  access: 'anyone',
  params: releaseIdParams,
  status: 200,
  answer: releaseSchema,
});

export const withdrawRelease = defineRoute({
  id: 'withdrawRelease',
  method: 'POST',
  path: '/api/releases/:releaseId/withdraw',
  summary: 'Take a release out of sale; placed orders stay reproducible.',
  access: ['designer', 'steward'],
  scope: 'designs:write',
  params: releaseIdParams,
  status: 200,
  answer: releaseSchema,
});
