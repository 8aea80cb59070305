// A stored decision: what was asked and what was answered.

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { QuoteAnswer } from '#core/quote/quote';

@Entity('decision')
export class DecisionRow {
  @PrimaryColumn('text')
  id!: string;
  @Column('text')
  kind!: 'quote' | 'order' | 'again';
  @Column('timestamptz', { name: 'decided_at' })
  decidedAt!: Date;
  @Column('int', { name: 'policy_version' })
  policyVersion!: number;
  @Column('text', { name: 'inputs_sha256' })
  inputsSha256!: string;
  @Column('jsonb')
  request!: unknown;
  @Column('jsonb')
  answer!: QuoteAnswer;
}
