// What the network cannot make yet.

import { z } from 'zod';
import { latLonSchema, processSchema } from '../shapes.js';
import { missSchema } from '../quote-shapes.js';
import { defineRoute } from './define-route.js';

/** A kind of work that nobody could do: asked for in one region, for one reason. */
export const unmetDemandSchema = z.object({
  processes: z.array(processSchema),
  material: z.string(),
  /** The longest side of the largest part; absent: longer than two metres. */
  upToMm: z.number().optional(),
  /** The middle of a region of half a degree, and a town there. */
  region: z.object({ at: latLonSchema, town: z.string().optional(), country: z.string().optional() }),
  code: z.string(),
  /** To follow "a lab that …". */
  requirement: z.string(),
  miss: missSchema.optional(),
  wouldDo: z.object({ labs: z.number().int(), withinKm: z.number() }).optional(),
  /** Once for each release and day. */
  times: z.number().int(),
  designs: z.number().int(),
  lastDay: z.iso.date(),
});
export type UnmetDemandView = z.infer<typeof unmetDemandSchema>;

export const listUnmetDemand = defineRoute({
  id: 'listUnmetDemand',
  method: 'GET',
  path: '/api/unmet-demand',
  summary: 'What nobody in the network could make lately, and what stood in the way: most often asked for first.',
  access: 'anyone',
  query: z.object({
    process: processSchema.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  status: 200,
  answer: z.object({ demand: z.array(unmetDemandSchema), sinceDay: z.iso.date() }),
});
