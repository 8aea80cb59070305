// Reads and writes releases.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import type { PartView, ReleaseView } from '#contracts/http/releases';
import type { AccountId, DesignId, PartId, ReleaseId, Sha256 } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { DATA_SOURCE } from '#platform/database/data-source';
import { AccountRow } from '../accounts/account.entity.js';
import { DesignRow, PartRow, ReleaseFileRow, ReleaseRow, type Bill, type PartFacts } from './release.entity.js';

/** Different releases in one, at any depth: each is read whole. */
const MOST_CONTAINED = 300;

export interface WholeRelease {
  readonly row: ReleaseRow;
  readonly ownerId: AccountId;
  readonly view: ReleaseView;
  /** What is measured of its parts and not shown. */
  readonly facts: ReadonlyMap<PartId, PartFacts>;
}

/** What is written of a new part. */
export interface NewPart {
  readonly view: PartView;
  readonly facts: PartFacts;
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
    const { nested, ...bill } = row.bill;
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
      credits: row.credits,
      parts: parts.map(({ body }) => body),
      ...bill,
      nested: await this.nestedViews(nested, manager),
      files: files.map(({ path, sha256, bytes, derivedFrom }) => ({
        path,
        sha256,
        bytes: Number(bytes),
        ...(derivedFrom === null ? {} : { derivedFrom }),
      })),
      lineage: row.lineage,
      ...(row.changes === null ? {} : { changes: row.changes }),
    };
    const facts = new Map(parts.map((part) => [part.id, part.facts]));
    return { row, ownerId: design.ownerId, view, facts };
  }

  /** The row, and nobody else changes it until the transaction ends. */
  findLocked(manager: EntityManager, id: ReleaseId): Promise<ReleaseRow | null> {
    return manager.findOne(ReleaseRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Releases of a design, newest first. */
  releasesOf(designId: DesignRow['id']): Promise<ReleaseRow[]> {
    return this.source.manager.find(ReleaseRow, { where: { designId }, order: { publishedAt: 'DESC', id: 'DESC' } });
  }

  /** The first release of this content: whoever publishes the same once more does not come to stand in its place. */
  async findByHash(hash: Sha256, manager: EntityManager = this.source.manager): Promise<ReleaseId | undefined> {
    const found = await manager.findOne(ReleaseRow, { where: { hash }, order: { publishedAt: 'ASC', id: 'ASC' } });
    return found?.id;
  }

  /** Every release that these contain, at any depth, and these themselves, once each. Refuses `bom/too-large`. */
  async containedIn(
    nested: readonly Pick<ReleaseView['nested'][number], 'hash' | 'releaseId'>[],
  ): Promise<Result<Map<Sha256, WholeRelease>>> {
    const found = new Map<Sha256, WholeRelease>();
    const open = [...nested];
    for (let next = open.pop(); next; next = open.pop()) {
      if (found.has(next.hash)) continue;
      if (found.size === MOST_CONTAINED) {
        return refuse('bom/too-large', `The release contains more than ${MOST_CONTAINED} different others.`, {
          remedy: 'Publish it in smaller releases.',
        });
      }
      const release = await this.find(next.releaseId);
      if (!release) continue;
      found.set(next.hash, release);
      open.push(...release.view.nested);
    }
    return ok(found);
  }

  hasVersion(designId: DesignId, version: string): Promise<boolean> {
    return this.source.manager.existsBy(ReleaseRow, { designId, version });
  }

  /** Where the releases of a design come from; empty when it is nobody's fork. */
  async lineageOf(designId: DesignId): Promise<ReleaseView['lineage']> {
    const [row] = (await this.source.query(
      `select lineage from release where design_id = $1 and lineage <> '[]' order by published_at desc, id desc limit 1`,
      [designId],
    )) as Pick<ReleaseRow, 'lineage'>[];
    return row?.lineage ?? [];
  }

  private async nestedViews(nested: Bill['nested'], manager: EntityManager): Promise<ReleaseView['nested']> {
    if (nested.length === 0) return [];
    const rows = (await manager.query(
      `select distinct on (r.hash) r.hash, r.id as "releaseId", d.slug, r.title, r.version,
        (select count(*)::int from part p where p.release_id = r.id) as parts
       from release r join design d on d.id = r.design_id where r.hash = any($1) order by r.hash, r.published_at, r.id`,
      [nested.map(({ hash }) => hash)],
    )) as Omit<ReleaseView['nested'][number], 'quantity'>[];
    return nested.flatMap(({ hash, quantity }) => {
      const found = rows.find((row) => row.hash === hash);
      return found ? [{ ...found, quantity }] : [];
    });
  }

  /** False when the design has a release of this version already, also one that is being published right now. */
  async add(
    manager: EntityManager,
    release: ReleaseRow,
    parts: readonly NewPart[],
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
    const rowsOfParts = parts.map(({ view: body, facts }, position) => {
      return { id: body.id, releaseId, position, fileSha256: body.fileSha256, body, facts };
    });
    for (let i = 0; i < rowsOfParts.length; i += 1000)
      await manager.insert(PartRow, rowsOfParts.slice(i, i + 1000) as never);
    for (let i = 0; i < files.length; i += 1000) {
      const rows = files.slice(i, i + 1000).map(({ path, sha256, bytes, derivedFrom = null }) => {
        return { releaseId, path, sha256, bytes: String(bytes), derivedFrom };
      });
      await manager.insert(ReleaseFileRow, rows);
    }
    await this.noteNeeds(manager, release);
    await this.noteLatest(manager, release.designId);
    return true;
  }

  async setStatus(
    manager: EntityManager,
    { id, designId }: Pick<ReleaseRow, 'id' | 'designId'>,
    status: ReleaseRow['status'],
  ): Promise<void> {
    await manager.update(ReleaseRow, { id }, { status });
    if (status === 'withdrawn') await this.noteLatest(manager, designId);
  }

  /** The largest extents by process of all that is made for it, of what it contains too; optional parts left out. */
  private async noteNeeds(manager: EntityManager, { id, bill }: ReleaseRow): Promise<void> {
    await manager.query(
      `insert into release_need
       select $1, process, max(short), max(long), max(high), max(diagonal) from (
         select process, least(x, y) as short, greatest(x, y) as long, z as high, sqrt(x ^ 2 + y ^ 2) as diagonal
         from part, lateral (select body ->> 'process' as process, (body #>> '{boxMm,x}')::float8 as x,
           (body #>> '{boxMm,y}')::float8 as y, (body #>> '{boxMm,z}')::float8 as z) of_part
         where release_id = $1 and not coalesce((body ->> 'optional')::boolean, false)
         union all
         select process, short_mm, long_mm, high_mm, diagonal_mm from release_need
         where release_id in (select id from release where hash = any($2))
       ) all_of_it group by process`,
      [id, bill.nested.map(({ hash }) => hash)],
    );
  }

  /** Exactly one release of a design that is not withdrawn is its newest. */
  private async noteLatest(manager: EntityManager, designId: DesignId): Promise<void> {
    await manager.query('select 1 from design where id = $1 for no key update', [designId]);
    await manager.query('update release set is_latest = false where design_id = $1 and is_latest', [designId]);
    await manager.query(
      `update release set is_latest = true where id = (select id from release
        where design_id = $1 and status <> 'withdrawn' order by published_at desc, id desc limit 1)`,
      [designId],
    );
  }
}
