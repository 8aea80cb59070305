// A cancelled order: what is offered is withdrawn, what has not started is called off, what runs is asked to stop.

import { Inject, Injectable } from '@nestjs/common';
import { jobEnded } from '#core/job/job';
import type { Tx } from '#platform/database/unit-of-work';
import { OfferRow } from '../offers/offer.entity.js';
import { CloseOffer } from '../offers/close-offer.js';
import { ChangeJob } from '../jobs/change-job.js';
import { JobRow } from '../jobs/job.entity.js';
import type { BatchRow, MakingOrderRow } from '../planning/making.entity.js';
import { MakingRepository } from '../planning/making.repository.js';

@Injectable()
export class CallOff {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(CloseOffer) private readonly closeOffer: CloseOffer,
    @Inject(ChangeJob) private readonly changeJob: ChangeJob,
  ) {}

  async run(tx: Tx, order: MakingOrderRow, reason: string): Promise<void> {
    if (order.state === 'complete') return;
    order.state = 'cancelled';
    await this.making.saveOrder(tx.manager, order);
    const offers = await tx.manager.findBy(OfferRow, { orderId: order.id, state: 'open' });
    for (const { id } of offers) await this.closeOffer.run(tx, id, { kind: 'withdraw', reason });
    const jobs = await tx.manager.findBy(JobRow, { orderId: order.id });
    const running = jobs.filter(({ state }) => !jobEnded(state) && state !== 'stopping');
    for (const { id } of running) await this.changeJob.run(tx, id, { kind: 'cancel', reason });
    // Planned and not offered, or accepted and not yet a job: nobody works on them.
    const idle = await this.making.livingBatches(tx.manager, order.id);
    for (const batch of idle) await this.drop(tx, batch);
  }

  private async drop(tx: Tx, batch: BatchRow): Promise<void> {
    if (await tx.manager.existsBy(JobRow, { batchId: batch.id })) return;
    batch.state = 'cancelled';
    await this.making.saveBatch(tx.manager, batch);
  }
}
