// Designs: found by words and facets, shown with their history, looked after by maintainers.

import { z } from 'zod';
import { idOf, latLonSchema, materialSchema, processSchema, sha256Schema } from '../shapes.js';
import { defineRoute } from './define-route.js';
import { releaseSchema, releaseStatusSchema, slugSchema } from './releases.js';

export const designCardSchema = z.object({
  id: idOf('design'),
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  license: z.string(),
  designer: z.string(),
  status: releaseStatusSchema,
  latest: z.object({ releaseId: idOf('release'), version: z.string(), publishedAt: z.string() }),
  parts: z.number().int(),
  processes: z.array(processSchema),
  materials: z.array(z.string()),
  /** Longest side of its largest part, millimetres. */
  largestMm: z.number(),
  /** Pieces that labs of the network have made of it, over all its releases. */
  made: z.number().int(),
  /** Whose mesh stands for the design in lists. */
  coverSha256: sha256Schema.optional(),
  coverFileName: z.string().optional(),
});

const facetSchema = z.array(z.object({ value: z.string(), count: z.number().int() }));

/** Degrees as `45.76,4.84`. */
const pointText = z
  .string()
  .regex(/^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?$/, 'is not latitude,longitude')
  .transform((text) => {
    const [lat, lon] = text.split(',').map(Number);
    return { lat: lat!, lon: lon! };
  })
  .pipe(latLonSchema);

export const DESIGN_SORTS = ['relevance', 'most-made', 'new'] as const;

export const searchSchema = z.object({
  q: z.string().max(200).optional(),
  process: processSchema.optional(),
  material: materialSchema.optional(),
  license: z.string().max(200).optional(),
  /** `anyone` may make and sell it, or the class of licence. */
  licenseClass: z.string().max(80).optional(),
  /** No side of any part is longer, millimetres. */
  maxMm: z.coerce.number().positive().max(100_000).optional(),
  status: releaseStatusSchema.optional(),
  /** A point near which labs must be able to make it … */
  near: pointText.optional(),
  /** … within so many kilometres. */
  withinKm: z.coerce.number().positive().max(20_000).default(50),
  sort: z.enum(DESIGN_SORTS).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(24),
});

export const searchDesigns = defineRoute({
  id: 'searchDesigns',
  method: 'GET',
  path: '/api/designs',
  summary: 'Search the catalogue by words and facets; newest first without words.',
  access: 'anyone',
  query: searchSchema,
  status: 200,
  answer: z.object({
    designs: z.array(designCardSchema),
    nextCursor: z.string().optional(),
    total: z.number().int(),
    /** How many designs each further choice would leave; on the first page only. */
    facets: z
      .object({ process: facetSchema, material: facetSchema, licenseClass: facetSchema, status: facetSchema })
      .optional(),
  }),
});

const slugParams = z.object({ slug: z.string().max(80) });

export const readDesign = defineRoute({
  id: 'readDesign',
  method: 'GET',
  path: '/api/designs/:slug',
  summary: 'A design with its newest release and the list of all.',
  access: 'anyone',
  params: slugParams,
  status: 200,
  answer: z.object({
    id: idOf('design'),
    slug: z.string(),
    title: z.string(),
    release: releaseSchema,
    releases: z.array(
      z.object({ id: idOf('release'), version: z.string(), status: z.string(), publishedAt: z.string() }),
    ),
    maintainers: z.array(z.object({ id: idOf('account'), name: z.string() })),
    forks: z.array(z.object({ slug: z.string(), title: z.string(), designer: z.string() })),
    made: z.number().int(),
  }),
});

export const setMaintainers = defineRoute({
  id: 'setMaintainers',
  method: 'PUT',
  path: '/api/designs/:slug/maintainers',
  summary: 'Who looks after a design: publishes releases, accepts or refuses changes. At least one is left.',
  access: ['designer', 'steward'],
  scope: 'designs:write',
  params: slugParams,
  body: z.object({ accountIds: z.array(idOf('account')).min(1).max(50) }),
  status: 200,
  answer: z.object({ maintainers: z.array(z.object({ id: idOf('account'), name: z.string() })) }),
});

export const atomFeed = defineRoute({
  id: 'atomFeed',
  method: 'GET',
  path: '/api/feed.atom',
  summary: 'New releases as an Atom feed, of all designs or of one.',
  access: 'anyone',
  query: z.object({ design: slugSchema.optional() }),
  status: 200,
  answer: 'stream',
});

export const jsonFeed = defineRoute({
  id: 'jsonFeed',
  method: 'GET',
  path: '/api/feed.json',
  summary: 'New releases as a JSON Feed, of all designs or of one.',
  access: 'anyone',
  query: z.object({ design: slugSchema.optional() }),
  status: 200,
  answer: 'stream',
});
