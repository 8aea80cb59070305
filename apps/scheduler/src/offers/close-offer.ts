// An offer ends: by the lab's answer, by silence, or because the network takes it back. Always under the locks of all orders
// of its batch.

import { Inject, Injectable } from '@nestjs/common';
import { OfferWithdraw } from '#contracts/messages/lab-messages';
import { OfferAccepted, OfferDeclined, OfferLapsed, OfferWithdrawn } from '#contracts/messages/making-messages';
import type { Currency } from '#core/kernel/money';
import type { OfferId } from '#core/kernel/ids';
import { decideOffer, evolveOffer, type OfferCommand, type OfferEvent } from '#core/offer/offer';
import type { Tx } from '#platform/database/unit-of-work';
import type { PortionRow } from '../planning/making.entity.js';
import { MakingRepository, type LockedBatch } from '../planning/making.repository.js';
import { LabsRepository } from '../network/labs.repository.js';
import { OfferRow } from './offer.entity.js';
import { refsOf, type OfferRefs } from './refs.js';

/** What an offer comes to; a counter-offer is on the way there. */
type Ending = Exclude<OfferEvent, { kind: 'countered' }>;

interface Ended {
  readonly offer: OfferRow;
  readonly event: Ending;
  /** Whose word it was, or was missing: the lab's, or after its counter-offer the customers'. */
  readonly by: 'lab' | 'customer';
}

interface Agreed {
  readonly moreMinor?: number;
  readonly laterSeconds?: number;
  readonly currency?: Currency;
}

const LAPSED = {
  lab: 'The time to answer is over.',
  customer: 'The customer did not answer the counter-offer in time.',
};
const BACK = 'New ones come when the lab says that it is back.';

@Injectable()
export class CloseOffer {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(LabsRepository) private readonly labs: LabsRepository,
  ) {}

  /** Applies a command to an offer; answers what happened, undefined when the offer had ended or is not due. */
  async run(tx: Tx, offerId: string, command: OfferCommand): Promise<OfferEvent | undefined> {
    const found = await tx.manager.findOneBy(OfferRow, { id: offerId });
    if (found === null) return undefined;
    const whole = await this.making.lockBatch(tx.manager, found.batchId);
    const offer = await tx.manager.findOneByOrFail(OfferRow, { id: offerId });
    const decision = decideOffer(command, { state: offer.state, expiresAtMs: offer.expiresAt.getTime() });
    if (!decision.ok) return undefined;
    const event = decision.value;
    const by = offer.state === 'countered' && command.kind !== 'decline' ? 'customer' : 'lab';
    const evolved = evolveOffer({ state: offer.state, expiresAtMs: offer.expiresAt.getTime() }, event);
    offer.state = evolved.state;
    offer.expiresAt = new Date(evolved.expiresAtMs);
    await tx.manager.save(OfferRow, offer);
    if (event.kind !== 'countered') await this.apply(tx, whole, { offer, event, by });
    return event;
  }

  private async apply(tx: Tx, { batch, portions, orders }: LockedBatch, { offer, event, by }: Ended): Promise<void> {
    batch.state = event.kind === 'accepted' ? 'accepted' : event.kind === 'withdrawn' ? 'cancelled' : 'dropped';
    await this.making.saveBatch(tx.manager, batch);
    for (const portion of portions) {
      // Of a cancelled order nothing is missing any more.
      if (event.kind !== 'accepted' && orders.get(portion.orderId)?.state !== 'cancelled') {
        portion.missing = portion.pieces;
        await this.making.savePortion(tx.manager, portion);
      }
      const agreed = by === 'customer' ? agreedOf(offer, portion, orders.get(portion.orderId)?.placed.currency) : {};
      await this.tell(tx, refsOf(batch, portion.orderId, offer.id), { event, by, agreed });
    }
    // The lab's row last: whoever holds it waits for no order.
    await this.tellLab(tx, { offer, event, by });
  }

  /** The lab is told that its answer is not awaited any more. */
  private async tellLab(tx: Tx, { offer, event, by }: Ended): Promise<void> {
    const offerId = offer.id as OfferId;
    if (event.kind === 'accepted' || (event.kind === 'declined' && by === 'lab')) return;
    const isQuiet =
      event.kind === 'lapsed' && by === 'lab' && (await this.labs.noteLapse(tx.manager, offer.labId, tx.nowMs));
    const reason = event.kind === 'lapsed' ? LAPSED[by] : event.reason;
    await tx.send(OfferWithdraw, offer.labId, { offerId, reason: isQuiet ? `${reason} ${BACK}` : reason });
  }

  private tell(
    tx: Tx,
    refs: OfferRefs,
    { event, by, agreed }: Pick<Ended, 'event' | 'by'> & { agreed: Agreed },
  ): Promise<void> {
    const whose = by === 'customer' ? { by } : {};
    const thing = { kind: 'order', id: refs.orderId };
    switch (event.kind) {
      case 'accepted':
        return tx.tell(OfferAccepted, thing, { ...refs, ...agreed });
      case 'declined':
        return tx.tell(OfferDeclined, thing, { ...refs, reason: event.reason, ...whose });
      case 'lapsed':
        return tx.tell(OfferLapsed, thing, { ...refs, ...whose });
      case 'withdrawn':
        return tx.tell(OfferWithdrawn, thing, { ...refs, reason: event.reason });
    }
  }
}

/** What the counter-offer that stands now means for one of its orders. */
const agreedOf = ({ counter }: OfferRow, { counterMoreMinor }: PortionRow, currency: Currency | undefined): Agreed => ({
  moreMinor: counterMoreMinor ?? 0,
  laterSeconds: counter?.laterSeconds ?? 0,
  ...(currency === undefined ? {} : { currency }),
});
