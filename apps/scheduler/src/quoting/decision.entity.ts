// A stored decision: from what it was made, and what was answered.

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
  /** Of the manifest, which names everything else by its hash. */
  @Column('text', { name: 'inputs_sha256' })
  inputsSha256!: string;
  /** Text, for jsonb would not keep the order of its keys; null in decisions older than it. */
  @Column('text', { nullable: true })
  manifest!: string | null;
  /** Hashes of what the manifest names, in decision_input. */
  @Column('text', { array: true })
  inputs!: string[];
  @Column('jsonb')
  answer!: QuoteAnswer;
}
