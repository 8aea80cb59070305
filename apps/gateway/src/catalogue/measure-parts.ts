// Measures the meshes of a release to be, in worker threads; the first that cannot be made is named.

import { Inject, Injectable } from '@nestjs/common';
import type { NewId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { BLOBS, type BlobStore } from '#platform/blobs/blob-store';
import { NEW_ID } from '#platform/clock/clock';
import type { MeshPool } from '#platform/workers/mesh-pool';
import { baseName } from './file-names.js';
import { KeepThumbnails } from './keep-thumbnails.js';
import { MESH_POOL } from './mesh-pool-token.js';
import type { NewPart } from './releases.repository.js';
import type { UnderstoodPart } from './understand-release.js';

@Injectable()
export class MeasureParts {
  constructor(
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(MESH_POOL) private readonly pool: MeshPool,
    @Inject(NEW_ID) private readonly newId: NewId,
    @Inject(KeepThumbnails) private readonly thumbnails: KeepThumbnails,
  ) {}

  async handle(parts: readonly UnderstoodPart[]): Promise<Result<NewPart[]>> {
    const measured = await Promise.all(parts.map((part) => this.measure(part)));
    const refused = measured.find((result) => !result.ok);
    if (refused && !refused.ok) return refused;
    return ok(measured.map((result) => (result as { value: NewPart }).value));
  }

  private async measure(part: UnderstoodPart): Promise<Result<NewPart>> {
    const { path, sha256, unit: _unit, process = 'fdm', materials = [], ...said } = part;
    const read = await this.pool.measureFile(this.blobs.pathOf(sha256), baseName(path));
    if (!read.ok) {
      const { refusal } = read;
      const message = refusal.message.includes(baseName(path)) ? refusal.message : `${path}: ${refusal.message}`;
      return { ok: false, refusal: { ...refusal, message, details: { ...refusal.details, path } } };
    }
    const { bytes, measures, problems } = read.value;
    const blocking = problems.find(({ severity }) => severity === 'blocking');
    if (blocking) {
      return refuse('mesh/unusable', `${path}: ${blocking.message}`, {
        remedy: 'Repair the body in your modelling program and export it again.',
        details: { path, problems },
      });
    }
    const drawn = await this.pool.drawThumbnail(this.blobs.pathOf(sha256), baseName(path));
    const { boxMm, volumeMm3, areaMm2, triangles, shells, watertight } = measures;
    return ok({
      view: {
        id: this.newId('part'),
        ...said,
        fileName: path,
        fileSha256: sha256,
        fileBytes: bytes,
        process,
        materials,
        boxMm,
        volumeMm3,
        areaMm2,
        triangles,
        shells,
        watertight,
        problems: [...problems],
      },
      facts: drawn.ok ? { thumbnailSha256: await this.thumbnails.keep(drawn.value.bytes) } : {},
    });
  }
}
