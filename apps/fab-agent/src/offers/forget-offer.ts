// The network takes an offer back: nobody at the lab is to answer it any more.

import { Inject, Injectable } from '@nestjs/common';
import type { DataOf } from '#contracts/define-message';
import type { OfferWithdraw } from '#contracts/messages/lab-messages';
import { LOGGER, type Logger } from '#platform/logging/logger';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import type { JournalUnit } from '../journal/journal-inbox.js';

type Withdrawal = DataOf<typeof OfferWithdraw>;

@Injectable()
export class ForgetOffer implements HandlesMessage<Withdrawal, JournalUnit> {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  async handle({ offerId, reason }: Withdrawal, { unit }: Context<JournalUnit>): Promise<void> {
    this.logger.info({ offerId, reason }, 'offer taken back');
    if (unit.known.offers.has(offerId)) unit.record({ kind: 'offer-settled', offerId, state: 'withdrawn' });
  }
}
