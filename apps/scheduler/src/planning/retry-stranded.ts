// Orders that nobody could make are tried again when the network may have changed.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { MINUTE_MS } from '#core/kernel/time';
import { piecesToPlan } from '#core/batch/pieces-to-plan';
import { DATA_SOURCE } from '#platform/database/data-source';
import { UNIT_OF_WORK, type Tx, type UnitOfWork } from '#platform/database/unit-of-work';
import type { RunsRegularly } from '#platform/messaging/handlers';
import type { MakingOrderRow } from './making.entity.js';
import { MakingRepository } from './making.repository.js';
import { Planner } from './planner.js';

/** A lab that let an offer lapse, or failed, is forgiven after this; one that declined said no for good. */
const FORGIVEN_AFTER_MS = 15 * MINUTE_MS;

@Injectable()
export class RetryStranded implements RunsRegularly {
  constructor(
    @Inject(DATA_SOURCE) private readonly source: DataSource,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(Planner) private readonly planner: Planner,
  ) {}

  async run(): Promise<void> {
    for (const { id } of await this.making.strandedOrderIds(this.source.manager)) {
      await this.unitOfWork.run((tx) => this.retry(tx, id));
    }
  }

  private async retry(tx: Tx, orderId: string): Promise<void> {
    const order = await this.making.lock(tx.manager, orderId);
    if (order?.state !== 'stranded') return;
    forgive(order, tx.nowMs);
    const { option, release } = order.placed;
    for (const { pieces } of piecesToPlan(order.unplanned, option, release.parts))
      if (!(await this.planner.plan(tx, { order, pieces, attempt: 1 }))) return;
    for (const { portion } of await this.making.portionsOf(tx.manager, orderId)) {
      const { missing } = portion;
      if (missing.length === 0) continue;
      if (!(await this.planner.plan(tx, { order, pieces: missing, attempt: portion.attempt + 1 }))) return;
      portion.missing = [];
      await this.making.savePortion(tx.manager, portion);
    }
    order.state = 'making';
    order.strandedAt = null;
    await this.making.saveOrder(tx.manager, order);
  }
}

function forgive(order: MakingOrderRow, nowMs: number): void {
  const kept = Object.entries(order.refused).filter(
    ([, { kind, atMs }]) => kind === 'declined' || nowMs - atMs < FORGIVEN_AFTER_MS,
  );
  order.refused = Object.fromEntries(kept);
}
