// Answers a quote: options of the closest suitable labs, and why nearer ones were passed over.

import { Inject, Injectable } from '@nestjs/common';
import type { AnswerOf, DataOf } from '#contracts/define-message';
import type { AskDecision, AskQuote } from '#contracts/messages/questions';
import type { AnswersQuestion } from '#platform/messaging/handlers';
import type { DataSource } from 'typeorm';
import { DATA_SOURCE } from '#platform/database/data-source';
import { DecisionRow } from './decision.entity.js';
import { Router } from './router.js';

@Injectable()
export class MakeQuote implements AnswersQuestion<DataOf<typeof AskQuote>, AnswerOf<typeof AskQuote>> {
  constructor(@Inject(Router) private readonly router: Router) {}

  async answer({ quantity, ...asked }: DataOf<typeof AskQuote>): Promise<AnswerOf<typeof AskQuote>> {
    const counts = asked.release.parts.map((part) => ({ partId: part.id, count: part.quantity * quantity }));
    const { answer } = await this.router.decide({ kind: 'quote', counts, ...asked });
    return answer as AnswerOf<typeof AskQuote>;
  }
}

@Injectable()
export class ShowDecision implements AnswersQuestion<DataOf<typeof AskDecision>, AnswerOf<typeof AskDecision>> {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  async answer({ decisionId }: DataOf<typeof AskDecision>): Promise<AnswerOf<typeof AskDecision>> {
    const row = await this.source.manager.findOneBy(DecisionRow, { id: decisionId });
    if (row === null) return {};
    const { kind, policyVersion, inputsSha256, answer } = row;
    const decision = { decisionId, kind, atMs: row.decidedAt.getTime(), policyVersion, inputsSha256, answer };
    return { decision: decision as AnswerOf<typeof AskDecision>['decision'] };
  }
}
