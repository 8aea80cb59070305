// Reads and writes releases.

import { Inject, Injectable } from '@nestjs/common';
import { In, type DataSource, type EntityManager } from 'typeorm';
import type { ReleaseView } from '#contracts/http/catalogue';
import type { AccountId, ReleaseId, Sha256 } from '#core/kernel/ids';
import { DATA_SOURCE } from '#platform/database/data-source';
import { AccountRow } from '../accounts/account.entity.js';
import { DesignRow, PartRow, ReleaseFileRow, ReleaseRow, UploadedFileRow } from './release.entity.js';

export interface WholeRelease {
  readonly row: ReleaseRow;
  readonly ownerId: AccountId;
  readonly view: ReleaseView;
}

@Injectable()
export class ReleasesRepository {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  /** A release with parts and files. */
  async find(id: ReleaseId, manager: EntityManager = this.source.manager): Promise<WholeRelease | undefined> {
    const row = await manager.findOneBy(ReleaseRow, { id });
    if (!row) return undefined;
    const design = await manager.findOneByOrFail(DesignRow, { id: row.designId });
    const parts = await manager.find(PartRow, { where: { releaseId: id }, order: { position: 'ASC' } });
    const files = await manager.find(ReleaseFileRow, { where: { releaseId: id }, order: { path: 'ASC' } });
    const owner = await manager.findOneByOrFail(AccountRow, { id: design.ownerId });
    const { designId, version, hash, title, summary, license, licenseTerms, status, understood } = row;
    const view: ReleaseView = {
      id,
      designId,
      slug: design.slug,
      version,
      hash,
      title,
      summary,
      license,
      licenseTerms,
      status,
      understood,
      designer: {
        id: owner.id,
        name: owner.name,
      },
      publishedAt: row.publishedAt.toISOString(),
      parts: parts.map(({ body }) => body),
      files: files.map(({ path, sha256, bytes }) => ({
        path,
        sha256,
        bytes: Number(bytes),
      })),
    };
    return { row, ownerId: design.ownerId, view };
  }

  findDesign(slug: string, manager: EntityManager = this.source.manager): Promise<DesignRow | null> {
    return manager.findOneBy(DesignRow, { slug });
  }

  /** Releases of a design, newest first. */
  releasesOf(designId: DesignRow['id']): Promise<ReleaseRow[]> {
    return this.source.manager.find(ReleaseRow, { where: { designId }, order: { publishedAt: 'DESC', id: 'DESC' } });
  }

  /** The design of this address: the one that exists, or the new one given. */
  async claimDesign(manager: EntityManager, design: DesignRow): Promise<DesignRow> {
    await manager.createQueryBuilder().insert().into(DesignRow).values(design).orIgnore().execute();
    return manager.findOneByOrFail(DesignRow, { slug: design.slug });
  }

  /** False when the design has a release of this version already, also one that is being published right now. */
  async add(
    manager: EntityManager,
    release: ReleaseRow,
    parts: ReleaseView['parts'],
    files: ReleaseView['files'],
  ): Promise<boolean> {
    const insert = manager
      .createQueryBuilder()
      .insert()
      .into(ReleaseRow)
      .values(release as never)
      .orIgnore()
      .returning('id');
    if (((await insert.execute()).raw as unknown[]).length === 0) return false;
    const releaseId = release.id;
    await manager.insert(
      PartRow,
      parts.map((body, position) => ({ id: body.id, releaseId, position, fileSha256: body.fileSha256, body })) as never,
    );
    for (let i = 0; i < files.length; i += 1000) {
      const rows = files
        .slice(i, i + 1000)
        .map(({ path, sha256, bytes }) => ({ releaseId, path, sha256, bytes: String(bytes) }));
      await manager.insert(ReleaseFileRow, rows);
    }
    return true;
  }

  async setStatus(manager: EntityManager, id: ReleaseId, status: ReleaseRow['status']): Promise<void> {
    await manager.update(ReleaseRow, { id }, { status });
  }

  /** One name under which a release publishes this file; undefined when none does. */
  async publishedName(sha256: Sha256): Promise<string | undefined> {
    return (await this.source.manager.findOneBy(ReleaseFileRow, { sha256 }))?.path;
  }

  async noteUpload(sha256: Sha256, bytes: number, now: Date): Promise<void> {
    await this.source.manager.upsert(UploadedFileRow, { sha256, bytes: String(bytes), uploadedAt: now }, ['sha256']);
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
       and not exists (select 1 from release_file f where f.sha256 = u.sha256) returning sha256`,
      [before],
    )) as [{ sha256: Sha256 }[], number];
    return rows.map(({ sha256 }) => sha256);
  }
}
