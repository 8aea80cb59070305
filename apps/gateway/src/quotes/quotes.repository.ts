// Reads and writes quotes.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import type { QuoteId } from '#core/kernel/ids';
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

  async removeExpired(before: Date): Promise<void> {
    await this.source.manager.query('delete from quote where expires_at < $1', [before]);
  }
}
