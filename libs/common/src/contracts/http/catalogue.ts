// Files, designs and releases.

import { z } from 'zod';
import { idOf, materialSchema, measuredBoxMmSchema, plainText, processSchema, sha256Schema } from '../shapes.js';
import { defineRoute } from './define-route.js';

export const putFile = defineRoute({
  id: 'putFile',
  method: 'POST',
  path: '/api/files',
  summary:
    'Upload one file as the raw body (200 MB at most); answers its content address. The same file twice is one file.',
  access: ['designer'],
  scope: 'designs:write',
  body: 'stream',
  status: 201,
  answer: z.object({ sha256: sha256Schema, bytes: z.number().int() }),
});

export const hasFiles = defineRoute({
  id: 'hasFiles',
  method: 'POST',
  path: '/api/files/known',
  summary: 'Which of these content addresses does the commons hold already?',
  access: ['designer'],
  scope: 'designs:write',
  body: z.object({ sha256s: z.array(sha256Schema).max(10_000) }),
  status: 200,
  answer: z.object({ known: z.array(sha256Schema) }),
});

export const getFile = defineRoute({
  id: 'getFile',
  method: 'GET',
  path: '/api/files/:sha256',
  summary: 'A published file, as an attachment.',
  access: 'anyone',
  params: z.object({ sha256: sha256Schema }),
  status: 200,
  answer: 'stream',
});

export const partProblemSchema = z.object({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'blocking']),
  message: z.string(),
  count: z.number().int().optional(),
});

export const partViewSchema = z.object({
  id: idOf('part'),
  name: z.string(),
  fileName: z.string(),
  fileSha256: sha256Schema,
  fileBytes: z.number().int(),
  quantity: z.number().int(),
  process: processSchema,
  materials: z.array(z.string()),
  infillPercent: z.number().optional(),
  boxMm: measuredBoxMmSchema,
  volumeMm3: z.number(),
  areaMm2: z.number(),
  triangles: z.number().int(),
  shells: z.number().int(),
  watertight: z.boolean(),
  problems: z.array(partProblemSchema),
});

export const releaseFileSchema = z.object({ path: z.string(), sha256: sha256Schema, bytes: z.number().int() });

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
  publishedAt: z.string(),
  status: z.enum(['unreviewed', 'validated', 'flagged', 'withdrawn']),
  parts: z.array(partViewSchema),
  files: z.array(releaseFileSchema),
  /** What the manifest said and what was made of it, in sentences. */
  understood: z.array(z.string()),
});
export type ReleaseView = z.infer<typeof releaseSchema>;

export const publishSchema = z.object({
  /** Short name in addresses; made from the title when absent. */
  slug: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not made of lower-case words joined by hyphens')
    .max(80)
    .optional(),
  /** Semantic version; the manifest's or 1.0.0 when absent. */
  version: z.string().max(64).optional(),
  title: plainText(200).optional(),
  summary: plainText(5000).optional(),
  /** SPDX expression; the manifest's when absent. */
  license: z.string().max(200).optional(),
  files: z
    .array(z.object({ path: z.string().min(1).max(500), sha256: sha256Schema }))
    .min(1)
    .max(10_000),
  /** What the designer says of single parts, by file path. */
  parts: z
    .array(
      z.object({
        path: z.string().max(500),
        name: plainText(200).optional(),
        quantity: z.number().int().min(1).max(10_000).optional(),
        process: processSchema.optional(),
        materials: z.array(materialSchema).max(50).optional(),
        infillPercent: z.number().min(0).max(100).optional(),
      }),
    )
    .max(1000)
    .optional(),
});

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

export const readRelease = defineRoute({
  id: 'readRelease',
  method: 'GET',
  path: '/api/releases/:releaseId',
  summary: 'One release with its parts.',
  access: 'anyone',
  params: z.object({ releaseId: idOf('release') }),
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
  params: z.object({ releaseId: idOf('release') }),
  status: 200,
  answer: releaseSchema,
});

export const designCardSchema = z.object({
  id: idOf('design'),
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  license: z.string(),
  designer: z.string(),
  latest: z.object({ releaseId: idOf('release'), version: z.string(), publishedAt: z.string() }),
  parts: z.number().int(),
  /** Whose mesh stands for the design in lists. */
  coverSha256: sha256Schema.optional(),
  coverFileName: z.string().optional(),
});

export const searchDesigns = defineRoute({
  id: 'searchDesigns',
  method: 'GET',
  path: '/api/designs',
  summary: 'Search the catalogue by words; newest first without any.',
  access: 'anyone',
  query: z.object({
    q: z.string().max(200).optional(),
    license: z.string().max(200).optional(),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(24),
  }),
  status: 200,
  answer: z.object({ designs: z.array(designCardSchema), nextCursor: z.string().optional(), total: z.number().int() }),
});

export const readDesign = defineRoute({
  id: 'readDesign',
  method: 'GET',
  path: '/api/designs/:slug',
  summary: 'A design with its newest release and the list of all.',
  access: 'anyone',
  params: z.object({ slug: z.string().max(80) }),
  status: 200,
  answer: z.object({
    slug: z.string(),
    title: z.string(),
    release: releaseSchema,
    releases: z.array(
      z.object({ id: idOf('release'), version: z.string(), status: z.string(), publishedAt: z.string() }),
    ),
  }),
});
