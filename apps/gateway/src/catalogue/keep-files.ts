// Files in and out: uploads to the content-addressed store, published files as attachments, plates for ticket holders.

import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { MAX_FILE_BYTES } from '#contracts/http/files';
import type { Sha256 } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { DAY_MS } from '#core/kernel/time';
import { BLOBS, type Blob, type BlobStore } from '#platform/blobs/blob-store';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import { TICKETS, type Tickets } from '#platform/http/ticket';
import type { RunsRegularly } from '#platform/messaging/handlers';
import { baseName } from './file-names.js';
import { FilesRepository } from './files.repository.js';
import { spanOf } from './requested-span.js';

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

@Injectable()
export class KeepFiles {
  @Inject(BLOBS) private readonly blobs!: BlobStore;
  @Inject(TICKETS) private readonly tickets!: Tickets;
  @Inject(FilesRepository) private readonly rows!: FilesRepository;
  @Inject(CLOCK) private readonly clock!: Clock;

  async upload(body: Readable): Promise<Result<Blob>> {
    const put = await this.blobs.put(body, MAX_FILE_BYTES, { sweepable: true });
    if (!put.ok) return put;
    await this.rows.noteUpload(put.value.sha256, put.value.bytes, new Date(this.clock.now()));
    // The sweep may have taken an older upload of the same file between the two steps.
    if (await this.blobs.find(put.value.sha256)) return put;
    return refuse('service/unavailable', 'The file was swept away while it was stored.', {
      remedy: 'Upload it again.',
    });
  }

  async known(sha256s: readonly Sha256[]): Promise<Result<{ known: Sha256[] }>> {
    return ok({ known: [...(await this.rows.touchUploads(sha256s, new Date(this.clock.now()))).keys()] });
  }

  async published(sha256: Sha256, exchange: Exchange): Promise<Result<StreamableFile>> {
    const path = await this.rows.publishedName(sha256);
    const blob = path === undefined ? undefined : await this.blobs.find(sha256);
    if (path === undefined || !blob) {
      return refuse('file/not-found', `No release publishes a file ${sha256}.`, {
        remedy: 'Take the address from a release.',
      });
    }
    return this.send(blob, baseName(path), exchange);
  }

  async plate(sha256: Sha256, ticket: string, exchange: Exchange): Promise<Result<StreamableFile>> {
    if (!this.tickets.opens(sha256, ticket, this.clock.now())) {
      return refuse('file/ticket-invalid', 'The ticket is not for this plate, or it has run out.', {
        remedy: 'Ask the network for the plate of the job again.',
      });
    }
    const blob = await this.blobs.find(sha256);
    if (!blob) return refuse('file/not-found', `There is no plate ${sha256}.`);
    return this.send(blob, `${sha256}.3mf`, exchange);
  }

  /** As a stranger's file: never shown in place, never guessed at, never run; its content never changes. */
  private send({ sha256, bytes }: Blob, name: string, { request, reply }: Exchange): Result<StreamableFile> {
    const etag = `"${sha256}"`;
    const span = spanOf(request.headers, { etag, bytes });
    if (span === 'outside') {
      void reply.header('content-range', `bytes */${bytes}`);
      return refuse('file/no-such-range', `The file has ${bytes} bytes, none of which were asked for.`, {
        remedy: 'Ask for a range within the file, or for all of it.',
      });
    }
    void reply.headers({
      etag,
      'accept-ranges': 'bytes',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
    if (request.headers['if-none-match'] === etag) {
      void reply.status(304).send();
      return ok(new StreamableFile(Buffer.alloc(0)));
    }
    if (span === 'all') return ok(new StreamableFile(this.blobs.read(sha256), { length: bytes }));
    void reply.status(206).header('content-range', `bytes ${span.start}-${span.end}/${bytes}`);
    return ok(new StreamableFile(this.blobs.read(sha256, span), { length: span.end - span.start + 1 }));
  }
}

/** Removes uploads that no release has used for a day. A plate stays, also where somebody has uploaded the same bytes. */
@Injectable()
export class SweepUploads implements RunsRegularly {
  constructor(
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(FilesRepository) private readonly rows: FilesRepository,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
  ) {}

  async run(): Promise<void> {
    await this.unitOfWork.run(async ({ manager, nowMs }) => {
      // Unlinked before the commit: whoever publishes one of them waits for the row, and then finds it gone.
      const unused = await this.rows.forgetUnused(manager, new Date(nowMs - DAY_MS));
      for (const sha256 of unused) await this.blobs.sweep(sha256);
    });
  }
}
