// Orders that nobody could make are tried again when the network may have changed.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { MINUTE_MS } from '#core/kernel/time';
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
    const portions = (await this.making.portionsOf(tx.manager, orderId)).map(({ portion }) => portion);
    const owing = portions.filter(({ missing }) => missing.length > 0);
    if (owing.length === 0) return this.planFromTheStart(tx, order);
    for (const portion of owing) {
      const { missing } = portion;
      await this.planner.plan(tx, { order, pieces: missing, attempt: portion.attempt + 1 });
      if ((order.state as string) === 'stranded') return;
      portion.missing = [];
      await this.making.savePortion(tx.manager, portion);
    }
  }

  private planFromTheStart(tx: Tx, order: MakingOrderRow): Promise<void> {
    const { release, quantity } = order.placed;
    const pieces = release.parts.map((part) => ({
      partId: part.id,
      partName: part.name,
      count: part.quantity * quantity,
    }));
    return this.planner.plan(tx, { order, pieces, attempt: 1 });
  }
}

function forgive(order: MakingOrderRow, nowMs: number): void {
  const kept = Object.entries(order.refused).filter(
    ([, { kind, atMs }]) => kind === 'declined' || nowMs - atMs < FORGIVEN_AFTER_MS,
  );
  order.refused = Object.fromEntries(kept);
}
