// Each planned batch is offered to its lab.

import { Inject, Injectable } from '@nestjs/common';
import { OfferMake } from '#contracts/messages/lab-messages';
import { OfferMade } from '#contracts/messages/making-messages';
import { addPieces } from '#core/batch/batch';
import { addBreakdowns, labShareMinor } from '#core/costing/price-plate';
import type { NewId } from '#core/kernel/ids';
import { NEW_ID } from '#platform/clock/clock';
import type { Tx } from '#platform/database/unit-of-work';
import { NetworkPicture } from '../network/network-picture.js';
import type { MakingOrderRow } from '../planning/making.entity.js';
import { MakingRepository, type LockedBatch } from '../planning/making.repository.js';
import { Router } from '../quoting/router.js';
import { describeBatch } from './describe-batch.js';
import { OfferRow } from './offer.entity.js';
import { refsOf } from './refs.js';

@Injectable()
export class MakeOffers {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(NetworkPicture) private readonly picture: NetworkPicture,
    @Inject(Router) private readonly router: Router,
    @Inject(NEW_ID) private readonly newId: NewId,
  ) {}

  /** Offers what is planned of an order; what still gathers is offered when it closes. */
  async run(tx: Tx, order: MakingOrderRow): Promise<void> {
    for (const { batch } of await this.making.portionsOf(tx.manager, order.id)) {
      if (batch.state !== 'planned') continue;
      await this.offer(tx, await this.making.lockBatch(tx.manager, batch.id));
    }
  }

  /** Offers a planned batch to its lab; all its orders must be locked. */
  async offer(tx: Tx, whole: LockedBatch): Promise<void> {
    const { batch, portions, orders } = whole;
    const answerWithinMs = this.router.policy.answerWithinMs[this.picture.answersOf(batch.labId)];
    const offer = Object.assign(new OfferRow(), {
      id: this.newId('offer'),
      batchId: batch.id,
      labId: batch.labId,
      state: 'open' as const,
      counter: null,
      expiresAt: new Date(tx.nowMs + answerWithinMs),
    });
    await tx.manager.insert(OfferRow, offer as never);
    batch.state = 'offered';
    await this.making.saveBatch(tx.manager, batch);
    const labPriceMinor = labShareMinor(addBreakdowns(portions.map(({ owed }) => owed)));
    const { currency } = orders.get(portions[0]!.orderId)!.placed;
    await tx.send(OfferMake, batch.labId, {
      ...describeBatch(whole),
      offerId: refsOf(batch, portions[0]!.orderId, offer.id).offerId,
      units: addPieces(portions.map(({ pieces }) => pieces)),
      boxMm: batch.plan.boxMm,
      labPriceMinor,
      currency,
      distanceKm: Math.min(...portions.map(({ distanceKm }) => distanceKm)),
      answerWithinMs,
    });
    for (const { orderId, owed } of portions) {
      await tx.tell(
        OfferMade,
        { kind: 'order', id: orderId },
        {
          ...refsOf(batch, orderId, offer.id),
          expiresAtMs: offer.expiresAt.getTime(),
          labPriceMinor: labShareMinor(owed),
          currency,
        },
      );
    }
  }
}
