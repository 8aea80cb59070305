// A placed order is taken in and planned, at the lab that the customer chose if it still can.

import { Inject, Injectable } from '@nestjs/common';
import type { PlacedOrder } from '#contracts/messages/order-messages';
import type { Tx } from '#platform/database/unit-of-work';
import { MakingOrderRow } from './making.entity.js';
import { MakingRepository } from './making.repository.js';
import { Planner } from './planner.js';

@Injectable()
export class PlanOrder {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(Planner) private readonly planner: Planner,
  ) {}

  async run(tx: Tx, placed: PlacedOrder): Promise<void> {
    const order = Object.assign(new MakingOrderRow(), {
      id: placed.orderId,
      placed,
      state: 'making' as const,
      refused: {},
      strandedAt: null,
      // A span from receipt: no two clocks are compared.
      promisedAt: new Date(Math.max(placed.option.readyAtMs, tx.nowMs + (placed.canWaitMs ?? 0))),
    });
    await this.making.saveOrder(tx.manager, order);
    const pieces = placed.release.parts.map((part) => ({
      partId: part.id,
      partName: part.name,
      count: part.quantity * placed.quantity,
    }));
    await this.planner.plan(tx, { order, pieces, attempt: 1, preferredLabId: placed.option.labId });
  }
}
