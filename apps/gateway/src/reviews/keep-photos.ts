// Photos of what was made: kept when they are pictures, by their own first bytes and not by their name.

import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { MakeId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { BLOBS, type Blob, type BlobStore } from '#platform/blobs/blob-store';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { FilesRepository } from '../catalogue/files.repository.js';
import { ReviewsRepository } from './reviews.repository.js';
import { stripMetadata } from './strip-metadata.js';

const MAX_BYTES = 10 * 2 ** 20;
const HEAD_BYTES = 12;

@Injectable()
export class KeepPhotos {
  constructor(
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(FilesRepository) private readonly files: FilesRepository,
    @Inject(ReviewsRepository) private readonly reviews: ReviewsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Place, time and camera are not kept: who photographs a part need not say where they live. */
  async upload(body: Readable): Promise<Result<Blob>> {
    const sent = await this.blobs.put(body, MAX_BYTES, { sweepable: true });
    if (!sent.ok) return sent;
    await this.files.noteUpload(sent.value.sha256, sent.value.bytes, new Date(this.clock.now()));
    const bytes = await readFile(this.blobs.pathOf(sent.value.sha256));
    const mediaType = mediaTypeOf(bytes.subarray(0, HEAD_BYTES));
    const plain = mediaType && stripMetadata(bytes, mediaType);
    if (!mediaType || !plain) {
      return refuse('file/unsupported', 'The file is no PNG, JPEG or WebP picture.', {
        remedy: 'Save the photo in one of these formats.',
      });
    }
    const put = await this.blobs.put(Readable.from([plain]), MAX_BYTES, { sweepable: true });
    if (!put.ok) return put;
    await this.files.noteUpload(put.value.sha256, put.value.bytes, new Date(this.clock.now()));
    await this.reviews.notePicture(put.value.sha256, mediaType);
    return put;
  }

  async show(id: MakeId, reply: FastifyReply): Promise<Result<StreamableFile>> {
    const make = await this.reviews.findMake(id);
    const sha256 = make?.photoSha256 ?? undefined;
    const mediaType = sha256 && (await this.reviews.mediaTypeOf(sha256));
    const blob = sha256 && (await this.blobs.find(sha256));
    if (!mediaType || !blob) return refuse('file/not-found', `The report ${id} has no photo.`);
    void reply.headers({
      'content-type': mediaType,
      'cache-control': 'public, max-age=3600',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    return ok(new StreamableFile(this.blobs.read(blob.sha256), { length: blob.bytes }));
  }
}

/** By the signatures of PNG (RFC 2083), JPEG (ITU-T T.81) and WebP (RFC 9649); undefined for anything else. */
export function mediaTypeOf(head: Buffer): string | undefined {
  if (head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png';
  if (head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  const isWebp = head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP';
  return isWebp ? 'image/webp' : undefined;
}
