// Reads and writes quotes.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import type { AccountId, DecisionId, QuoteId } from '#core/kernel/ids';
import { DATA_SOURCE } from '#platform/database/data-source';
import { QuoteRow } from './quote.entity.js';

@Injectable()
export class QuotesRepository {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  async add(quote: QuoteRow): Promise<void> {
    await this.source.manager.insert(QuoteRow, quote as never);
  }

  find(id: QuoteId, manager: EntityManager = this.source.manager): Promise<QuoteRow | null> {
    return manager.findOneBy(QuoteRow, { id });
  }

  /** Whether the decision was made for an order of this account. */
  async wasDecidedFor(accountId: AccountId, decisionId: DecisionId): Promise<boolean> {
    const rows: unknown[] = await this.source.query(
      `select 1 from placed_order o join order_fact f on f.order_id = o.id
       where o.account_id = $1 and f.data->>'decisionId' = $2 limit 1`,
      [accountId, decisionId],
    );
    return rows.length > 0;
  }

  async removeExpired(before: Date): Promise<void> {
    await this.source.manager.query('delete from quote where expires_at < $1', [before]);
  }
}
