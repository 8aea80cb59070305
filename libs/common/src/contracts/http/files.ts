// Files: uploaded by content, published by releases, never shown in place.

import { z } from 'zod';
import { sha256Schema } from '../shapes.js';
import { defineRoute } from './define-route.js';

/** More than this is no part and no drawing. */
export const MAX_FILE_BYTES = 200 * 2 ** 20;

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

export const getThumbnail = defineRoute({
  id: 'getThumbnail',
  method: 'GET',
  path: '/api/files/:sha256/thumbnail.png',
  summary: 'The picture of a published part, 512 × 384 pixels, drawn by the network; the same for every upload.',
  access: 'anyone',
  params: z.object({ sha256: sha256Schema }),
  status: 200,
  answer: 'stream',
});

export const repairFile = defineRoute({
  id: 'repairFile',
  method: 'POST',
  path: '/api/files/:sha256/repair',
  summary:
    'Mend what can safely be mended of an uploaded mesh (normals, duplicate faces, small holes) into a new file; the old one stays as it is. Without "accept" nothing is written and the answer says what would be done.',
  access: ['designer'],
  scope: 'designs:write',
  params: z.object({ sha256: sha256Schema }),
  body: z.object({ fileName: z.string().min(1).max(500), accept: z.boolean().default(false) }),
  status: 200,
  answer: z.object({
    /** What was, or would be, done; empty: nothing is broken. */
    repairs: z.array(z.object({ code: z.string(), message: z.string(), count: z.number().int().optional() })),
    /** What is still wrong afterwards. */
    remaining: z.array(z.string()),
    /** The derived file, when it was accepted and anything was done. */
    derived: z.object({ sha256: sha256Schema, bytes: z.number().int(), fileName: z.string() }).optional(),
  }),
});
