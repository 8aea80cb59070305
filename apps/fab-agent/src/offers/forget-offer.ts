// The network takes an offer back: nobody at the lab is to answer it any more.

import { Inject, Injectable } from '@nestjs/common';
import type { DataOf } from '#contracts/define-message';
import type { OfferWithdraw } from '#contracts/messages/lab-messages';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import { Journal } from '../journal/journal.js';
import type { JournalUnit } from '../journal/journal-inbox.js';

type Withdrawal = DataOf<typeof OfferWithdraw>;

@Injectable()
export class ForgetOffer implements HandlesMessage<Withdrawal, JournalUnit> {
  constructor(@Inject(Journal) private readonly journal: Journal) {}

  async handle({ offerId }: Withdrawal, { unit }: Context<JournalUnit>): Promise<void> {
    if (this.journal.knowledge.offers.get(offerId) === undefined) return;
    unit.record({ kind: 'offer-settled', offerId, state: 'withdrawn' });
  }
}
