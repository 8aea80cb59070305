// What people say of a design afterwards: reviews, reports of makes, conversations.

import { z } from 'zod';
import { idOf, plainText, sha256Schema } from '../shapes.js';
import { defineRoute } from './define-route.js';
import { releaseStatusSchema } from './releases.js';

const releaseIdParams = z.object({ releaseId: idOf('release') });
const person = z.object({ id: idOf('account'), name: z.string() });

export const reviewSchema = z.object({
  id: idOf('review'),
  by: person,
  verdict: z.enum(['validated', 'flagged']),
  note: z.string(),
  at: z.string(),
  /** A later review of the same person stands in its place. */
  superseded: z.boolean(),
  /** Counts for the state of the release: given by a reviewer or a steward who did not design it. */
  counts: z.boolean(),
});

export const listReviews = defineRoute({
  id: 'listReviews',
  method: 'GET',
  path: '/api/releases/:releaseId/reviews',
  summary: 'Who looked at a release and what they found; nothing is deleted.',
  access: 'anyone',
  params: releaseIdParams,
  status: 200,
  answer: z.object({ status: releaseStatusSchema, reviews: z.array(reviewSchema) }),
});

export const reviewRelease = defineRoute({
  id: 'reviewRelease',
  method: 'POST',
  path: '/api/releases/:releaseId/reviews',
  summary:
    'Validate or flag a release, with a note. Anyone may; what reviewers and stewards say decides the state, and nobody validates their own.',
  access: 'member',
  params: releaseIdParams,
  body: z.object({ verdict: z.enum(['validated', 'flagged']), note: plainText(5000) }),
  status: 201,
  answer: z.object({ status: releaseStatusSchema, reviews: z.array(reviewSchema) }),
});

export const makeSchema = z.object({
  id: idOf('make'),
  version: z.string(),
  /** Whose report it is; absent: the network's own, of a job that ended. */
  by: person.optional(),
  lab: z.object({ id: idOf('lab'), name: z.string() }).optional(),
  /** Machine, material, layer height and whatever else was set. */
  settings: z.record(z.string(), z.string()),
  outcome: z.enum(['good', 'usable', 'failed']),
  pieces: z.number().int(),
  note: z.string().optional(),
  photoSha256: sha256Schema.optional(),
  at: z.string(),
});

export const listMakes = defineRoute({
  id: 'listMakes',
  method: 'GET',
  path: '/api/designs/:slug/makes',
  summary: 'Reports of who made a design, on what, with which settings and outcome; newest first.',
  access: 'anyone',
  params: z.object({ slug: z.string().max(80) }),
  query: z.object({ cursor: z.string().max(200).optional() }),
  status: 200,
  answer: z.object({
    makes: z.array(makeSchema),
    nextCursor: z.string().optional(),
    good: z.number().int(),
    failed: z.number().int(),
  }),
});

export const reportMake = defineRoute({
  id: 'reportMake',
  method: 'POST',
  path: '/api/jobs/:jobId/report',
  summary:
    'Report how a job turned out: by the lab that made it, or by who ordered it. One report each, changed by the next.',
  access: 'member',
  params: z.object({ jobId: idOf('job') }),
  body: z.object({
    outcome: z.enum(['good', 'usable', 'failed']),
    note: plainText(5000).optional(),
    settings: z
      .record(z.string().regex(/^[\w .-]{1,40}$/), plainText(200))
      .refine((settings) => Object.keys(settings).length <= 50, 'are more than 50')
      .default({}),
    /** An uploaded PNG, JPEG or WebP. */
    photoSha256: sha256Schema.optional(),
  }),
  status: 201,
  answer: makeSchema,
});

export const getPhoto = defineRoute({
  id: 'getPhoto',
  method: 'GET',
  path: '/api/makes/:makeId/photo',
  summary: 'The photo of a make.',
  access: 'anyone',
  params: z.object({ makeId: idOf('make') }),
  status: 200,
  answer: 'stream',
});

export const putPhoto = defineRoute({
  id: 'putPhoto',
  method: 'POST',
  path: '/api/photos',
  summary: 'Upload a photo (PNG, JPEG or WebP, 10 MB at most) for a report.',
  access: 'member',
  body: 'stream',
  status: 201,
  answer: z.object({ sha256: sha256Schema, bytes: z.number().int() }),
});

export const postSchema = z.object({
  id: idOf('post'),
  by: person,
  /** Absent when it was taken away by its author or a steward. */
  text: z.string().optional(),
  at: z.string(),
});
export const threadSchema = z.object({
  id: idOf('thread'),
  subject: z.string(),
  state: z.enum(['open', 'closed']),
  posts: z.array(postSchema),
});

export const listThreads = defineRoute({
  id: 'listThreads',
  method: 'GET',
  path: '/api/designs/:slug/threads',
  summary: 'The conversations about a design, the last answered first.',
  access: 'anyone',
  params: z.object({ slug: z.string().max(80) }),
  query: z.object({ cursor: z.string().max(200).optional() }),
  status: 200,
  answer: z.object({ threads: z.array(threadSchema), nextCursor: z.string().optional() }),
});

export const openThread = defineRoute({
  id: 'openThread',
  method: 'POST',
  path: '/api/designs/:slug/threads',
  summary: 'Begin a conversation about a design.',
  access: 'member',
  params: z.object({ slug: z.string().max(80) }),
  body: z.object({ subject: plainText(200), text: plainText(10_000) }),
  status: 201,
  answer: threadSchema,
});

const threadParams = z.object({ threadId: idOf('thread') });

export const replyToThread = defineRoute({
  id: 'replyToThread',
  method: 'POST',
  path: '/api/threads/:threadId/posts',
  summary: 'Answer in a conversation.',
  access: 'member',
  params: threadParams,
  body: z.object({ text: plainText(10_000) }),
  status: 201,
  answer: threadSchema,
});

export const closeThread = defineRoute({
  id: 'closeThread',
  method: 'POST',
  path: '/api/threads/:threadId/state',
  summary: 'Close a conversation or open it again: by who began it, a maintainer or a steward.',
  access: 'member',
  params: threadParams,
  body: z.object({ state: z.enum(['open', 'closed']) }),
  status: 200,
  answer: threadSchema,
});

export const removePost = defineRoute({
  id: 'removePost',
  method: 'DELETE',
  path: '/api/posts/:postId',
  summary: 'Take away what one wrote; a steward may take away what others wrote. That it was there stays visible.',
  access: 'member',
  params: z.object({ postId: idOf('post') }),
  status: 200,
  answer: threadSchema,
});
