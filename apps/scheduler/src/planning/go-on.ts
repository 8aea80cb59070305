// The customer has looked at the prototype: the rest is planned where that was made, or the order ends with it.

import { Inject, Injectable } from '@nestjs/common';
import { OrderEnded } from '#contracts/messages/making-messages';
import { piecesToPlan } from '#core/batch/pieces-to-plan';
import type { LabId } from '#core/kernel/ids';
import type { Tx } from '#platform/database/unit-of-work';
import { HandOver } from '../shipments/hand-over.js';
import type { MakingOrderRow } from './making.entity.js';
import { MakingRepository } from './making.repository.js';
import { Planner } from './planner.js';

@Injectable()
export class GoOn {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(Planner) private readonly planner: Planner,
    @Inject(HandOver) private readonly handOver: HandOver,
  ) {}

  async run(tx: Tx, order: MakingOrderRow, goOn: boolean): Promise<void> {
    const { held } = order;
    if (held.length === 0) return;
    order.held = [];
    if (!goOn) return this.end(tx, order);
    order.unplanned = [...order.unplanned, ...held];
    await this.making.saveOrder(tx.manager, order);
    const made = await this.making.portionsOf(tx.manager, order.id);
    const { option, release } = order.placed;
    for (const { pieces, labId } of piecesToPlan(held, option, release.parts)) {
      const like = made.find(({ portion }) => portion.pieces.some(({ partId }) => partId === pieces[0]?.partId));
      const preferred = { labId: (like?.batch.labId as LabId | undefined) ?? labId };
      await this.planner.plan(tx, { order, pieces, attempt: 1, preferred });
    }
  }

  /** What is under way of the prototype is handed over as ever; after that nothing tells any more that it is complete. */
  private async end(tx: Tx, order: MakingOrderRow): Promise<void> {
    const isOver = await this.handOver.isComplete(tx, order);
    if (isOver) order.state = 'complete';
    await this.making.saveOrder(tx.manager, order);
    const { orderId } = order.placed;
    if (isOver) await tx.tell(OrderEnded, { kind: 'order', id: order.id }, { orderId });
  }
}
