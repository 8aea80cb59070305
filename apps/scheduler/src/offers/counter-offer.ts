// A lab would make a batch at another price or date: the customers of all its orders are asked, and all must agree.

import { Inject, Injectable } from '@nestjs/common';
import type { DataOf } from '#contracts/define-message';
import type { CounterAnswered } from '#contracts/messages/order-messages';
import { OfferCountered } from '#contracts/messages/making-messages';
import { labShareMinor } from '#core/costing/price-plate';
import { atPrice, isBetter, moreForEach } from '#core/offer/counter-offer';
import type { Tx } from '#platform/database/unit-of-work';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import { MakingRepository, type LockedBatch } from '../planning/making.repository.js';
import { Router } from '../quoting/router.js';
import { CloseOffer } from './close-offer.js';
import { OfferRow, type CounterOffer } from './offer.entity.js';
import { refsOf } from './refs.js';

/** As the lab says it. */
interface Countered {
  readonly labPriceMinor?: number | undefined;
  readonly laterSeconds?: number | undefined;
  readonly reason: string;
}

@Injectable()
export class MakeCounterOffer {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(CloseOffer) private readonly closeOffer: CloseOffer,
    @Inject(Router) private readonly router: Router,
  ) {}

  async run(
    tx: Tx,
    { id: offerId, batchId }: OfferRow,
    { labPriceMinor, laterSeconds = 0, reason }: Countered,
  ): Promise<void> {
    const answerWithinMs = this.router.policy.counterAnswerWithinMs;
    const event = await this.closeOffer.run(tx, offerId, { kind: 'counter', reason, atMs: tx.nowMs, answerWithinMs });
    if (event?.kind !== 'countered') return;
    const whole = await this.making.whole(tx.manager, batchId);
    const owed = whole.portions.map((portion) => portion.owed);
    const offeredMinor = owed.reduce((sum, one) => sum + labShareMinor(one), 0);
    const counter: CounterOffer = { labPriceMinor: labPriceMinor ?? offeredMinor, laterSeconds, reason };
    await tx.manager.update(OfferRow, { id: offerId }, { counter });
    const more = moreForEach(owed, counter.labPriceMinor);
    const better = isBetter(more, laterSeconds);
    for (const [index, portion] of whole.portions.entries()) {
      portion.counterMoreMinor = more[index]!;
      portion.counterAgreed = better ? true : null;
      await this.making.savePortion(tx.manager, portion);
    }
    if (better) return this.agree(tx, offerId, await this.making.lockBatch(tx.manager, batchId));
    const { orders } = await this.making.lockBatch(tx.manager, batchId);
    for (const [index, { orderId }] of whole.portions.entries()) {
      await tx.tell(
        OfferCountered,
        { kind: 'order', id: orderId },
        {
          ...refsOf(whole.batch, orderId, offerId),
          reason,
          moreMinor: more[index]!,
          laterSeconds,
          currency: orders.get(orderId)!.placed.currency,
          expiresAtMs: event.expiresAtMs,
        },
      );
    }
  }

  /** All have agreed: the batch is to be made as the lab said. */
  async agree(tx: Tx, offerId: string, { portions, orders }: LockedBatch): Promise<void> {
    const { counter } = await tx.manager.findOneByOrFail(OfferRow, { id: offerId });
    for (const portion of portions) {
      const more = portion.counterMoreMinor ?? 0;
      portion.owed = atPrice(portion.owed, labShareMinor(portion.owed) + more);
      portion.moreMinor += Math.max(0, more);
      portion.savedMinor += Math.max(0, -more);
      portion.promisedAt = new Date(portion.promisedAt.getTime() + (counter?.laterSeconds ?? 0) * 1000);
      await this.making.savePortion(tx.manager, portion);
      const order = orders.get(portion.orderId)!;
      order.promisedAt = portion.promisedAt;
      await this.making.saveOrder(tx.manager, order);
    }
    await this.closeOffer.run(tx, offerId, { kind: 'agree' });
  }
}

/** One customer answers: a no ends it, the last yes too. */
@Injectable()
export class AnswerCounterOffer implements HandlesMessage<DataOf<typeof CounterAnswered>, Tx> {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(CloseOffer) private readonly closeOffer: CloseOffer,
    @Inject(MakeCounterOffer) private readonly counterOffer: MakeCounterOffer,
  ) {}

  async handle(
    { orderId, offerId, accepted }: DataOf<typeof CounterAnswered>,
    { unit: tx }: Context<Tx>,
  ): Promise<void> {
    const found = await tx.manager.findOneBy(OfferRow, { id: offerId });
    if (found === null) return;
    const whole = await this.making.lockBatch(tx.manager, found.batchId);
    const { state } = await tx.manager.findOneByOrFail(OfferRow, { id: offerId });
    const portion = whole.portions.find((each) => each.orderId === orderId);
    if (state !== 'countered' || !portion) return;
    portion.counterAgreed = accepted;
    await this.making.savePortion(tx.manager, portion);
    if (!accepted) await this.closeOffer.run(tx, offerId, { kind: 'disagree' });
    else if (whole.portions.every(({ counterAgreed }) => counterAgreed === true))
      await this.counterOffer.agree(tx, offerId, whole);
  }
}
