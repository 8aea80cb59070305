// What can be had of a release besides its files: the difference to another, its manifest, its attribution card.

import { z } from 'zod';
import { idOf } from '../shapes.js';
import { defineRoute } from './define-route.js';

const releaseIdParams = z.object({ releaseId: idOf('release') });

export const releaseDiffSchema = z.object({
  from: z.object({ releaseId: idOf('release'), version: z.string() }),
  to: z.object({ releaseId: idOf('release'), version: z.string() }),
  /** Title, licence and the like that are not the same. */
  facts: z.array(z.object({ what: z.string(), before: z.string(), after: z.string() })),
  parts: z.array(
    z.object({
      name: z.string(),
      change: z.enum(['added', 'removed', 'changed']),
      /** What is not the same, with units: quantity, material, volume, box … */
      facts: z.array(z.object({ what: z.string(), before: z.string(), after: z.string() })),
    }),
  ),
  files: z.array(
    z.object({
      path: z.string(),
      change: z.enum(['added', 'removed', 'changed', 'moved']),
      /** Of a moved file: where it was. */
      before: z.string().optional(),
    }),
  ),
});
export type ReleaseDiff = z.infer<typeof releaseDiffSchema>;

export const diffReleases = defineRoute({
  id: 'diffReleases',
  method: 'GET',
  path: '/api/releases/:releaseId/diff/:otherId',
  summary: 'What changed from this release to another one: facts, parts with their measures, files.',
  access: 'anyone',
  params: z.object({ releaseId: idOf('release'), otherId: idOf('release') }),
  status: 200,
  answer: releaseDiffSchema,
});

export const exportManifest = defineRoute({
  id: 'exportManifest',
  method: 'GET',
  path: '/api/releases/:releaseId/manifest',
  summary: 'The release as an Open Know-How manifest: OKH 1.0 (YAML) or OKH-LOSH (TOML).',
  access: 'anyone',
  params: releaseIdParams,
  query: z.object({ format: z.enum(['okh-v1', 'okh-losh']).default('okh-losh') }),
  status: 200,
  answer: 'stream',
});

export const attributionSchema = z.object({
  /** The card, line by line, as it goes along with the object. */
  lines: z.array(z.string()),
  /** Where the source is; what the QR code says. */
  sourceUrl: z.string(),
  /** What must travel with the object, each with the clause that asks for it. */
  duties: z.array(z.object({ duty: z.string(), clause: z.string() })),
  note: z.string(),
});

export const readAttribution = defineRoute({
  id: 'readAttribution',
  method: 'GET',
  path: '/api/releases/:releaseId/attribution',
  summary: 'What must travel with every object made from the release: the attribution card as text.',
  access: 'anyone',
  params: releaseIdParams,
  status: 200,
  answer: attributionSchema,
});

export const printAttribution = defineRoute({
  id: 'printAttribution',
  method: 'GET',
  path: '/api/releases/:releaseId/attribution.pdf',
  summary: 'The attribution card as a PDF of 85 × 55 mm cards with a QR code, one for each object.',
  access: 'anyone',
  params: releaseIdParams,
  query: z.object({ copies: z.coerce.number().int().min(1).max(200).default(1) }),
  status: 200,
  answer: 'stream',
});
