// The customer would rather have another lab make what was planned again: the one that was asked is told, the other is asked.

import { Inject, Injectable } from '@nestjs/common';
import type { DataOf } from '#contracts/define-message';
import type { LabChosen } from '#contracts/messages/order-messages';
import { LIVING_OFFER } from '#core/offer/offer';
import type { Tx } from '#platform/database/unit-of-work';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import { MakingRepository } from '../planning/making.repository.js';
import { RouteAgain } from '../planning/route-again.js';
import { CloseOffer } from './close-offer.js';
import { OfferRow } from './offer.entity.js';

const REASON = 'The customer chose another lab.';

@Injectable()
export class ChooseLab implements HandlesMessage<DataOf<typeof LabChosen>, Tx> {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(CloseOffer) private readonly closeOffer: CloseOffer,
    @Inject(RouteAgain) private readonly routeAgain: RouteAgain,
  ) {}

  async handle({ orderId, labId, batchIds }: DataOf<typeof LabChosen>, { unit: tx }: Context<Tx>): Promise<void> {
    const order = await this.making.lock(tx.manager, orderId);
    if (order?.state !== 'making') return;
    for (const { batch, portions } of await this.making.livingBatches(tx.manager, orderId)) {
      // What a lab has accepted stays there, and what others share is not one customer's to move.
      const isTheirs = batchIds.some((id) => id === batch.id) && portions.length === 1;
      if (!isTheirs || batch.state !== 'offered' || batch.labId === labId) continue;
      const offers = await tx.manager.findBy(OfferRow, { batchId: batch.id });
      const offer = offers.find(({ state }) => LIVING_OFFER.includes(state));
      const ended = offer && (await this.closeOffer.run(tx, offer.id, { kind: 'withdraw', reason: REASON }));
      // Routed here, with the lab that was chosen: of what the withdrawal leaves behind nothing is missing then.
      if (ended) await this.routeAgain.run(tx, order, batch.id, { preferred: { labId } });
    }
  }
}
