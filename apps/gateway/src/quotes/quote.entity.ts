// A quote as it was shown, with the release as it was then.

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { QuoteView } from '#contracts/http/quotes';
import type { ReleaseSnapshot } from '#core/design/part';
import type { AccountId, QuoteId } from '#core/kernel/ids';

export interface QuotedRelease {
  readonly release: ReleaseSnapshot;
  readonly designerId: AccountId;
}

@Entity('quote')
export class QuoteRow {
  @PrimaryColumn('text')
  id!: QuoteId;
  @Column('jsonb')
  snapshot!: QuotedRelease;
  @Column('jsonb')
  shown!: QuoteView;
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
