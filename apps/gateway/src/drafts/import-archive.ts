// An uploaded archive as the contents of a draft: a folder as Manyfold writes it, a Git checkout, any zip. Whatever is in
// it is taken under limits, by name and as a file; nothing in it is run.

import { Inject, Injectable } from '@nestjs/common';
import type { PublishBody } from '#contracts/http/releases';
import type { Sha256 } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { BLOBS, type BlobStore } from '#platform/blobs/blob-store';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { isManifest } from '../catalogue/file-names.js';
import { FilesRepository } from '../catalogue/files.repository.js';
import { openArchive, type ArchiveLimits } from './open-archive.js';

const LIMITS: ArchiveLimits = {
  entries: 10_000,
  totalBytes: 2 * 2 ** 30,
  entryBytes: 200 * 2 ** 20,
  /** Text packs about 10 : 1, meshes of equal triangles up to 100 : 1. */
  ratio: 200,
  ratioFreeBytes: 10 * 2 ** 20,
  depth: 32,
};

@Injectable()
export class ImportArchive {
  constructor(
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(FilesRepository) private readonly files: FilesRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Refuses `archive/…` for what is no zip or exceeds a limit; files that were unpacked until then are swept in a day. */
  async handle({ sha256, fileName }: { sha256: Sha256; fileName: string }): Promise<Result<PublishBody>> {
    const [known] = await this.files.touchUploads([sha256], new Date(this.clock.now()));
    if (!known) {
      return refuse('file/not-found', `The archive ${fileName} was not uploaded.`, {
        remedy: 'Upload it to /api/files first.',
      });
    }
    const unpacked: { path: string; sha256: Sha256 }[] = [];
    const read = await openArchive(this.blobs.pathOf(sha256), LIMITS, async (path, stream) => {
      const put = await this.blobs.put(stream, LIMITS.entryBytes, { sweepable: true });
      if (!put.ok) return put.refusal.code === 'file/empty' ? ok(undefined) : put;
      await this.files.noteUpload(put.value.sha256, put.value.bytes, new Date(this.clock.now()));
      unpacked.push({ path, sha256: put.value.sha256 });
      return ok(undefined);
    });
    if (!read.ok) return read;
    const files = belowCommonFolder(unpacked);
    if (files.length === 0) {
      return refuse('archive/empty', `The archive ${fileName} holds no file that could be taken.`, {
        remedy: 'Pack the folder of the design itself.',
      });
    }
    return ok({ files, ...titleFor(fileName, files) });
  }
}

/** The archive's own name stands in where nothing in it names the design. */
function titleFor(fileName: string, files: PublishBody['files']): { title?: string } {
  if (files.some(({ path }) => isManifest(path) || path === 'datapackage.json')) return {};
  const title = fileName
    .replace(/^.*[/\\]/, '')
    .replace(/\.zip$/i, '')
    .replace(/[_-]+/g, ' ')
    .trim();
  return title === '' ? {} : { title: title.slice(0, 200) };
}

/** An archive of one folder is that folder. */
function belowCommonFolder(files: PublishBody['files']): PublishBody['files'] {
  const [first] = files;
  const folder = first?.path.includes('/') ? first.path.slice(0, first.path.indexOf('/') + 1) : undefined;
  if (folder === undefined || !files.every(({ path }) => path.startsWith(folder))) return files;
  return belowCommonFolder(files.map((file) => ({ ...file, path: file.path.slice(folder.length) })));
}
