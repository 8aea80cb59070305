// What the network answers about the commons: designs and their history, drafts, uploads in pieces.

import { attribution, change, design, diff, draft, makes, reviews, thread } from './commons-fixtures.js';
import { PNG, release, sha } from './fixtures.js';
import type { StubNetwork } from './stub-network.js';

const UPLOAD_ID = '0123456789abcdef'.repeat(2);
const TUS = { 'tus-resumable': '1.0.0' };

/** Everything is accepted. */
export function answerCommons({ answer: on }: Pick<StubNetwork, 'answer'>): void {
  on('readDesign', () => ({ body: design }));
  on('diffReleases', () => ({ body: diff }));
  on('readAttribution', () => ({ body: attribution }));
  on('withdrawRelease', () => ({ body: { ...release, status: 'withdrawn' } }));
  on('listReviews', () => ({ body: reviews }));
  on('reviewRelease', () => ({ body: reviews }));
  on('listMakes', () => ({ body: makes }));
  on('getPhoto', () => ({ bytes: PNG }));
  on('putPhoto', () => ({ body: { sha256: sha('5'), bytes: 70 } }));
  on('reportMake', () => ({ body: makes.makes[0] }));
  on('listThreads', () => ({ body: { threads: [thread] } }));
  on('replyToThread', () => ({ body: thread }));
  on('listChanges', () => ({ body: { changes: [change] } }));
  on('readChange', () => ({ body: change }));
  on('decideChange', () => ({ body: { ...change, state: 'refused' } }));
  on('listDrafts', () => ({ body: { drafts: [draft] } }));
  on('startDraft', () => ({ body: draft }));
  on('readDraft', () => ({ body: draft }));
  on('changeDraft', ({ body }) => {
    const { revision, contents } = body as { revision: number; contents: object };
    return { body: { ...draft, revision: revision + 1, contents, proposals: [] } };
  });
  on('publishDraft', () => ({ body: release }));
  on('suggestChange', () => ({ body: change }));
  on('repairFile', ({ body }) => ({
    body: {
      repairs: [{ code: 'duplicate-faces', message: '2 duplicate faces are removed.', count: 2 }],
      remaining: [],
      ...((body as { accept: boolean }).accept
        ? { derived: { sha256: sha('7'), bytes: 600, fileName: 'base-repaired.stl' } }
        : {}),
    },
  }));
  answerUploads(on);
}

function answerUploads(on: StubNetwork['answer']): void {
  let length = 0;
  on('hasFiles', () => ({ body: { known: [] } }));
  on('createUpload', ({ headers }) => {
    length = Number(headers['upload-length']);
    return { status: 201, headers: { ...TUS, location: `/api/uploads/${UPLOAD_ID}` } };
  });
  on('continueUpload', ({ headers, body }) => ({
    status: 204,
    headers: { ...TUS, 'upload-offset': String(Number(headers['upload-offset']) + (body as Buffer).length) },
  }));
  on('lookAtUpload', () => ({
    status: 200,
    headers: { ...TUS, 'upload-offset': '0', 'upload-length': String(length) },
  }));
  on('readUpload', () => ({ body: { sha256: sha('1'), bytes: length } }));
}
