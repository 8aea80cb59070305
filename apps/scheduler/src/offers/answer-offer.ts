// A lab answers an offer; and offers that nobody answers lapse.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { DataOf } from '#contracts/define-message';
import { OfferWithdraw, type OfferAnswered } from '#contracts/messages/lab-messages';
import type { LabId, OfferId } from '#core/kernel/ids';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import { UNIT_OF_WORK, type Tx, type UnitOfWork } from '#platform/database/unit-of-work';
import type { Context, HandlesMessage, RunsRegularly } from '#platform/messaging/handlers';
import { LIVING_OFFER } from '#core/offer/offer';
import { LabsRepository } from '../network/labs.repository.js';
import { MakeCounterOffer } from './counter-offer.js';
import { CloseOffer } from './close-offer.js';
import { OfferRow } from './offer.entity.js';

@Injectable()
export class AnswerOffer implements HandlesMessage<DataOf<typeof OfferAnswered>, Tx> {
  constructor(
    @Inject(CloseOffer) private readonly closeOffer: CloseOffer,
    @Inject(MakeCounterOffer) private readonly counterOffer: MakeCounterOffer,
    @Inject(LabsRepository) private readonly labs: LabsRepository,
  ) {}

  async handle(said: DataOf<typeof OfferAnswered>, { unit, labId }: Context<Tx>): Promise<void> {
    const offer = await unit.manager.findOneBy(OfferRow, { id: said.offerId });
    // Another lab's offer is nobody's business: as if it did not exist.
    if (offer === null || offer.labId !== labId) return;
    await this.answer(unit, offer, said.answer);
    // Whoever answers is there, also where it is too late. The lab's row after the orders', as everywhere.
    await this.labs.noteBack(unit.manager, labId);
  }

  private async answer(unit: Tx, offer: OfferRow, answer: DataOf<typeof OfferAnswered>['answer']): Promise<void> {
    const { id: offerId, labId } = offer;
    const atMs = unit.nowMs;
    if (answer.kind === 'declined')
      return void (await this.closeOffer.run(unit, offerId, { kind: 'decline', reason: answer.reason, atMs }));
    if (answer.kind === 'countered') await this.counterOffer.run(unit, offer, answer);
    else await this.closeOffer.run(unit, offerId, { kind: 'accept', atMs });
    const { state } = await unit.manager.findOneByOrFail(OfferRow, { id: offerId });
    // A counter-offer of its own a lab cannot accept: that is the customers' to say, and they may yet.
    if (state === 'accepted' || LIVING_OFFER.includes(state)) return;
    await unit.send(OfferWithdraw, labId as LabId, {
      offerId: offerId as OfferId,
      reason: 'The offer had ended before the answer came.',
    });
  }
}

@Injectable()
export class LapseOffers implements RunsRegularly {
  constructor(
    @Inject(DATA_SOURCE) private readonly source: DataSource,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(CloseOffer) private readonly closeOffer: CloseOffer,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const due: { id: string }[] = await this.source.query(
      `select id from offer where state in ('open', 'countered') and expires_at <= $1 limit 500`,
      [new Date(this.clock.now())],
    );
    for (const { id } of due)
      await this.unitOfWork.run((tx) => this.closeOffer.run(tx, id, { kind: 'lapse', atMs: tx.nowMs }));
  }
}
