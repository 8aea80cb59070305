// Uploads that go on where they stopped: tus 1.0 (tus.io/protocols/resumable-upload), with creation, termination and expiration.

import { z } from 'zod';
import { sha256Schema } from '../shapes.js';
import { defineRoute } from './define-route.js';

const mine = { access: ['designer'], scope: 'designs:write' } as const;
const uploadParams = z.object({ uploadId: z.string().regex(/^[0-9a-f]{32}$/, 'is not the id of an upload') });

export const createUpload = defineRoute({
  id: 'createUpload',
  method: 'POST',
  path: '/api/uploads',
  summary:
    'Begin a resumable upload (tus: Upload-Length; Upload-Metadata may hold filename and sha256, which is then checked at the end). One that stops is gone after a day.',
  ...mine,
  status: 201,
  answer: 'stream',
});

export const lookAtUpload = defineRoute({
  id: 'lookAtUpload',
  method: 'HEAD',
  path: '/api/uploads/:uploadId',
  summary: 'How far an upload is (tus: Upload-Offset).',
  ...mine,
  params: uploadParams,
  status: 200,
  answer: 'stream',
});

export const continueUpload = defineRoute({
  id: 'continueUpload',
  method: 'PATCH',
  path: '/api/uploads/:uploadId',
  summary: 'The next bytes of an upload (tus: Upload-Offset, application/offset+octet-stream).',
  ...mine,
  params: uploadParams,
  body: 'stream',
  status: 204,
  answer: 'stream',
});

export const dropUpload = defineRoute({
  id: 'dropUpload',
  method: 'DELETE',
  path: '/api/uploads/:uploadId',
  summary: 'Give an upload up.',
  ...mine,
  params: uploadParams,
  status: 204,
  answer: 'stream',
});

export const readUpload = defineRoute({
  id: 'readUpload',
  method: 'GET',
  path: '/api/uploads/:uploadId/file',
  summary: 'The file that a finished upload became.',
  ...mine,
  params: uploadParams,
  status: 200,
  answer: z.object({ sha256: sha256Schema, bytes: z.number().int() }),
});
