// The customer chooses another lab for what was planned again, while nobody has accepted it.

import { Inject, Injectable } from '@nestjs/common';
import type { OrderView } from '#contracts/http/orders';
import { LabChosen } from '#contracts/messages/order-messages';
import type { LabId, NewId, OrderId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { NEW_ID } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import type { Identity } from '#platform/http/identity';
import { OrdersRepository } from './orders.repository.js';
import { RecordFact } from './record-fact.js';
import { noSuchOrder } from './show-orders.js';

@Injectable()
export class ChooseLab {
  constructor(
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(OrdersRepository) private readonly orders: OrdersRepository,
    @Inject(RecordFact) private readonly recording: RecordFact,
    @Inject(NEW_ID) private readonly newId: NewId,
  ) {}

  handle(account: Identity, orderId: OrderId, labId: LabId): Promise<Result<OrderView>> {
    return this.unitOfWork.run(async (tx) => {
      const order = await this.orders.findLocked(tx.manager, orderId);
      if (order?.accountId !== account.accountId) return noSuchOrder(orderId);
      const { choice } = await this.orders.pictureOf(order, tx.manager);
      const chosen = choice.alternatives.find((each) => each.labId === labId);
      if (!chosen) {
        return refuse('order/no-alternative', 'That lab cannot be asked instead, or a lab has accepted meanwhile.', {
          remedy: 'Look at the order again: it names the labs that can be chosen now.',
        });
      }
      const batchIds = [...choice.batchIds];
      const data = { orderId, labId, labName: chosen.labName, batchIds };
      const fact = { eventId: this.newId('event'), atMs: tx.nowMs, type: LabChosen.name, data };
      await this.recording.record(tx, order, fact);
      await tx.tell(LabChosen, { kind: 'order', id: orderId }, { orderId, labId, batchIds });
      return ok(await this.orders.viewOf((await this.orders.find(orderId, tx.manager))!, tx.manager));
    });
  }
}
