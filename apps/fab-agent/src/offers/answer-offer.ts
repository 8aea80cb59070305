// A person at the lab answers an offer that the rules left open.

import { Inject, Injectable } from '@nestjs/common';
import type { HeardOffer } from '#core/job/lab-journal';
import { CURRENCY_DECIMALS, formatMoney, money } from '#core/kernel/money';
import { ok, refuse, type Result } from '#core/kernel/result';
import { OfferAnswered } from '#contracts/messages/lab-messages';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { Journal } from '../journal/journal.js';
import { ReportMaker } from '../uplink/make-report.js';
import type { Answer } from './judge-offer.js';

/** What a person would rather: a price as it is written, e.g. `12.50`, in the offer's currency. */
export interface CounterSaid {
  readonly price?: string | undefined;
  readonly laterHours?: number | undefined;
  readonly reason: string;
}

export type Said =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'declined'; readonly reason: string }
  | { readonly kind: 'countered'; readonly counter: CounterSaid };

@Injectable()
export class AnswerOffer {
  constructor(
    @Inject(Journal) private readonly journal: Journal,
    @Inject(ReportMaker) private readonly reports: ReportMaker,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers an open offer; the journal has the answer before the network hears it. What it comes to is told in words. */
  async answer(id: string, said: Said): Promise<Result<string>> {
    const offer = this.journal.knowledge.offers.get(id);
    if (offer === undefined) return refuse('offer/unknown', `This lab has not heard of an offer ${id}.`);
    if (offer.state !== 'open') return refuse('offer/settled', `The offer ${id} is ${offer.state} already.`);
    if (offer.lapsesAtMs <= this.clock.now()) return refuse('offer/lapsed', `The time to answer ${id} is over.`);
    const answer = said.kind === 'countered' ? counterOf(offer, said.counter) : ok<Answer>(said);
    if (!answer.ok) return answer;
    const { offerId, correlationId } = offer;
    const data = { offerId, answer: answer.value };
    await this.journal.append(
      { kind: 'offer-settled', offerId, state: answer.value.kind },
      this.reports.make(OfferAnswered, { kind: 'offer', id }, { data, correlationId }),
    );
    return ok(
      `“${offer.title}” is answered.${said.kind === 'countered' ? ' The job comes if the customers agree.' : ''}`,
    );
  }
}

function counterOf({ price }: HeardOffer, said: CounterSaid): Result<Answer> {
  const { laterHours, reason } = said;
  if (said.price === undefined && laterHours === undefined)
    return refuse('offer/same', 'A counter-offer names another price, a later date, or both.');
  const later = laterHours === undefined ? {} : { laterSeconds: Math.round(laterHours * 3600) };
  if (said.price === undefined) return ok({ kind: 'countered', ...later, reason });
  if (price === undefined) return refuse('offer/no-price', 'This offer is from before prices could be answered.');
  const { currency } = price;
  const decimals = CURRENCY_DECIMALS[currency];
  const [, whole, part = ''] = /^(\d{1,6})(?:\.(\d+))?$/.exec(said.price.trim()) ?? [];
  if (whole === undefined || part.length > decimals)
    return refuse('offer/bad-price', `“${said.price}” is not a price in ${currency}; it is offered for ${formatMoney(money(price.labPriceMinor, currency))}.`); // prettier-ignore
  const labPriceMinor = Number(whole + part.padEnd(decimals, '0'));
  return ok({ kind: 'countered', labPriceMinor, ...later, reason });
}
