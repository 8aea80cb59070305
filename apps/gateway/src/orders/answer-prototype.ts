// The customer's word on the prototype: the rest is made, or nothing more.

import { Inject, Injectable } from '@nestjs/common';
import type { OrderView } from '#contracts/http/orders';
import { PrototypeAnswered } from '#contracts/messages/order-messages';
import type { NewId, OrderId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { NEW_ID } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import type { Identity } from '#platform/http/identity';
import { OrdersRepository } from './orders.repository.js';
import { RecordFact } from './record-fact.js';
import { noSuchOrder } from './show-orders.js';

@Injectable()
export class AnswerPrototype {
  constructor(
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(OrdersRepository) private readonly orders: OrdersRepository,
    @Inject(RecordFact) private readonly recording: RecordFact,
    @Inject(NEW_ID) private readonly newId: NewId,
  ) {}

  handle(account: Identity, orderId: OrderId, goOn: boolean): Promise<Result<OrderView>> {
    return this.unitOfWork.run(async (tx) => {
      const order = await this.orders.findLocked(tx.manager, orderId);
      if (order?.accountId !== account.accountId) return noSuchOrder(orderId);
      const { prototype } = await this.orders.pictureOf(order, tx.manager);
      if (prototype !== 'made') {
        return refuse('order/no-prototype', 'No prototype of this order waits for your word.', {
          remedy: 'Look at the order again: it may not be made yet, or you have answered already.',
        });
      }
      const data = { orderId, goOn };
      const fact = { eventId: this.newId('event'), atMs: tx.nowMs, type: PrototypeAnswered.name, data };
      await this.recording.record(tx, order, fact);
      await tx.tell(PrototypeAnswered, { kind: 'order', id: orderId }, data);
      return ok(await this.orders.viewOf((await this.orders.find(orderId, tx.manager))!, tx.manager));
    });
  }
}
