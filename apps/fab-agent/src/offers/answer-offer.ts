// A person at the lab answers an offer that the rules left open.

import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '#core/kernel/result';
import { OfferAnswered } from '#contracts/messages/lab-messages';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { Journal } from '../journal/journal.js';
import { ReportMaker } from '../uplink/make-report.js';

@Injectable()
export class AnswerOffer {
  constructor(
    @Inject(Journal) private readonly journal: Journal,
    @Inject(ReportMaker) private readonly reports: ReportMaker,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Accepts an open offer, or declines it where a reason is given. */
  async answer(id: string, declinedBecause?: string): Promise<Result<void>> {
    const offer = this.journal.knowledge.offers.get(id);
    if (offer === undefined) return refuse('offer/unknown', `This lab has not heard of an offer ${id}.`);
    if (offer.state !== 'open') return refuse('offer/settled', `The offer ${id} is ${offer.state} already.`);
    if (offer.lapsesAtMs <= this.clock.now()) return refuse('offer/lapsed', `The time to answer ${id} is over.`);
    const { offerId, correlationId } = offer;
    const answer =
      declinedBecause === undefined
        ? ({ kind: 'accepted' } as const)
        : ({ kind: 'declined', reason: declinedBecause.slice(0, 500) } as const);
    await this.journal.append(
      { kind: 'offer-settled', offerId, state: answer.kind },
      this.reports.make(OfferAnswered, { kind: 'offer', id }, { data: { offerId, answer }, correlationId }),
    );
    return ok(undefined);
  }
}
