// The entries of an order, and noting that its invoice was paid.

import { Inject, Injectable } from '@nestjs/common';
import type { OrderId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { customerAccount } from '#core/settlement/settle';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import type { Identity } from '#platform/http/identity';
import { OrdersRepository } from '../orders/orders.repository.js';
import { noSuchOrder, ShowOrders } from '../orders/show-orders.js';
import { LedgerRepository, type EntryView } from './ledger.repository.js';

@Injectable()
export class ShowLedger {
  constructor(
    @Inject(ShowOrders) private readonly show: ShowOrders,
    @Inject(OrdersRepository) private readonly orders: OrdersRepository,
    @Inject(LedgerRepository) private readonly ledger: LedgerRepository,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
  ) {}

  async ofOrder(account: Identity, orderId: OrderId): Promise<Result<{ entries: EntryView[]; balanced: boolean }>> {
    const order = await this.show.own(account, orderId);
    if (!order.ok) return order;
    const entries = await this.ledger.entriesOf(orderId);
    const sums = new Map<string, number>();
    for (const { transactionId, currency, amountMinor } of entries) {
      const key = `${transactionId}|${currency}`;
      sums.set(key, (sums.get(key) ?? 0) + amountMinor);
    }
    return ok({ entries, balanced: [...sums.values()].every((sum) => sum === 0) });
  }

  recordPayment(orderId: OrderId, reference: string): Promise<Result<{ entries: EntryView[] }>> {
    return this.unitOfWork.run(async (tx) => {
      const order = await this.orders.findLocked(tx.manager, orderId);
      if (!order) return noSuchOrder(orderId);
      if (order.paymentState === 'paid' || order.paymentState === 'released') {
        return refuse('payment/not-due', `The payment of ${orderId} is ${order.paymentState}.`, {
          remedy: 'Nothing is to be done.',
        });
      }
      const { heldMinor, currency } = order.placed;
      const postings = [
        { account: `provider:${order.paymentProvider}`, amountMinor: -heldMinor },
        { account: customerAccount(order.accountId), amountMinor: heldMinor },
      ];
      await this.ledger.post(tx.manager, { kind: 'payment', orderId, reference, currency, postings, atMs: tx.nowMs });
      await this.orders.update(tx.manager, orderId, { paymentState: 'paid' });
      return ok({ entries: await this.ledger.entriesOf(orderId, tx.manager) });
    });
  }
}
