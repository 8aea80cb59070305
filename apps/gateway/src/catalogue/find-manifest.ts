// The manifest among the files of a release, read.

import { Inject, Injectable } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import type { PublishBody } from '#contracts/http/releases';
import type { Sha256 } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import type { ManifestReading } from '#core/manifest/manifest';
import { MANIFEST_BYTES, readManifest } from '#core/manifest/read-manifest';
import { BLOBS, type BlobStore } from '#platform/blobs/blob-store';
import { isManifest } from './file-names.js';

/** What was read, and sentences about it. */
export interface FoundManifest {
  readonly reading?: ManifestReading;
  readonly path?: string;
  readonly said: readonly string[];
}

@Injectable()
export class FindManifest {
  constructor(@Inject(BLOBS) private readonly blobs: BlobStore) {}

  /** A broken manifest stops only who depends on it. */
  async handle(body: PublishBody, sizes: ReadonlyMap<Sha256, number>): Promise<Result<FoundManifest>> {
    // The one nearest to the top is the design's own.
    const [file] = body.files
      .filter(({ path }) => isManifest(path))
      .toSorted((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1));
    if (!file) return ok({ said: [] });
    const read = await this.read(file, sizes.get(file.sha256)!);
    if (read.ok) {
      return ok({ reading: read.value, path: file.path, said: [`The manifest ${file.path} was read.`] });
    }
    if (body.title === undefined || body.license === undefined) return read;
    return ok({ said: [`Warning: ${read.refusal.message} It was not needed.`] });
  }

  private async read({ path, sha256 }: PublishBody['files'][number], bytes: number): Promise<Result<ManifestReading>> {
    if (bytes > MANIFEST_BYTES) {
      return refuse('manifest/invalid', `The manifest ${path} has more than ${MANIFEST_BYTES / 1024} kB.`, {
        remedy: 'A manifest is a page of text.',
      });
    }
    return readManifest(await readFile(this.blobs.pathOf(sha256), 'utf8'), path);
  }
}

const depth = (path: string): number => path.split('/').length;
