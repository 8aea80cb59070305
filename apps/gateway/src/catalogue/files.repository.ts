// What was uploaded, what is published or held, and what may be swept.

import { Inject, Injectable } from '@nestjs/common';
import { In, type DataSource, type EntityManager } from 'typeorm';
import type { Sha256 } from '#core/kernel/ids';
import { DATA_SOURCE } from '#platform/database/data-source';
import { HeldFileRow, ReleaseFileRow, UploadedFileRow } from './release.entity.js';

@Injectable()
export class FilesRepository {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  /** One name under which a release publishes this file, or a suggested change shows it; undefined when none does. */
  async publishedName(sha256: Sha256): Promise<string | undefined> {
    const published = await this.source.manager.findOneBy(ReleaseFileRow, { sha256 });
    if (published) return published.path;
    const suggested = (await this.source.query(
      `select f.value->>'path' as path from held_file h join suggested_change c on c.id = h.holder_id,
        jsonb_array_elements(c.contents->'files') f where h.sha256 = $1 and f.value->>'sha256' = $1 limit 1`,
      [sha256],
    )) as { path: string }[];
    return suggested[0]?.path;
  }

  /** Keeps these files, and no others, from being swept for a draft, a suggested change or a make. */
  async hold(manager: EntityManager, holderId: HeldFileRow['holderId'], sha256s: readonly Sha256[]): Promise<void> {
    await manager.delete(HeldFileRow, { holderId });
    const rows = [...new Set(sha256s)].map((sha256) => ({ holderId, sha256 }));
    for (let i = 0; i < rows.length; i += 1000) await manager.insert(HeldFileRow, rows.slice(i, i + 1000));
  }

  async noteUpload(sha256: Sha256, bytes: number, now: Date): Promise<void> {
    await this.source.manager.upsert(UploadedFileRow, { sha256, bytes: String(bytes), uploadedAt: now }, ['sha256']);
  }

  /** Sizes of those of the files that were uploaded. */
  async sizesOf(sha256s: readonly Sha256[]): Promise<Map<Sha256, number>> {
    const rows = await this.source.manager.findBy(UploadedFileRow, { sha256: In([...new Set(sha256s)]) });
    return new Map(rows.map((row) => [row.sha256, Number(row.bytes)]));
  }

  /** Sizes of those of the files that were uploaded; they are not swept for another day. */
  async touchUploads(
    sha256s: readonly Sha256[],
    now: Date,
    manager: EntityManager = this.source.manager,
  ): Promise<Map<Sha256, number>> {
    if (sha256s.length === 0) return new Map();
    await manager.update(UploadedFileRow, { sha256: In([...sha256s]) }, { uploadedAt: now });
    const rows = await manager.findBy(UploadedFileRow, { sha256: In([...sha256s]) });
    return new Map(rows.map((row) => [row.sha256, Number(row.bytes)]));
  }

  /** Forgets uploads older than `before` that no release uses, and answers them. */
  async forgetUnused(manager: EntityManager, before: Date): Promise<Sha256[]> {
    const [rows] = (await manager.query(
      `delete from uploaded_file u where uploaded_at < $1
       and not exists (select 1 from release_file f where f.sha256 = u.sha256 or f.derived_from = u.sha256)
       and not exists (select 1 from held_file h where h.sha256 = u.sha256) returning sha256`,
      [before],
    )) as [{ sha256: Sha256 }[], number];
    return rows.map(({ sha256 }) => sha256);
  }
}
