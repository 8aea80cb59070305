// A cancelled order: what is offered is withdrawn, what has not started is called off, what runs is asked to stop. A plate
// that others share and that runs already is made to its end.

import { Inject, Injectable } from '@nestjs/common';
import { LIVING_OFFER } from '#core/offer/offer';
import { jobEnded } from '#core/job/job';
import type { Tx } from '#platform/database/unit-of-work';
import { OfferRow } from '../offers/offer.entity.js';
import { CloseOffer } from '../offers/close-offer.js';
import { ChangeJob } from '../jobs/change-job.js';
import { JobRow } from '../jobs/job.entity.js';
import { LeaveBatch } from '../planning/leave-batch.js';
import type { MakingOrderRow } from '../planning/making.entity.js';
import { MakingRepository, type WholeBatch } from '../planning/making.repository.js';

/** States in which the machine may be making it. */
const BEGUN: readonly string[] = ['permitted', 'printing', 'unseen'];

@Injectable()
export class CallOff {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(CloseOffer) private readonly closeOffer: CloseOffer,
    @Inject(ChangeJob) private readonly changeJob: ChangeJob,
    @Inject(LeaveBatch) private readonly leaveBatch: LeaveBatch,
  ) {}

  async run(tx: Tx, order: MakingOrderRow, reason: string): Promise<void> {
    if (order.state === 'complete') return;
    order.state = 'cancelled';
    await this.making.saveOrder(tx.manager, order);
    for (const { batch } of await this.making.livingBatches(tx.manager, order.id)) {
      if (batch.state === 'gathering') await this.making.lockGathering(tx.manager, batch.machineId);
      const whole = await this.making.whole(tx.manager, batch.id);
      const offers = await tx.manager.findBy(OfferRow, { batchId: batch.id });
      const offer = offers.find(({ state }) => LIVING_OFFER.includes(state));
      const job = await tx.manager.findOneBy(JobRow, { batchId: batch.id });
      if (offer) await this.closeOffer.run(tx, offer.id, { kind: 'withdraw', reason });
      else if (job) await this.stop(tx, { job, whole, reason });
      else await this.leave(tx, order, whole);
    }
  }

  private async stop(
    tx: Tx,
    { job, whole, reason }: { job: JobRow; whole: WholeBatch; reason: string },
  ): Promise<void> {
    if (jobEnded(job.state) || job.state === 'stopping') return;
    if (whole.portions.length > 1 && BEGUN.includes(job.state)) return;
    await this.changeJob.run(tx, job.id, { kind: 'cancel', reason });
  }

  /** Nobody works on it yet: a plate without anybody is none, one with others is made without these pieces. */
  private async leave(tx: Tx, order: MakingOrderRow, whole: WholeBatch): Promise<void> {
    const { batch, portions } = whole;
    if (batch.state === 'gathering') return this.leaveBatch.run(tx, whole, order.id);
    // Accepted by the lab a moment ago, with pieces of others: it is made as it is.
    if (portions.length > 1) return undefined;
    batch.state = 'cancelled';
    return this.making.saveBatch(tx.manager, batch);
  }
}
