// Mends an uploaded mesh into a file derived from it: never in place, and only with a yes.

import { Inject, Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import type { repairFile } from '#contracts/http/files';
import type { Sha256 } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { BLOBS, type BlobStore } from '#platform/blobs/blob-store';
import type { MeshPool } from '#platform/workers/mesh-pool';
import { baseName, isMesh } from './file-names.js';
import { FilesRepository } from './files.repository.js';
import { KeepFiles } from './keep-files.js';
import { MESH_POOL } from './mesh-pool-token.js';

type Answer = z.infer<(typeof repairFile)['answer']>;

@Injectable()
export class RepairFile {
  constructor(
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(MESH_POOL) private readonly pool: MeshPool,
    @Inject(FilesRepository) private readonly rows: FilesRepository,
    @Inject(KeepFiles) private readonly files: KeepFiles,
  ) {}

  async handle(
    sha256: Sha256,
    { fileName, accept }: { readonly fileName: string; readonly accept: boolean },
  ): Promise<Result<Answer>> {
    const name = baseName(fileName);
    if (!isMesh(name)) {
      return refuse('file/unsupported', `“${name}” is no mesh, so there is nothing to repair.`, {
        remedy: 'Repair a .stl, .3mf or .obj.',
      });
    }
    if (!(await this.rows.sizesOf([sha256])).has(sha256)) {
      return refuse('file/not-found', `A file ${sha256} was not uploaded.`, { remedy: 'Upload it first.' });
    }
    const repaired = await this.pool.repairFile(this.blobs.pathOf(sha256), name);
    if (!repaired.ok) return repaired;
    const { repairs, remaining, bytes } = repaired.value;
    const told = { repairs: [...repairs], remaining: [...remaining] };
    if (!accept || !bytes) return ok(told);
    const kept = await this.files.upload(Readable.from([Buffer.from(bytes)]));
    if (!kept.ok) return kept;
    return ok({ ...told, derived: { ...kept.value, fileName: name.replace(/\.[^.]+$/, '.repaired.stl') } });
  }
}
