// The one way in which a job changes: under the order's lock, the core decides, row and facts are written together.

import { Inject, Injectable } from '@nestjs/common';
import { JobCancel } from '#contracts/messages/lab-messages';
import {
  JobCancelled,
  JobClaimed,
  JobFailed,
  JobFinished,
  JobProgressed,
  JobStarted,
  JobUnseen,
} from '#contracts/messages/making-messages';
import { allotMade, countOf, missingOf, shareOf, type PieceCount } from '#core/batch/batch';
import { decideJob, evolveJob, type Job, type JobCommand, type JobDecision, type JobEvent } from '#core/job/job';
import type { JobId } from '#core/kernel/ids';
import type { Tx } from '#platform/database/unit-of-work';
import { jobRefsOf, type JobRefs } from '../offers/refs.js';
import type { PortionRow } from '../planning/making.entity.js';
import { MakingRepository, type LockedBatch } from '../planning/making.repository.js';
import { JobRow } from './job.entity.js';

/** What comes with a command beside itself. */
export interface Detail {
  /** Good pieces of a failed job. */
  readonly made?: readonly PieceCount[] | undefined;
  readonly remainingSeconds?: number | undefined;
  /** The lab that speaks; a job of another lab is as if it did not exist. */
  readonly labId?: string | undefined;
}

/** One event of a job with all that it concerns. */
interface Happened {
  readonly whole: LockedBatch;
  readonly row: JobRow;
  readonly event: JobEvent;
  readonly detail: Detail;
}

@Injectable()
export class ChangeJob {
  constructor(@Inject(MakingRepository) private readonly making: MakingRepository) {}

  /** Decides and writes; undefined when there is no such job (of that lab). */
  async run(tx: Tx, jobId: string, command: JobCommand, detail: Detail = {}): Promise<JobDecision | undefined> {
    const found = await tx.manager.findOneBy(JobRow, { id: jobId });
    if (found === null || (detail.labId !== undefined && found.labId !== detail.labId)) return undefined;
    const whole = await this.making.lockBatch(tx.manager, found.batchId);
    const row = await tx.manager.findOneByOrFail(JobRow, { id: jobId });
    const decision = decideJob(command, jobOf(row));
    if (!decision.ok) {
      await this.claim(tx, { whole, row, command, code: decision.refusal.code });
      return decision;
    }
    let job = jobOf(row);
    for (const event of decision.value) job = evolveJob(job, event);
    if (detail.labId !== undefined) row.heardAt = new Date(tx.nowMs);
    row.state = job.state;
    row.percent = job.percent;
    await tx.manager.save(JobRow, row);
    for (const event of decision.value) await this.follow(tx, { whole, row, event, detail });
    return decision;
  }

  private async follow(tx: Tx, happened: Happened): Promise<void> {
    const { whole, row, event, detail } = happened;
    const { batch } = whole;
    const jobId = row.id as JobId;
    switch (event.kind) {
      case 'permitted':
      case 'seen':
        return;
      case 'started':
        return this.tellAll(happened, (refs) => tx.tell(JobStarted, thingOf(refs), refs));
      case 'progressed': {
        const { remainingSeconds } = detail;
        return this.tellAll(happened, (refs) =>
          tx.tell(JobProgressed, thingOf(refs), { ...refs, percent: event.percent, remainingSeconds }),
        );
      }
      case 'unseen':
        return this.tellAll(happened, (refs) => tx.tell(JobUnseen, thingOf(refs), refs));
      case 'stopAsked':
        return tx.send(JobCancel, batch.labId, { jobId, fence: row.fence, reason: event.reason });
      case 'finished':
        batch.state = 'made';
        await this.making.saveBatch(tx.manager, batch);
        return this.tellAll(happened, (refs, { pieces }) => tx.tell(JobFinished, thingOf(refs), { ...refs, made: pieces })); // prettier-ignore
      case 'failed':
      case 'lost':
        return this.fail(tx, happened, event.reason);
      case 'cancelled':
        return this.cancel(tx, happened, event.reason);
    }
  }

  /** Every order of the batch is told. */
  private async tellAll(
    { whole, row }: Happened,
    tell: (refs: JobRefs, portion: PortionRow) => Promise<void>,
  ): Promise<void> {
    for (const portion of whole.portions) await tell(jobRefsOf(whole.batch, portion.orderId, row), portion);
  }

  /** What was made is kept and owed for, first for whom it was promised first; what is missing is left to be routed again. */
  private async fail(tx: Tx, happened: Happened, reason: string): Promise<void> {
    const { batch, portions, orders } = happened.whole;
    const inTurn = portions.toSorted((a, b) => a.promisedAt.getTime() - b.promisedAt.getTime());
    const shares = allotMade(inTurn.map(({ pieces }) => pieces), happened.detail.made ?? []); // prettier-ignore
    const outcomes = new Map<PortionRow, { made: PieceCount[]; missing: PieceCount[] }>();
    for (const [index, portion] of inTurn.entries()) {
      const made = shares[index]!;
      const missing = missingOf(portion.pieces, made);
      outcomes.set(portion, { made, missing });
      const [some, all] = [countOf(made), countOf(portion.pieces)];
      portion.owed = shareOf(portion.owed, some, all);
      portion.savedMinor = Math.floor((portion.savedMinor * some) / all);
      portion.moreMinor = Math.floor((portion.moreMinor * some) / all);
      portion.pieces = made;
      portion.missing = orders.get(portion.orderId)?.state === 'cancelled' ? [] : missing;
      await this.making.savePortion(tx.manager, portion);
    }
    const anything = shares.some((made) => made.length > 0);
    batch.state = anything ? 'made' : 'dropped';
    await this.making.saveBatch(tx.manager, batch);
    await this.tellAll(happened, (refs, portion) => tx.tell(JobFailed, thingOf(refs), { ...refs, reason, ...outcomes.get(portion)! })); // prettier-ignore
  }

  /** Called off: what others wanted of the batch is made elsewhere. */
  private async cancel(tx: Tx, happened: Happened, reason: string): Promise<void> {
    const { row } = happened;
    const { batch, portions, orders } = happened.whole;
    batch.state = 'cancelled';
    await this.making.saveBatch(tx.manager, batch);
    if (reason !== 'stopped by the lab')
      await tx.send(JobCancel, batch.labId, { jobId: row.id as JobId, fence: row.fence, reason });
    for (const portion of portions) {
      if (orders.get(portion.orderId)?.state === 'cancelled') continue;
      portion.missing = portion.pieces;
      await this.making.savePortion(tx.manager, portion);
    }
    await this.tellAll(happened, (refs) => tx.tell(JobCancelled, thingOf(refs), { ...refs, reason }));
  }

  /** An outcome that comes too late, or under an old fence, is kept for people; it is never paid by itself. */
  private async claim(
    tx: Tx,
    { whole, row, command, code }: { whole: LockedBatch; row: JobRow; command: JobCommand; code: string },
  ): Promise<void> {
    if (command.kind !== 'reportFinished' || row.state === 'done') return;
    const claim = `The lab reports it finished (fence ${command.fence}), but the job is ${row.state} (${code}).`;
    for (const { orderId } of whole.portions)
      await tx.tell(JobClaimed, { kind: 'order', id: orderId }, { ...jobRefsOf(whole.batch, orderId, row), claim });
  }
}

const thingOf = ({ orderId }: JobRefs) => ({ kind: 'order', id: orderId });

const jobOf = (row: JobRow): Job => ({
  state: row.state,
  fence: row.fence,
  percent: row.percent,
  estimateSeconds: row.estimateSeconds,
  heardAtMs: row.heardAt.getTime(),
});
