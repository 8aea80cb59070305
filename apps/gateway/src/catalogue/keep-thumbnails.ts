// Pictures of parts: drawn when they are published, and of releases of before when somebody first looks.

import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import type { Sha256 } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { BLOBS, type Blob, type BlobStore } from '#platform/blobs/blob-store';
import type { MeshPool } from '#platform/workers/mesh-pool';
import { baseName, isDrawing, isMesh } from './file-names.js';
import { FilesRepository } from './files.repository.js';
import { MESH_POOL } from './mesh-pool-token.js';
import { ThumbnailsRepository } from './thumbnails.repository.js';

const MAX_BYTES = 2 ** 20;
/** Pictures of suggested changes, which no part remembers. */
const REMEMBERED = 2_000;

@Injectable()
export class KeepThumbnails {
  @Inject(BLOBS) private readonly blobs!: BlobStore;
  @Inject(MESH_POOL) private readonly pool!: MeshPool;
  @Inject(FilesRepository) private readonly files!: FilesRepository;
  @Inject(ThumbnailsRepository) private readonly rows!: ThumbnailsRepository;
  private readonly drawn = new Map<Sha256, Promise<Result<Sha256>>>();

  /** Stores a picture that was drawn with its part. */
  async keep(png: Uint8Array): Promise<Sha256> {
    const put = await this.blobs.put(Readable.from([Buffer.from(png)]), MAX_BYTES);
    if (!put.ok) throw new Error(`a picture was not kept: ${put.refusal.message}`);
    return put.value.sha256;
  }

  /** The picture of a published file, shown in place. */
  async show(fileSha256: Sha256, reply: FastifyReply): Promise<Result<StreamableFile>> {
    const picture = await this.pictureOf(fileSha256);
    if (!picture.ok) return picture;
    const { sha256, bytes } = picture.value;
    void reply.headers({
      etag: `"${sha256}"`,
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    return ok(new StreamableFile(this.blobs.read(sha256), { length: bytes }));
  }

  private async pictureOf(fileSha256: Sha256): Promise<Result<Blob>> {
    const path = await this.files.publishedName(fileSha256);
    if (path === undefined || !(isMesh(path) || isDrawing(path))) {
      return refuse('file/not-found', `There is no picture of a published file ${fileSha256}.`, {
        remedy: 'Take the address from a part of a release.',
      });
    }
    const noted = await this.rows.find(fileSha256);
    const known = noted === undefined ? undefined : await this.blobs.find(noted);
    if (known) return ok(known);
    const sha256 = await this.drawOnce(fileSha256, baseName(path));
    if (!sha256.ok) return sha256;
    const blob = await this.blobs.find(sha256.value);
    if (blob) return ok(blob);
    throw new Error(`the picture ${sha256.value} is not where it was stored`);
  }

  /** Two who look at the same time wait for the same picture. */
  private drawOnce(fileSha256: Sha256, fileName: string): Promise<Result<Sha256>> {
    const known = this.drawn.get(fileSha256);
    if (known) return known;
    const drawing = this.draw(fileSha256, fileName);
    this.drawn.set(fileSha256, drawing);
    if (this.drawn.size > REMEMBERED) this.drawn.delete(this.drawn.keys().next().value!);
    drawing.catch(() => this.drawn.delete(fileSha256));
    return drawing;
  }

  private async draw(fileSha256: Sha256, fileName: string): Promise<Result<Sha256>> {
    const png = await this.pool.drawThumbnail(this.blobs.pathOf(fileSha256), fileName);
    if (!png.ok) return refuse('file/not-found', `There is no picture of “${fileName}”: ${png.refusal.message}`);
    const sha256 = await this.keep(png.value.bytes);
    await this.rows.note(fileSha256, sha256);
    return ok(sha256);
  }
}
