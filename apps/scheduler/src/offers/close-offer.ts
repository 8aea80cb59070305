// An offer ends: by the lab's answer, by silence, or because the network takes it back. Always under the order's lock.

import { Inject, Injectable } from '@nestjs/common';
import { OfferWithdraw } from '#contracts/messages/lab-messages';
import { OfferAccepted, OfferDeclined, OfferLapsed, OfferWithdrawn } from '#contracts/messages/making-messages';
import { decideOffer, evolveOffer, type OfferCommand, type OfferEvent } from '#core/offer/offer';
import type { Tx } from '#platform/database/unit-of-work';
import type { BatchRow } from '../planning/making.entity.js';
import { MakingRepository } from '../planning/making.repository.js';
import { OfferRow } from './offer.entity.js';
import { refsOf } from './refs.js';

@Injectable()
export class CloseOffer {
  constructor(@Inject(MakingRepository) private readonly making: MakingRepository) {}

  /** Applies a command to an offer; answers what happened, undefined when the offer had ended or is not due. */
  async run(tx: Tx, offerId: string, command: OfferCommand): Promise<OfferEvent | undefined> {
    const found = await tx.manager.findOneBy(OfferRow, { id: offerId });
    if (found === null || (await this.making.lock(tx.manager, found.orderId)) === undefined) return undefined;
    const offer = await tx.manager.findOneByOrFail(OfferRow, { id: offerId });
    const decision = decideOffer(command, { state: offer.state, expiresAtMs: offer.expiresAt.getTime() });
    if (!decision.ok) return undefined;
    offer.state = evolveOffer({ state: offer.state, expiresAtMs: 0 }, decision.value).state;
    await tx.manager.save(OfferRow, offer);
    const batch = await this.making.batch(tx.manager, offer.batchId);
    await this.apply(tx, batch, offer.id, decision.value);
    return decision.value;
  }

  private async apply(tx: Tx, batch: BatchRow, offerId: string, event: OfferEvent): Promise<void> {
    const refs = refsOf(batch, offerId);
    const thing = { kind: 'order', id: batch.orderId };
    batch.state = event.kind === 'accepted' ? 'accepted' : event.kind === 'withdrawn' ? 'cancelled' : 'dropped';
    if (batch.state === 'dropped') batch.missing = batch.pieces;
    await this.making.saveBatch(tx.manager, batch);
    if (event.kind === 'accepted') return tx.tell(OfferAccepted, thing, refs);
    if (event.kind === 'declined') return tx.tell(OfferDeclined, thing, { ...refs, reason: event.reason });
    // The lab is told that its answer is not awaited any more.
    const reason = event.kind === 'lapsed' ? 'The time to answer is over.' : event.reason;
    await tx.send(OfferWithdraw, batch.labId, { offerId: refs.offerId, reason });
    if (event.kind === 'lapsed') return tx.tell(OfferLapsed, thing, refs);
    return tx.tell(OfferWithdrawn, thing, { ...refs, reason });
  }
}
