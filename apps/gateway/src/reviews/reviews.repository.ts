// Reads and writes reviews and reports of makes.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { makeSchema } from '#contracts/http/reviews';
import type { AccountId, DesignId, JobId, MakeId, PartId, ReleaseId, Sha256 } from '#core/kernel/ids';
import { DATA_SOURCE } from '#platform/database/data-source';
import { DesignRow } from '../catalogue/release.entity.js';
import { MakeRow, PictureRow, ReviewRow } from './review.entity.js';

export type MakeView = z.infer<typeof makeSchema>;

export interface GivenReview extends ReviewRow {
  readonly name: string;
}

@Injectable()
export class ReviewsRepository {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  /** Reviews of a release in the order in which they were given. */
  async of(releaseId: ReleaseId, manager: EntityManager = this.source.manager): Promise<GivenReview[]> {
    return (await manager.query(
      `select v.id, v.release_id as "releaseId", v.account_id as "accountId", v.verdict, v.note, v.trusted,
        v.given_at as "givenAt", a.name
       from review v join account a on a.id = v.account_id where v.release_id = $1 order by v.given_at, v.id`,
      [releaseId],
    )) as GivenReview[];
  }

  async add(review: ReviewRow, manager: EntityManager): Promise<void> {
    await manager.insert(ReviewRow, review);
  }

  /** Which release each of these parts belongs to; parts of nested releases belong to theirs. */
  async releasesOfParts(
    partIds: readonly PartId[],
    manager: EntityManager,
  ): Promise<{ partId: PartId; releaseId: ReleaseId; designId: DesignId }[]> {
    return (await manager.query(
      `select p.id as "partId", r.id as "releaseId", r.design_id as "designId"
       from part p join release r on r.id = p.release_id where p.id = any($1)`,
      [partIds],
    )) as { partId: PartId; releaseId: ReleaseId; designId: DesignId }[];
  }

  /** Adds a report; the same person's, or the network's, of the same job and release is replaced. Answers its id. */
  async saveMake(make: MakeRow, manager: EntityManager): Promise<MakeId> {
    const { settings, outcome, pieces, note, photoSha256, reportedAt } = make;
    const [row] = (await manager.query(
      `insert into make (id, design_id, release_id, job_id, lab_id, lab_name, account_id, settings, outcome, pieces, note,
         photo_sha256, reported_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict on constraint make_once do update set settings = excluded.settings, outcome = excluded.outcome,
         pieces = excluded.pieces, note = excluded.note, photo_sha256 = excluded.photo_sha256,
         reported_at = excluded.reported_at
       returning id`,
      [make.id, make.designId, make.releaseId, make.jobId, make.labId, make.labName, make.accountId].concat([
        settings as never,
        outcome,
        pieces as never,
        note,
        photoSha256,
        reportedAt as never,
      ]),
    )) as [{ id: MakeId }];
    return row.id;
  }

  async countMade(designId: DesignId, pieces: number, manager: EntityManager): Promise<void> {
    await manager.increment(DesignRow, { id: designId }, 'made', pieces);
  }

  /** The network's own reports of a job. */
  makesOfJob(jobId: JobId, manager: EntityManager): Promise<MakeRow[]> {
    return manager
      .createQueryBuilder(MakeRow, 'm')
      .where('m.jobId = :jobId and m.accountId is null', { jobId })
      .orderBy('m.pieces', 'DESC')
      .getMany();
  }

  findMake(id: MakeId): Promise<MakeRow | null> {
    return this.source.manager.findOneBy(MakeRow, { id });
  }

  async makeView(id: MakeId, manager: EntityManager): Promise<MakeView> {
    const rows = (await manager.query(`${MAKES} where m.id = $1`, [id])) as ReportedMake[];
    return makeView(rows[0]!);
  }

  /** Reports of a design, newest first, after a cursor. */
  async makesOf(
    designId: DesignId,
    limit: number,
    after: readonly [atMs: number, id: string] | undefined,
  ): Promise<MakeView[]> {
    const [atMs, id] = after ?? [null, null];
    const rows = (await this.source.query(
      `${MAKES} where m.design_id = $1 and ($2::float8 is null or (m.reported_at, m.id) < (to_timestamp($2 / 1000), $3))
       order by m.reported_at desc, m.id desc limit $4`,
      [designId, atMs, id, limit],
    )) as ReportedMake[];
    return rows.map(makeView);
  }

  /** How many of the network's own reports were good, and how many failed. */
  async tallyOf(designId: DesignId): Promise<{ good: number; failed: number }> {
    const [row] = (await this.source.query(
      `select count(*) filter (where outcome <> 'failed')::int as good, count(*) filter (where outcome = 'failed')::int as failed
       from make where design_id = $1 and account_id is null`,
      [designId],
    )) as [{ good: number; failed: number }];
    return row;
  }

  async notePicture(sha256: Sha256, mediaType: string): Promise<void> {
    await this.source.manager.upsert(PictureRow, { sha256, mediaType }, ['sha256']);
  }

  async mediaTypeOf(sha256: Sha256, manager: EntityManager = this.source.manager): Promise<string | undefined> {
    return (await manager.findOneBy(PictureRow, { sha256 }))?.mediaType;
  }
}

const MAKES = `select m.*, r.version, a.name from make m join release r on r.id = m.release_id
  left join account a on a.id = m.account_id`;

interface ReportedMake {
  readonly id: MakeId;
  readonly version: string;
  readonly account_id: AccountId | null;
  readonly name: string | null;
  readonly lab_id: MakeRow['labId'];
  readonly lab_name: string | null;
  readonly settings: Record<string, string>;
  readonly outcome: MakeView['outcome'];
  readonly pieces: number;
  readonly note: string | null;
  readonly photo_sha256: Sha256 | null;
  readonly reported_at: Date;
}

function makeView(row: ReportedMake): MakeView {
  return {
    id: row.id,
    version: row.version,
    ...(row.account_id === null || row.name === null ? {} : { by: { id: row.account_id, name: row.name } }),
    ...(row.lab_id === null || row.lab_name === null ? {} : { lab: { id: row.lab_id, name: row.lab_name } }),
    settings: row.settings,
    outcome: row.outcome,
    pieces: row.pieces,
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.photo_sha256 === null ? {} : { photoSha256: row.photo_sha256 }),
    at: row.reported_at.toISOString(),
  };
}
