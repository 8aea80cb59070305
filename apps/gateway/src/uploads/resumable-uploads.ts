// Uploads in pieces, by the tus library: kept beside the blobs until they are whole, then files like any other.

import { Inject, Injectable } from '@nestjs/common';
import { FileStore } from '@tus/file-store';
import { Server, type Upload } from '@tus/server';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_FILE_BYTES } from '#contracts/http/files';
import type { AccountId, Sha256 } from '#core/kernel/ids';
import { refuse, type Refusal, type Result } from '#core/kernel/result';
import { DAY_MS } from '#core/kernel/time';
import { BLOBS, type Blob, type BlobStore } from '#platform/blobs/blob-store';
import { CLOCK, type Clock } from '#platform/clock/clock';
import type { RunsRegularly } from '#platform/messaging/handlers';
import { FilesRepository } from '../catalogue/files.repository.js';
import { SETTINGS, type Settings } from '../settings.js';

/** Who asks, put in by us: what a caller writes into this header is replaced. */
const CALLER = 'x-fabcommons-caller';
const PATH = '/api/uploads';

@Injectable()
export class ResumableUploads implements RunsRegularly {
  private readonly store: FileStore;
  private readonly server: Server;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(FilesRepository) private readonly files: FilesRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    const directory = join(settings.BLOB_DIR, 'uploads');
    mkdirSync(directory, { recursive: true });
    this.store = new FileStore({ directory, expirationPeriodInMilliseconds: DAY_MS });
    this.server = new Server({
      path: PATH,
      datastore: this.store,
      maxSize: MAX_FILE_BYTES,
      relativeLocation: true,
      namingFunction: () => randomUUID().replaceAll('-', ''),
      onUploadCreate: async (request, { metadata, size }) => {
        // The library would finish it at once and never clean it up.
        if (size === 0) throw { status_code: 422, body: JSON.stringify(EMPTY) };
        return { metadata: { ...metadata, owner: request.headers.get(CALLER) } };
      },
      onIncomingRequest: (request, id) => this.mustBeOwn(request, id),
      onUploadFinish: async (_request, upload) => {
        const kept = await this.keep(upload);
        return kept.ok ? {} : { status_code: 422, body: JSON.stringify(kept.refusal) };
      },
    });
  }

  /** Answers a request of the tus protocol. */
  handle(request: Request, accountId: AccountId): Promise<Response> {
    request.headers.set(CALLER, accountId);
    return this.server.handleWeb(request);
  }

  /** The file that an upload became; refused while it is not whole. */
  async fileOf(id: string, accountId: AccountId): Promise<Result<Blob>> {
    const upload = await this.store.getUpload(id).catch(() => undefined);
    if (!upload || upload.metadata?.['owner'] !== accountId) return noSuchUpload(id);
    if (upload.offset !== upload.size) {
      return refuse('upload/unfinished', `The upload ${id} has ${upload.offset} of ${upload.size} bytes.`, {
        remedy: 'Send the rest first.',
      });
    }
    return this.keep(upload);
  }

  /** Removes uploads that began more than a day ago, whole or not; the files that they became are swept like any other. */
  async run(): Promise<void> {
    await this.server.cleanUpExpiredUploads();
  }

  private async mustBeOwn(request: Request, id: string): Promise<void> {
    if (request.method === 'POST') return;
    const upload = await this.store.getUpload(id);
    // Somebody else's upload is as good as none.
    if (upload.metadata?.['owner'] !== request.headers.get(CALLER)) throw NOT_FOUND;
  }

  /** Makes the whole upload a file; done again it answers the same. */
  private async keep(upload: Upload): Promise<Result<Blob>> {
    const announced = upload.metadata?.['sha256']?.toLowerCase();
    const put = await this.blobs.put(this.store.read(upload.id), MAX_FILE_BYTES, { sweepable: true });
    if (put.ok) await this.files.noteUpload(put.value.sha256, put.value.bytes, new Date(this.clock.now()));
    if (put.ok && (!announced || announced === put.value.sha256)) return put;
    await this.store.remove(upload.id);
    return put.ok ? changedMeanwhile(announced!, put.value.sha256) : put;
  }
}

const EMPTY: Refusal = {
  code: 'file/empty',
  message: 'The file is empty.',
  remedy: 'Choose a file with content.',
};
const NOT_FOUND = { status_code: 404, body: 'The file for this url was not found\n' };

const changedMeanwhile = (announced: Sha256, found: Sha256): Result<never> =>
  refuse('file/hash-mismatch', `The file was announced as ${announced} and arrived as ${found}.`, {
    remedy: 'It changed while it was sent: send it again from the start.',
  });

const noSuchUpload = (id: string): Result<never> =>
  refuse('upload/not-found', `You have no upload ${id}.`, { remedy: 'Begin a new one.' });

/** What an answer of the protocol refuses, in our words; undefined when it does not. 422 is ours alone. */
export function refusalOf(status: number, text: string, id = ''): Refusal | undefined {
  if (status < 400) return undefined;
  if (status === 422) return JSON.parse(text) as Refusal;
  const known: Readonly<Record<number, Result<never>>> = {
    404: noSuchUpload(id),
    410: noSuchUpload(id),
    409: refuse('upload/wrong-offset', 'The bytes do not follow those that are there.', {
      remedy: 'Ask how far the upload is, and go on from there.',
    }),
    413: refuse('file/too-large', `The file has more than ${MAX_FILE_BYTES / 2 ** 20} MB.`, {
      remedy: 'Split it, or reduce the number of triangles.',
    }),
    423: refuse('upload/busy', 'Another request is sending to this upload.', { remedy: 'Try again in a moment.' }),
  };
  const found =
    known[status] ??
    refuse('request/invalid', text.trim() || 'The request is no request of tus 1.0.', {
      remedy: 'See tus.io/protocols/resumable-upload.',
    });
  return found.ok ? undefined : found.refusal;
}
