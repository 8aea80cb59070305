// Drafts: releases in the making. A draft is published by whoever looks after the design, or suggested to them as a change.

import { z } from 'zod';
import { idOf, plainText, sha256Schema } from '../shapes.js';
import { defineRoute } from './define-route.js';
import { publishSchema, releaseSchema, slugSchema } from './releases.js';
import { releaseDiffSchema } from './release-papers.js';

/** One remark on what was read: taken as said, guessed, or still to be said by the designer. */
export const findingSchema = z.object({
  kind: z.enum(['understood', 'guessed', 'missing']),
  field: z.string(),
  message: z.string(),
  line: z.number().int().optional(),
});

export const draftSchema = z.object({
  id: idOf('draft'),
  /** Grows with each change; a change names the one it knows. */
  revision: z.number().int(),
  title: z.string(),
  contents: publishSchema,
  findings: z.array(findingSchema),
  /** Pieces that file names seem to ask for; nothing is taken before the designer says so. */
  proposals: z.array(z.object({ path: z.string(), quantity: z.number().int().optional(), reason: z.string() })),
  /** The release it started from. */
  basedOn: idOf('release').optional(),
  createdAt: z.string(),
  changedAt: z.string(),
});
export type DraftView = z.infer<typeof draftSchema>;

const draftParams = z.object({ draftId: idOf('draft') });
const mine = { access: ['designer'], scope: 'designs:write' } as const;

export const startDraft = defineRoute({
  id: 'startDraft',
  method: 'POST',
  path: '/api/drafts',
  summary:
    'Start a draft: from uploaded files, from an uploaded archive (zip of a folder or of a Git checkout), or from a release, to make its next version or a fork.',
  ...mine,
  body: z.union([
    z.object({ from: z.literal('files'), contents: publishSchema }),
    z.object({ from: z.literal('archive'), sha256: sha256Schema, fileName: z.string().min(1).max(500) }),
    z.object({ from: z.literal('release'), releaseId: idOf('release') }),
  ]),
  status: 201,
  answer: draftSchema,
});

export const listDrafts = defineRoute({
  id: 'listDrafts',
  method: 'GET',
  path: '/api/drafts',
  summary: 'My drafts, the last changed first.',
  ...mine,
  status: 200,
  answer: z.object({ drafts: z.array(draftSchema.pick({ id: true, title: true, changedAt: true, basedOn: true })) }),
});

export const readDraft = defineRoute({
  id: 'readDraft',
  method: 'GET',
  path: '/api/drafts/:draftId',
  summary: 'One of my drafts, with what was understood, guessed and is missing.',
  ...mine,
  params: draftParams,
  status: 200,
  answer: draftSchema,
});

export const changeDraft = defineRoute({
  id: 'changeDraft',
  method: 'PUT',
  path: '/api/drafts/:draftId',
  summary: 'Replace the contents of a draft; refused when somebody changed it since the revision named.',
  ...mine,
  params: draftParams,
  body: z.object({ revision: z.number().int(), contents: publishSchema }),
  status: 200,
  answer: draftSchema,
});

export const dropDraft = defineRoute({
  id: 'dropDraft',
  method: 'DELETE',
  path: '/api/drafts/:draftId',
  summary: 'Throw a draft away.',
  ...mine,
  params: draftParams,
  status: 204,
  answer: 'nothing',
});

export const publishDraft = defineRoute({
  id: 'publishDraft',
  method: 'POST',
  path: '/api/drafts/:draftId/publish',
  summary: 'Make a draft an immutable release.',
  ...mine,
  params: draftParams,
  body: z.object({ revision: z.number().int() }),
  status: 201,
  answer: releaseSchema,
});

export const changeSchema = z.object({
  id: idOf('change'),
  slug: z.string(),
  author: z.object({ id: idOf('account'), name: z.string() }),
  message: z.string(),
  state: z.enum(['open', 'accepted', 'refused', 'taken-back']),
  /** The release that it changes. */
  basedOn: idOf('release'),
  contents: publishSchema,
  diff: releaseDiffSchema,
  suggestedAt: z.string(),
  decision: z
    .object({ by: z.string(), reason: z.string().optional(), at: z.string(), releaseId: idOf('release').optional() })
    .optional(),
});

export type ChangeView = z.infer<typeof changeSchema>;

export const suggestChange = defineRoute({
  id: 'suggestChange',
  method: 'POST',
  path: '/api/drafts/:draftId/suggest',
  summary: 'Suggest a draft that is based on a release of somebody else to the maintainers of that design.',
  ...mine,
  params: draftParams,
  body: z.object({ revision: z.number().int(), message: plainText(5000) }),
  status: 201,
  answer: changeSchema,
});

export const listChanges = defineRoute({
  id: 'listChanges',
  method: 'GET',
  path: '/api/designs/:slug/changes',
  summary: 'Changes that were suggested to a design, open ones first.',
  access: 'anyone',
  params: z.object({ slug: slugSchema }),
  status: 200,
  answer: z.object({ changes: z.array(changeSchema.omit({ contents: true, diff: true })) }),
});

const changeParams = z.object({ changeId: idOf('change') });

export const readChange = defineRoute({
  id: 'readChange',
  method: 'GET',
  path: '/api/changes/:changeId',
  summary: 'A suggested change with what it would change.',
  access: 'anyone',
  params: changeParams,
  status: 200,
  answer: changeSchema,
});

export const decideChange = defineRoute({
  id: 'decideChange',
  method: 'POST',
  path: '/api/changes/:changeId/decision',
  summary:
    'Accept a change (it becomes the release of the version named, with its author among the credits), refuse it with a reason, or take back one’s own.',
  ...mine,
  params: changeParams,
  body: z.union([
    z.object({ verdict: z.literal('accepted'), version: z.string().max(64) }),
    z.object({ verdict: z.literal('refused'), reason: plainText(5000) }),
    z.object({ verdict: z.literal('taken-back') }),
  ]),
  status: 200,
  answer: changeSchema,
});
