// A placed order is taken in and planned, at the labs that the customer chose if they still can.

import { Inject, Injectable } from '@nestjs/common';
import { piecesToPlan, prototypeOf } from '#core/batch/pieces-to-plan';
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
    const { release, quantity, option } = placed;
    const all = release.parts.map(({ id, name, quantity: each }) => {
      return { partId: id, partName: name, count: each * quantity };
    });
    const { first, rest } = placed.prototypeFirst === true ? prototypeOf(all, release.parts) : { first: all, rest: [] };
    const order = Object.assign(new MakingOrderRow(), {
      id: placed.orderId,
      placed,
      state: 'making' as const,
      refused: {},
      strandedAt: null,
      unplanned: first,
      held: rest,
      // A span from receipt: no two clocks are compared.
      promisedAt: new Date(Math.max(placed.option.readyAtMs, tx.nowMs + (placed.canWaitMs ?? 0))),
    });
    await this.making.add(tx.manager, order);
    for (const { pieces, labId, machineId } of piecesToPlan(first, option, release.parts))
      await this.planner.plan(tx, { order, pieces, attempt: 1, preferred: { labId, machineId } });
  }
}
