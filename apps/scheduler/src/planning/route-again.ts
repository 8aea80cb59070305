// What a batch did not make is routed again, here or elsewhere; what it made is kept. The batch ends first, so that no
// piece is ever in two living batches.

import { Inject, Injectable } from '@nestjs/common';
import { countOf } from '#core/batch/batch';
import type { Tx } from '#platform/database/unit-of-work';
import { Router } from '../quoting/router.js';
import type { LabRefusal, MakingOrderRow } from './making.entity.js';
import { MakingRepository } from './making.repository.js';
import { Planner, type PreferredPlace } from './planner.js';

interface Why {
  /** What the lab did, if it was its doing. */
  readonly refusal?: Pick<LabRefusal, 'kind' | 'reason'> | undefined;
  /** Asked first if it can; the customer chose it. */
  readonly preferred?: PreferredPlace | undefined;
}

@Injectable()
export class RouteAgain {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(Planner) private readonly planner: Planner,
    @Inject(Router) private readonly router: Router,
  ) {}

  /** Routes what the batch left missing; remembers why its lab, if it is its doing, is not the first to be asked again. */
  async run(tx: Tx, order: MakingOrderRow, batchId: string, { refusal, preferred }: Why): Promise<void> {
    const { batch, portions } = await this.making.whole(tx.manager, batchId);
    const portion = portions.find(({ orderId }) => orderId === order.id)!;
    const { missing, promisedMinor: promised } = portion;
    const times = (order.refused[batch.labId]?.times ?? 0) + 1;
    if (refusal) {
      order.refused = { ...order.refused, [batch.labId]: { ...refusal, atMs: tx.nowMs, times } };
      await this.making.saveOrder(tx.manager, order);
    }
    if (missing.length === 0) return;
    const planned = batch.plan.placements.filter(({ orderId }) => orderId === order.id).length;
    const promisedMinor = (promised * countOf(missing)) / planned;
    // A second set-up for a few pieces costs as much as one for many: the promise is measured with it.
    const mayCostMinor = promisedMinor * this.router.policy.againMayCostFactor + promised / 2;
    portion.missing = [];
    await this.making.savePortion(tx.manager, portion);
    const attempt = portion.attempt + 1;
    const isPlanned = await this.planner.plan(tx, { order, pieces: missing, attempt, mayCostMinor, preferred });
    // Where nobody can now, the pieces stay with their batch, for the next try.
    if (isPlanned) return;
    portion.missing = missing;
    await this.making.savePortion(tx.manager, portion);
  }
}
