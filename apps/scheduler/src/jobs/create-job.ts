// An accepted batch becomes a job, and its lab is told to make it.

import { Inject, Injectable } from '@nestjs/common';
import { JobAssign } from '#contracts/messages/lab-messages';
import { JobCreated } from '#contracts/messages/making-messages';
import type { NewId } from '#core/kernel/ids';
import { NEW_ID } from '#platform/clock/clock';
import type { Tx } from '#platform/database/unit-of-work';
import { jobRefsOf, refsOf } from '../offers/refs.js';
import type { MakingOrderRow } from '../planning/making.entity.js';
import { MakingRepository } from '../planning/making.repository.js';
import { JobRow } from './job.entity.js';

@Injectable()
export class CreateJob {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(NEW_ID) private readonly newId: NewId,
  ) {}

  async run(tx: Tx, { placed }: MakingOrderRow, batchId: string, offerId: string): Promise<void> {
    const batch = await this.making.batch(tx.manager, batchId);
    if (batch.state !== 'accepted' || (await tx.manager.existsBy(JobRow, { batchId }))) return;
    const job = Object.assign(new JobRow(), {
      id: this.newId('job'),
      batchId,
      orderId: batch.orderId,
      labId: batch.labId,
      machineId: batch.machineId,
      fence: batch.attempt,
      state: 'accepted' as const,
      percent: 0,
      estimateSeconds: batch.plan.seconds,
      heardAt: new Date(tx.nowMs),
    });
    await tx.manager.save(JobRow, job);
    const refs = jobRefsOf(batch, job);
    const process = placed.release.parts.find((part) => part.id === batch.pieces[0]!.partId)!.process;
    await tx.send(JobAssign, batch.labId, {
      jobId: refs.jobId,
      fence: job.fence,
      offerId: refsOf(batch, offerId).offerId,
      batchId: refs.batchId,
      machineId: refs.machineId,
      process,
      material: placed.material,
      color: placed.color,
      title: placed.release.title,
      units: batch.pieces,
      plate: batch.plate,
      estimate: { seconds: batch.plan.seconds, massGrams: batch.plan.massGrams },
    });
    await tx.tell(JobCreated, { kind: 'order', id: batch.orderId }, refs);
  }
}
