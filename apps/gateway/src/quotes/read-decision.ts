// Why was it decided so? The scheduler keeps its decisions.

import { Inject, Injectable } from '@nestjs/common';
import type { AnswerOf } from '#contracts/define-message';
import { AskDecision } from '#contracts/messages/questions';
import type { DecisionId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { type Asker, Unanswered } from '#platform/messaging/questions';
import { ASKER } from '../labs/live-network.js';

type Decision = NonNullable<AnswerOf<typeof AskDecision>['decision']>;

@Injectable()
export class ReadDecision {
  constructor(@Inject(ASKER) private readonly asker: Asker) {}

  async handle(decisionId: DecisionId): Promise<Result<Decision>> {
    try {
      const { decision } = await this.asker.ask(AskDecision, { decisionId });
      if (decision) return ok(decision);
      return refuse('decision/not-found', `There is no decision ${decisionId}.`);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      return refuse('service/unavailable', 'The scheduler does not answer.', { remedy: 'Try again in a moment.' });
    }
  }
}
