// The network takes an offer back: nobody at the lab is to answer it any more.

import { Injectable } from '@nestjs/common';
import type { DataOf } from '#contracts/define-message';
import type { OfferWithdraw } from '#contracts/messages/lab-messages';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import type { JournalUnit } from '../journal/journal-inbox.js';

type Withdrawal = DataOf<typeof OfferWithdraw>;

@Injectable()
export class ForgetOffer implements HandlesMessage<Withdrawal, JournalUnit> {
  async handle({ offerId }: Withdrawal, { unit }: Context<JournalUnit>): Promise<void> {
    if (unit.known.offers.has(offerId)) unit.record({ kind: 'offer-settled', offerId, state: 'withdrawn' });
  }
}
