// An accepted batch becomes a job, and its lab is told to make it.

import { Inject, Injectable } from '@nestjs/common';
import { JobAssign } from '#contracts/messages/lab-messages';
import { JobCreated } from '#contracts/messages/making-messages';
import { addPieces } from '#core/batch/batch';
import { demandedOf } from '#core/costing/print-settings';
import type { Part } from '#core/design/part';
import type { NewId } from '#core/kernel/ids';
import { NEW_ID } from '#platform/clock/clock';
import type { Tx } from '#platform/database/unit-of-work';
import { describeBatch } from '../offers/describe-batch.js';
import { jobRefsOf, refsOf } from '../offers/refs.js';
import { type LockedBatch, MakingRepository } from '../planning/making.repository.js';
import { JobRow } from './job.entity.js';

/** The parts that lie on the plate. */
const partsOf = ({ portions, orders }: LockedBatch): Part[] =>
  portions.flatMap(({ orderId, pieces }) =>
    orders.get(orderId)!.placed.release.parts.filter(({ id }) => pieces.some(({ partId }) => partId === id)),
  );

@Injectable()
export class CreateJob {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(NEW_ID) private readonly newId: NewId,
  ) {}

  /** Once for a batch, whichever of its orders' facts comes first. */
  async run(tx: Tx, batchId: string, offerId: string): Promise<void> {
    const whole = await this.making.lockBatch(tx.manager, batchId);
    const { batch, portions } = whole;
    if (batch.state !== 'accepted' || (await tx.manager.existsBy(JobRow, { batchId }))) return;
    const job = Object.assign(new JobRow(), {
      id: this.newId('job'),
      batchId,
      labId: batch.labId,
      machineId: batch.machineId,
      fence: batch.attempt,
      state: 'accepted' as const,
      percent: 0,
      estimateSeconds: batch.plan.seconds,
      heardAt: new Date(tx.nowMs),
    });
    await tx.manager.insert(JobRow, job);
    const { license: _, ...described } = describeBatch(whole);
    await tx.send(JobAssign, batch.labId, {
      ...described,
      jobId: jobRefsOf(batch, portions[0]!.orderId, job).jobId,
      fence: job.fence,
      offerId: refsOf(batch, portions[0]!.orderId, offerId).offerId,
      units: addPieces(portions.map(({ pieces }) => pieces)),
      settings: demandedOf(partsOf(whole)),
    });
    for (const [index, { orderId }] of portions.entries()) {
      const letter = described.portions?.[index]?.letter;
      const labelled = letter === undefined ? {} : { letter };
      await tx.tell(JobCreated, { kind: 'order', id: orderId }, { ...jobRefsOf(batch, orderId, job), ...labelled });
    }
  }
}
