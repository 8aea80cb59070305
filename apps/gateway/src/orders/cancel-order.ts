// Cancels an order while nothing of it has been begun; the money goes back when no lab is about to make it any more.

import { Inject, Injectable } from '@nestjs/common';
import type { OrderView } from '#contracts/http/orders';
import { OrderCancelled } from '#contracts/messages/order-messages';
import type { NewId, OrderId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { NEW_ID } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import type { Identity } from '#platform/http/identity';
import { OrdersRepository } from './orders.repository.js';
import { RecordFact } from './record-fact.js';
import { maySee, noSuchOrder } from './show-orders.js';

const OPEN = new Set(['placed', 'gathering', 'planned', 'accepted', 'stranded']);

@Injectable()
export class CancelOrder {
  constructor(
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(OrdersRepository) private readonly orders: OrdersRepository,
    @Inject(RecordFact) private readonly recording: RecordFact,
    @Inject(NEW_ID) private readonly newId: NewId,
  ) {}

  handle(account: Identity, orderId: OrderId, reason: string): Promise<Result<OrderView>> {
    return this.unitOfWork.run(async (tx) => {
      const order = await this.orders.findLocked(tx.manager, orderId);
      if (!order || !maySee(account, order)) return noSuchOrder(orderId);
      const { state, begun } = await this.orders.pictureOf(order, tx.manager);
      if (!OPEN.has(state) || begun) {
        return refuse('order/too-late', `The order is ${state}: it can be cancelled until a machine has begun.`, {
          remedy: 'Speak with the lab that makes it.',
        });
      }
      const fact = {
        eventId: this.newId('event'),
        atMs: tx.nowMs,
        type: OrderCancelled.name,
        data: { orderId, reason },
      };
      await this.recording.record(tx, order, fact);
      await tx.tell(OrderCancelled, { kind: 'order', id: orderId }, { orderId, reason });
      return ok(await this.orders.viewOf((await this.orders.find(orderId, tx.manager))!, tx.manager));
    });
  }
}
