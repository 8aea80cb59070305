// A lab answers an offer; and offers that nobody answers lapse.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { DataOf } from '#contracts/define-message';
import { OfferWithdraw, type OfferAnswered } from '#contracts/messages/lab-messages';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import { UNIT_OF_WORK, type Tx, type UnitOfWork } from '#platform/database/unit-of-work';
import type { Context, HandlesMessage, RunsRegularly } from '#platform/messaging/handlers';
import { MakeCounterOffer } from './counter-offer.js';
import { CloseOffer } from './close-offer.js';
import { OfferRow } from './offer.entity.js';

@Injectable()
export class AnswerOffer implements HandlesMessage<DataOf<typeof OfferAnswered>, Tx> {
  constructor(
    @Inject(CloseOffer) private readonly closeOffer: CloseOffer,
    @Inject(MakeCounterOffer) private readonly counterOffer: MakeCounterOffer,
  ) {}

  async handle({ offerId, answer }: DataOf<typeof OfferAnswered>, { unit, labId }: Context<Tx>): Promise<void> {
    const offer = await unit.manager.findOneBy(OfferRow, { id: offerId });
    // Another lab's offer is nobody's business: as if it did not exist.
    if (offer === null || offer.labId !== labId) return;
    const atMs = unit.nowMs;
    if (answer.kind === 'countered') return this.counterOffer.run(unit, offer, answer);
    const done = await this.closeOffer.run(
      unit,
      offerId,
      answer.kind === 'accepted' ? { kind: 'accept', atMs } : { kind: 'decline', reason: answer.reason, atMs },
    );
    if (done === undefined && answer.kind === 'accepted') {
      await unit.send(OfferWithdraw, labId, { offerId, reason: 'The offer had ended before the answer came.' });
    }
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
