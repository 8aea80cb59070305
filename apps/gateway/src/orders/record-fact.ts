// Writes down what happened to an order, and what follows for the people: its state, its payment, a pick-up code.

import { Inject, Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import type { DataOf } from '#contracts/define-message';
import type { ShipmentReady } from '#contracts/messages/making-messages';
import type { OrderId } from '#core/kernel/ids';
import { customerAccount, holdAccount } from '#core/settlement/settle';
import type { Tx } from '#platform/database/unit-of-work';
import { PermanentFault } from '#platform/messaging/fault';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import type { OrderRow } from './order.entity.js';
import { OrderNews } from './order-news.js';
import type { OrderFact } from './order-fact.js';
import type { OrderPicture } from './order-view.js';
import { OrdersRepository } from './orders.repository.js';
import { PAYMENT_PROVIDER, type PaymentProvider } from './payment-provider.js';

@Injectable()
export class RecordFact implements HandlesMessage<{ orderId: OrderId }, Tx> {
  constructor(
    @Inject(OrdersRepository) private readonly orders: OrdersRepository,
    @Inject(OrderNews) private readonly news: OrderNews,
    @Inject(LedgerRepository) private readonly ledger: LedgerRepository,
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
  ) {}

  async handle(data: { orderId: OrderId }, { envelope, unit }: Context<Tx>): Promise<void> {
    const order = await this.orders.findLocked(unit.manager, data.orderId);
    if (!order) throw new PermanentFault(`there is no order ${data.orderId}`);
    const { id: eventId, atMs, type } = envelope;
    await this.record(unit, order, { eventId, atMs, type, data });
  }

  /** Records a fact about an order that this transaction holds, with its consequences. */
  async record(tx: Tx, order: OrderRow, fact: OrderFact): Promise<OrderPicture> {
    await this.orders.addFact(tx.manager, order.id, fact);
    const picture = await this.orders.pictureOf(order, tx.manager);
    const paymentState = await this.paymentAfter(tx, order, picture);
    await this.orders.update(tx.manager, order.id, { state: picture.state, paymentState });
    await this.news.tell(tx.manager, order.id);
    return picture;
  }

  private async paymentAfter(tx: Tx, order: OrderRow, picture: OrderPicture): Promise<OrderRow['paymentState']> {
    if (picture.state === 'settled' && order.paymentState === 'held') return this.provider.capture();
    if (picture.state !== 'cancelled' || order.paymentState === 'released') return order.paymentState;
    const { currency } = order.placed;
    const hold = holdAccount(order.id);
    const heldMinor = await this.ledger.balance(tx.manager, hold, currency);
    if (heldMinor !== 0) {
      const postings = [
        { account: hold, amountMinor: -heldMinor },
        { account: customerAccount(order.accountId), amountMinor: heldMinor },
      ];
      await this.ledger.post(tx.manager, { kind: 'release', orderId: order.id, currency, postings, atMs: tx.nowMs });
    }
    return this.provider.release();
  }
}

/** Gives the customer a code for what is ready to be collected. */
@Injectable()
export class IssuePickupCode implements HandlesMessage<DataOf<typeof ShipmentReady>, Tx> {
  constructor(@Inject(OrdersRepository) private readonly orders: OrdersRepository) {}

  async handle(
    { shipmentId: id, orderId, labId, delivery }: DataOf<typeof ShipmentReady>,
    { unit }: Context<Tx>,
  ): Promise<void> {
    const pickupCode = delivery === 'pickup' ? String(randomInt(1_000_000)).padStart(6, '0') : null;
    const nothing = { wrongCodes: 0, lockedUntil: null, confirmedAt: null };
    await this.orders.addShipment(unit.manager, { id, orderId, labId, delivery, pickupCode, ...nothing });
  }
}
