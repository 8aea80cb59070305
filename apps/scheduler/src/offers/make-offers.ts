// Each planned batch is offered to its lab.

import { Inject, Injectable } from '@nestjs/common';
import { OfferMake } from '#contracts/messages/lab-messages';
import { OfferMade } from '#contracts/messages/making-messages';
import { labShareMinor } from '#core/costing/price-plate';
import type { NewId } from '#core/kernel/ids';
import { NEW_ID } from '#platform/clock/clock';
import type { Tx } from '#platform/database/unit-of-work';
import { NetworkPicture } from '../network/network-picture.js';
import type { BatchRow, MakingOrderRow } from '../planning/making.entity.js';
import { MakingRepository } from '../planning/making.repository.js';
import { Router } from '../quoting/router.js';
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

  async run(tx: Tx, order: MakingOrderRow): Promise<void> {
    const batches = await this.making.livingBatches(tx.manager, order.id);
    for (const batch of batches) if (batch.state === 'planned') await this.offer(tx, order, batch);
  }

  private async offer(tx: Tx, { placed }: MakingOrderRow, batch: BatchRow): Promise<void> {
    const answerWithinMs = this.router.policy.answerWithinMs[this.picture.answersOf(batch.labId)];
    const offer = Object.assign(new OfferRow(), {
      id: this.newId('offer'),
      batchId: batch.id,
      orderId: batch.orderId,
      labId: batch.labId,
      state: 'open' as const,
      expiresAt: new Date(tx.nowMs + answerWithinMs),
    });
    await tx.manager.save(OfferRow, offer);
    batch.state = 'offered';
    await this.making.saveBatch(tx.manager, batch);
    const refs = refsOf(batch, offer.id);
    const labPriceMinor = labShareMinor(batch.owed);
    const process = placed.release.parts.find((part) => part.id === batch.pieces[0]!.partId)!.process;
    await tx.send(OfferMake, batch.labId, {
      offerId: refs.offerId,
      batchId: refs.batchId,
      machineId: refs.machineId,
      process,
      material: placed.material,
      color: placed.color,
      license: placed.release.license,
      title: placed.release.title,
      units: batch.pieces,
      plate: batch.plate,
      boxMm: batch.plan.boxMm,
      estimate: { seconds: batch.plan.seconds, massGrams: batch.plan.massGrams },
      labPriceMinor,
      currency: placed.currency,
      distanceKm: batch.distanceKm,
      answerWithinMs,
    });
    await tx.tell(
      OfferMade,
      { kind: 'order', id: batch.orderId },
      { ...refs, expiresAtMs: offer.expiresAt.getTime(), labPriceMinor, currency: placed.currency },
    );
  }
}
