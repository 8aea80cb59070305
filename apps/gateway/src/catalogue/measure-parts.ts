// Measures the files of a release to be, in worker threads: every body that a file places is a part; the first that
// cannot be made is named.

import { Inject, Injectable } from '@nestjs/common';
import type { NewId } from '#core/kernel/ids';
import { geometryRefusal } from '#core/geometry/refusals';
import { ok, refuse, type Refusal, type Result } from '#core/kernel/result';
import { BLOBS, type BlobStore } from '#platform/blobs/blob-store';
import { NEW_ID } from '#platform/clock/clock';
import type { MeshPool } from '#platform/workers/mesh-pool';
import type { MeasuredBodies } from '#platform/workers/mesh-tasks';
import { baseName, isDrawing } from './file-names.js';
import { KeepThumbnails } from './keep-thumbnails.js';
import { MESH_POOL } from './mesh-pool-token.js';
import { namesOfBodies, partOfBody, partOfOutline, problemView } from './part-of-body.js';
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

  async handle(files: readonly UnderstoodPart[]): Promise<Result<NewPart[]>> {
    const measured = await Promise.all(
      files.map((file) => (isDrawing(file.path) ? this.measureDrawing(file) : this.measureMesh(file))),
    );
    const refused = measured.find((result) => !result.ok);
    if (refused && !refused.ok) return refused;
    return ok(measured.flatMap((result) => (result.ok ? result.value : [])));
  }

  private async measureMesh(file: UnderstoodPart): Promise<Result<NewPart[]>> {
    const read = await this.pool.measureBodies(this.blobs.pathOf(file.sha256), baseName(file.path));
    if (!read.ok) return refusedFile(file.path, read.refusal);
    const usable = allUsable(file.path, read.value);
    if (!usable.ok) return usable;
    const thumbnailSha256 = await this.thumbnails.keep(read.value.thumbnail);
    const { bytes: fileBytes, bodies, problems } = read.value;
    const names = namesOfBodies(file.name, bodies);
    const onlyBody = bodies.length === 1;
    const oneOfSeveral = !onlyBody || bodies[0]!.instances > 1;
    const parts = bodies.map((body, i) =>
      partOfBody(file, { id: this.newId('part'), name: names[i]!, fileBytes, body, oneOfSeveral, onlyBody }),
    );
    // What was noticed in the file itself is told once.
    parts[0]!.view.problems.unshift(...problems.map(problemView));
    return ok(parts.map(({ view, facts }) => ({ view, facts: { ...facts, thumbnailSha256 } })));
  }

  private async measureDrawing(file: UnderstoodPart): Promise<Result<NewPart[]>> {
    const { path, sha256, unit } = file;
    const read = await this.pool.measureOutline({ path: this.blobs.pathOf(sha256), fileName: baseName(path), unit });
    if (!read.ok) return refusedFile(path, read.refusal);
    const unitless = read.value.problems.find(({ code }) => code === 'unit-missing');
    if (unitless) return refusedFile(path, geometryRefusal('outline/unit-missing', unitless.message));
    const thumbnailSha256 = await this.thumbnails.keep(read.value.thumbnail);
    const view = partOfOutline(file, this.newId('part'), read.value);
    return ok([{ view, facts: { thumbnailSha256 } }]);
  }
}

/** The refusal of a file, with the path by which the designer knows it. */
function refusedFile(path: string, refusal: Refusal): Result<never> {
  const message = refusal.message.includes(baseName(path)) ? refusal.message : `${path}: ${refusal.message}`;
  return { ok: false, refusal: { ...refusal, message, details: { ...refusal.details, path } } };
}

function allUsable(path: string, { bodies, problems }: MeasuredBodies): Result<undefined> {
  const all = [...problems, ...bodies.flatMap((body) => body.problems)];
  const blocking = all.find(({ severity }) => severity === 'blocking');
  if (!blocking) return ok(undefined);
  return refuse('mesh/unusable', `${path}: ${blocking.message}`, {
    remedy: 'Repair the body in your modelling program and export it again.',
    details: { path, problems: all },
  });
}
