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
import { countOf, missingOf, shareOf, type PieceCount } from '#core/batch/batch';
import { decideJob, evolveJob, type Job, type JobCommand, type JobDecision, type JobEvent } from '#core/job/job';
import type { Tx } from '#platform/database/unit-of-work';
import { jobRefsOf, type JobRefs } from '../offers/refs.js';
import type { BatchRow } from '../planning/making.entity.js';
import { MakingRepository } from '../planning/making.repository.js';
import { JobRow } from './job.entity.js';

/** What comes with a command beside itself. */
export interface Detail {
  /** Good pieces of a failed job. */
  readonly made?: readonly PieceCount[] | undefined;
  readonly remainingSeconds?: number | undefined;
  /** The lab that speaks; a job of another lab is as if it did not exist. */
  readonly labId?: string | undefined;
}

@Injectable()
export class ChangeJob {
  constructor(@Inject(MakingRepository) private readonly making: MakingRepository) {}

  /** Decides and writes; undefined when there is no such job (of that lab). */
  async run(tx: Tx, jobId: string, command: JobCommand, detail: Detail = {}): Promise<JobDecision | undefined> {
    const found = await tx.manager.findOneBy(JobRow, { id: jobId });
    if (found === null || (detail.labId !== undefined && found.labId !== detail.labId)) return undefined;
    await this.making.lock(tx.manager, found.orderId);
    const row = await tx.manager.findOneByOrFail(JobRow, { id: jobId });
    const batch = await this.making.batch(tx.manager, row.batchId);
    const decision = decideJob(command, jobOf(row));
    if (!decision.ok) {
      await this.claim(tx, { batch, row, command, code: decision.refusal.code });
      return decision;
    }
    let job = jobOf(row);
    for (const event of decision.value) job = evolveJob(job, event);
    if (detail.labId !== undefined) row.heardAt = new Date(tx.nowMs);
    row.state = job.state;
    row.percent = job.percent;
    await tx.manager.save(JobRow, row);
    for (const event of decision.value) await this.tell(tx, { batch, row, event, detail });
    return decision;
  }

  private async tell(
    tx: Tx,
    happened: { batch: BatchRow; row: JobRow; event: JobEvent; detail: Detail },
  ): Promise<void> {
    const { batch, row, event, detail } = happened;
    const refs = jobRefsOf(batch, row);
    const thing = { kind: 'order', id: batch.orderId };
    switch (event.kind) {
      case 'permitted':
      case 'seen':
        return;
      case 'started':
        return tx.tell(JobStarted, thing, refs);
      case 'progressed':
        return tx.tell(JobProgressed, thing, {
          ...refs,
          percent: event.percent,
          remainingSeconds: detail.remainingSeconds,
        });
      case 'unseen':
        return tx.tell(JobUnseen, thing, refs);
      case 'stopAsked':
        return tx.send(JobCancel, batch.labId, { jobId: refs.jobId, fence: refs.fence, reason: event.reason });
      case 'finished':
        batch.state = 'made';
        await this.making.saveBatch(tx.manager, batch);
        return tx.tell(JobFinished, thing, { ...refs, made: batch.pieces });
      case 'failed':
      case 'lost':
        return this.fail(tx, batch, refs, { reason: event.reason, made: detail.made ?? [] });
      case 'cancelled':
        batch.state = 'cancelled';
        await this.making.saveBatch(tx.manager, batch);
        if (event.reason !== 'stopped by the lab')
          await tx.send(JobCancel, batch.labId, { jobId: refs.jobId, fence: refs.fence, reason: event.reason });
        return tx.tell(JobCancelled, thing, { ...refs, reason: event.reason });
    }
  }

  /** What was made is kept and owed for; only what is missing is left to be routed again. */
  private async fail(
    tx: Tx,
    batch: BatchRow,
    refs: JobRefs,
    outcome: { reason: string; made: readonly PieceCount[] },
  ): Promise<void> {
    const all = countOf(batch.pieces);
    const missing = missingOf(batch.pieces, outcome.made);
    const made = missingOf(batch.pieces, missing);
    batch.state = made.length > 0 ? 'made' : 'dropped';
    batch.owed = shareOf(batch.owed, countOf(made), all);
    batch.pieces = made.length > 0 ? made : batch.pieces;
    batch.missing = missing;
    await this.making.saveBatch(tx.manager, batch);
    await tx.tell(JobFailed, { kind: 'order', id: batch.orderId }, { ...refs, reason: outcome.reason, made, missing });
  }

  /** An outcome that comes too late, or under an old fence, is kept for people; it is never paid by itself. */
  private async claim(
    tx: Tx,
    { batch, row, command, code }: { batch: BatchRow; row: JobRow; command: JobCommand; code: string },
  ): Promise<void> {
    if (command.kind !== 'reportFinished' || row.state === 'done') return;
    const claim = `The lab reports it finished (fence ${command.fence}), but the job is ${row.state} (${code}).`;
    await tx.tell(JobClaimed, { kind: 'order', id: batch.orderId }, { ...jobRefsOf(batch, row), claim });
  }
}

const jobOf = (row: JobRow): Job => ({
  state: row.state,
  fence: row.fence,
  percent: row.percent,
  estimateSeconds: row.estimateSeconds,
  heardAtMs: row.heardAt.getTime(),
});
