// An offer ends: by the lab's answer, by silence, or because the network takes it back. Always under the locks of all orders
// of its batch.

import { Inject, Injectable } from '@nestjs/common';
import { OfferWithdraw } from '#contracts/messages/lab-messages';
import { OfferAccepted, OfferDeclined, OfferLapsed, OfferWithdrawn } from '#contracts/messages/making-messages';
import type { OfferId } from '#core/kernel/ids';
import { decideOffer, evolveOffer, type OfferCommand, type OfferEvent } from '#core/offer/offer';
import type { Tx } from '#platform/database/unit-of-work';
import { MakingRepository, type LockedBatch } from '../planning/making.repository.js';
import { OfferRow } from './offer.entity.js';
import { refsOf, type OfferRefs } from './refs.js';

/** What an offer comes to; a counter-offer is on the way there. */
type Ending = Exclude<OfferEvent, { kind: 'countered' }>;

@Injectable()
export class CloseOffer {
  constructor(@Inject(MakingRepository) private readonly making: MakingRepository) {}

  /** Applies a command to an offer; answers what happened, undefined when the offer had ended or is not due. */
  async run(tx: Tx, offerId: string, command: OfferCommand): Promise<OfferEvent | undefined> {
    const found = await tx.manager.findOneBy(OfferRow, { id: offerId });
    if (found === null) return undefined;
    const whole = await this.making.lockBatch(tx.manager, found.batchId);
    const offer = await tx.manager.findOneByOrFail(OfferRow, { id: offerId });
    const decision = decideOffer(command, { state: offer.state, expiresAtMs: offer.expiresAt.getTime() });
    if (!decision.ok) return undefined;
    const event = decision.value;
    const evolved = evolveOffer({ state: offer.state, expiresAtMs: offer.expiresAt.getTime() }, event);
    offer.state = evolved.state;
    offer.expiresAt = new Date(evolved.expiresAtMs);
    await tx.manager.save(OfferRow, offer);
    const by = command.kind === 'disagree' ? 'customer' : 'lab';
    if (event.kind !== 'countered') await this.apply(tx, whole, { offerId: offer.id as OfferId, event, by });
    return event;
  }

  private async apply(
    tx: Tx,
    { batch, portions, orders }: LockedBatch,
    { offerId, event, by }: { offerId: OfferId; event: Ending; by: 'lab' | 'customer' },
  ): Promise<void> {
    batch.state = event.kind === 'accepted' ? 'accepted' : event.kind === 'withdrawn' ? 'cancelled' : 'dropped';
    await this.making.saveBatch(tx.manager, batch);
    // The lab is told that its answer is not awaited any more.
    if (event.kind !== 'accepted' && (event.kind !== 'declined' || by === 'customer')) {
      const reason = event.kind === 'lapsed' ? 'The time to answer is over.' : event.reason;
      await tx.send(OfferWithdraw, batch.labId, { offerId, reason });
    }
    for (const portion of portions) {
      // Of a cancelled order nothing is missing any more.
      if (event.kind !== 'accepted' && orders.get(portion.orderId)?.state !== 'cancelled') {
        portion.missing = portion.pieces;
        await this.making.savePortion(tx.manager, portion);
      }
      await this.tell(tx, refsOf(batch, portion.orderId, offerId), event);
    }
  }

  private tell(tx: Tx, refs: OfferRefs, event: Ending): Promise<void> {
    const thing = { kind: 'order', id: refs.orderId };
    switch (event.kind) {
      case 'accepted':
        return tx.tell(OfferAccepted, thing, refs);
      case 'declined':
        return tx.tell(OfferDeclined, thing, { ...refs, reason: event.reason });
      case 'lapsed':
        return tx.tell(OfferLapsed, thing, refs);
      case 'withdrawn':
        return tx.tell(OfferWithdrawn, thing, { ...refs, reason: event.reason });
    }
  }
}
