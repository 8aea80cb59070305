// The customer's word on a lab's counter-offer: for a yes the difference is held first, in the same transaction.

import { Inject, Injectable } from '@nestjs/common';
import type { OrderView } from '#contracts/http/orders';
import { CounterAnswered } from '#contracts/messages/order-messages';
import type { NewId, OfferId, OrderId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { holdPostings } from '#core/settlement/settle';
import { NEW_ID } from '#platform/clock/clock';
import { UNIT_OF_WORK, type Tx, type UnitOfWork } from '#platform/database/unit-of-work';
import type { Identity } from '#platform/http/identity';
import { RefusedRequest, valueOrRefused } from '#platform/http/refused-request';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import type { OrderRow } from './order.entity.js';
import { OrdersRepository } from './orders.repository.js';
import { PAYMENT_PROVIDER, type PaymentProvider } from './payment-provider.js';
import { RecordFact } from './record-fact.js';
import { noSuchOrder } from './show-orders.js';

interface Answer {
  readonly orderId: OrderId;
  readonly offerId: OfferId;
  readonly accepted: boolean;
}

@Injectable()
export class AnswerCounterOffer {
  @Inject(UNIT_OF_WORK) private readonly unitOfWork!: UnitOfWork;
  @Inject(OrdersRepository) private readonly orders!: OrdersRepository;
  @Inject(LedgerRepository) private readonly ledger!: LedgerRepository;
  @Inject(PAYMENT_PROVIDER) private readonly provider!: PaymentProvider;
  @Inject(RecordFact) private readonly recording!: RecordFact;
  @Inject(NEW_ID) private readonly newId!: NewId;

  async handle(account: Identity, answer: Answer): Promise<Result<OrderView>> {
    try {
      return await this.unitOfWork.run((tx) => this.answer(tx, account, answer));
    } catch (error) {
      // A refusal undoes the transaction: no money is held for an answer that was not taken.
      if (error instanceof RefusedRequest) return { ok: false, refusal: error.refusal };
      throw error;
    }
  }

  private async answer(tx: Tx, account: Identity, answer: Answer): Promise<Result<OrderView>> {
    const { orderId, offerId, accepted } = answer;
    const order = await this.orders.findLocked(tx.manager, orderId);
    // The customer's money is the customer's to promise: a steward does not.
    if (order?.accountId !== account.accountId) return noSuchOrder(orderId);
    const { counterOffers } = await this.orders.pictureOf(order, tx.manager);
    const counter = counterOffers.find((each) => each.offerId === offerId);
    if (!counter || Date.parse(counter.expiresAt) <= tx.nowMs) {
      return refuse('order/no-counter-offer', `No counter-offer ${offerId} of this order waits for an answer.`, {
        remedy: 'Look at the order again: it may have been answered, or its time may be over.',
      });
    }
    if (accepted && counter.moreMinor > 0) await this.holdMore(tx, order, { offerId, moreMinor: counter.moreMinor });
    const { labName, moreMinor } = counter;
    const data = { orderId, offerId, accepted, labName, moreMinor };
    const fact = { eventId: this.newId('event'), atMs: tx.nowMs, type: CounterAnswered.name, data };
    await this.recording.record(tx, order, fact);
    await tx.tell(CounterAnswered, { kind: 'order', id: orderId }, { orderId, offerId, accepted });
    return ok(await this.orders.viewOf((await this.orders.find(orderId, tx.manager))!, tx.manager));
  }

  private async holdMore(tx: Tx, order: OrderRow, more: { offerId: OfferId; moreMinor: number }): Promise<void> {
    const { id: orderId, accountId } = order;
    const { currency } = order.placed;
    valueOrRefused(await this.provider.authorise(tx.manager, { accountId, orderId, amountMinor: more.moreMinor, currency })); // prettier-ignore
    const postings = holdPostings(accountId, orderId, more.moreMinor);
    await this.ledger.post(tx.manager, {
      kind: 'hold-more',
      orderId,
      reference: more.offerId,
      currency,
      postings,
      atMs: tx.nowMs,
    });
  }
}
