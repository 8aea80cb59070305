// How things turned out: the network's own report of every job that ended, and what the lab and the customer add.

import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DataOf } from '#contracts/define-message';
import type { AnswerOf } from '#contracts/http/define-route';
import type { listMakes, reportMake } from '#contracts/http/reviews';
import type { JobFailed, JobFinished, Units } from '#contracts/messages/making-messages';
import type { JobId, NewId, Sha256 } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { NEW_ID } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork, type Tx } from '#platform/database/unit-of-work';
import type { Identity } from '#platform/http/identity';
import type { RouteInput } from '#platform/http/route-input';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import { DesignsRepository } from '../catalogue/designs.repository.js';
import { FilesRepository } from '../catalogue/files.repository.js';
import { readTimeCursor, writeCursor } from '../catalogue/search-designs.js';
import { noSuchDesign } from '../catalogue/show-designs.js';
import { LabsRepository } from '../labs/labs.repository.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { ReviewsRepository, type MakeView } from './reviews.repository.js';

type Ended = DataOf<typeof JobFinished> | DataOf<typeof JobFailed>;
type Report = RouteInput<typeof reportMake>['body'];

const PAGE = 20;

/** Writes the network's own report when a job ends: what it was made on, of what, and whether it came out. */
@Injectable()
export class RecordMake implements HandlesMessage<Ended, Tx> {
  @Inject(ReviewsRepository) private readonly reviews!: ReviewsRepository;
  @Inject(OrdersRepository) private readonly orders!: OrdersRepository;
  @Inject(NEW_ID) private readonly newId!: NewId;

  async handle(data: Ended, { envelope, unit: { manager } }: Context<Tx>): Promise<void> {
    const { jobId, orderId, labId, labName, machineName } = data;
    const order = await this.orders.find(orderId, manager);
    const failed = 'missing' in data;
    const units: readonly Units[] = failed ? [...data.made, ...data.missing] : data.made;
    const origins = await this.reviews.releasesOfParts(
      units.map(({ partId }) => partId),
      manager,
    );
    for (const releaseId of new Set(origins.map((origin) => origin.releaseId))) {
      const own = origins.filter((origin) => origin.releaseId === releaseId);
      const { designId } = own[0]!;
      const countIn = (list: readonly Units[]): number =>
        list.reduce((sum, { partId, count }) => sum + (own.some((origin) => origin.partId === partId) ? count : 0), 0);
      const settings: Record<string, string> = {
        machine: machineName,
        ...(order ? { material: order.placed.material } : {}),
        ...(order?.placed.color === undefined ? {} : { colour: order.placed.color }),
        ...(failed ? { reason: data.reason.slice(0, 200) } : {}),
      };
      const outcome = failed ? ('failed' as const) : ('good' as const);
      const about = { id: this.newId('make'), designId, releaseId, jobId, labId, labName, settings, outcome };
      const nobody = { accountId: null, note: null, photoSha256: null };
      const reportedAt = new Date(envelope.atMs);
      await this.reviews.saveMake({ ...about, ...nobody, pieces: countIn(units), reportedAt }, manager);
      await this.reviews.countMade(designId, countIn(data.made), manager);
    }
  }
}

@Injectable()
export class ReportMakes {
  @Inject(ReviewsRepository) private readonly reviews!: ReviewsRepository;
  @Inject(DesignsRepository) private readonly designs!: DesignsRepository;
  @Inject(OrdersRepository) private readonly orders!: OrdersRepository;
  @Inject(LabsRepository) private readonly labs!: LabsRepository;
  @Inject(FilesRepository) private readonly files!: FilesRepository;
  @Inject(UNIT_OF_WORK) private readonly unitOfWork!: UnitOfWork;
  @Inject(NEW_ID) private readonly newId!: NewId;

  async list(slug: string, cursor: string | undefined): Promise<Result<AnswerOf<typeof listMakes>>> {
    const design = await this.designs.find(slug);
    if (!design) return noSuchDesign(slug);
    const after = cursor === undefined ? undefined : readTimeCursor(cursor);
    if (cursor !== undefined && !after)
      return refuse('request/invalid', 'The cursor is not one of ours.', { remedy: 'Begin without a cursor.' });
    const found = await this.reviews.makesOf(design.id, PAGE + 1, after);
    const makes = found.slice(0, PAGE);
    const last = found.length > PAGE ? makes.at(-1) : undefined;
    return ok({
      makes,
      ...(last ? { nextCursor: writeCursor([Date.parse(last.at), last.id]) } : {}),
      ...(await this.reviews.tallyOf(design.id)),
    });
  }

  /** By who runs the lab or who ordered it; for anybody else there is no such job. */
  async report(account: Identity, jobId: JobId, report: Report): Promise<Result<MakeView>> {
    return this.unitOfWork.run(async ({ manager, nowMs }) => {
      const [make] = await this.reviews.makesOfJob(jobId, manager);
      const order = make && (await this.orders.findByJob(jobId, manager));
      const lab = make?.labId ? await this.labs.find(make.labId, manager) : null;
      if (!make || (order?.accountId !== account.accountId && lab?.ownerId !== account.accountId))
        return noSuchJob(jobId);
      const { outcome, note = null, settings, photoSha256 = null } = report;
      if (photoSha256 !== null && !(await this.isPicture(photoSha256, new Date(nowMs), manager))) {
        return refuse('file/not-found', `The photo ${photoSha256} was not uploaded.`, {
          remedy: 'Upload it to /api/photos first.',
        });
      }
      const id = await this.reviews.saveMake(
        Object.assign(make, {
          id: this.newId('make'),
          accountId: account.accountId,
          settings: { ...make.settings, ...settings },
          outcome,
          note,
          photoSha256,
          reportedAt: new Date(nowMs),
        }),
        manager,
      );
      await this.files.hold(manager, id, photoSha256 === null ? [] : [photoSha256]);
      return ok(await this.reviews.makeView(id, manager));
    });
  }

  /** An uploaded picture that is still there, and stays until the transaction ends. */
  private async isPicture(sha256: Sha256, now: Date, manager: EntityManager): Promise<boolean> {
    const known = await this.files.touchUploads([sha256], now, manager);
    return known.has(sha256) && (await this.reviews.mediaTypeOf(sha256, manager)) !== undefined;
  }
}

const noSuchJob = (jobId: JobId): Result<never> =>
  refuse('job/not-found', `No job ${jobId} that has ended is yours to report on.`, {
    remedy: 'Reports are made by the lab and by who ordered, once the job has ended.',
  });
