// Lets go of what has run out: sessions, old quotes and demand, kept answers, the memory of handled facts, codes.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { DAY_MS } from '#core/kernel/time';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import type { RunsRegularly } from '#platform/messaging/handlers';
import { AccountsRepository } from '../accounts/accounts.repository.js';
import { DemandRepository } from '../demand/demand.repository.js';
import { dayOf } from '../demand/note-demand.js';
import { QuotesRepository } from '../quotes/quotes.repository.js';

/** Longer than any retry of a client. */
const ANSWERS_KEPT_MS = 2 * DAY_MS;
/** Longer than the streams keep what could be delivered again (three days). */
const INBOX_KEPT_MS = 8 * DAY_MS;
const QUOTES_KEPT_MS = 7 * DAY_MS;
const DEMAND_KEPT_MS = 180 * DAY_MS;

@Injectable()
export class ForgetOld implements RunsRegularly {
  @Inject(DATA_SOURCE) private readonly source!: DataSource;
  @Inject(AccountsRepository) private readonly accounts!: AccountsRepository;
  @Inject(QuotesRepository) private readonly quotes!: QuotesRepository;
  @Inject(DemandRepository) private readonly demand!: DemandRepository;
  @Inject(CLOCK) private readonly clock!: Clock;

  async run(): Promise<void> {
    const before = (ms: number): Date => new Date(this.clock.now() - ms);
    await this.accounts.removeExpiredSessions(before(0));
    await this.quotes.removeExpired(before(QUOTES_KEPT_MS));
    await this.demand.removeBefore(dayOf(before(DEMAND_KEPT_MS).getTime()));
    await this.source.query('delete from kept_answer where created_at < $1', [before(ANSWERS_KEPT_MS)]);
    await this.source.query('delete from inbox where handled_at < $1', [before(INBOX_KEPT_MS)]);
    await this.source.query('delete from enrolment where expires_at < $1', [before(DAY_MS)]);
  }
}
