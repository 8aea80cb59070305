// What a decision was made from. A quote's inputs hold what the labs' own pages show to anyone, what each lab was given
// lately, and the place that was asked for, so whoever has its id has to be signed in; an order's also hold why labs
// refused it, which concerns whoever ordered.

import { Inject, Injectable } from '@nestjs/common';
import type { AnswerOf } from '#contracts/define-message';
import { AskDecisionInput, AskDecisionInputs } from '#contracts/messages/questions';
import type { DecisionId, Sha256 } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import type { Identity } from '#platform/http/identity';
import { type Asker, Unanswered } from '#platform/messaging/questions';
import { ASKER } from '../labs/live-network.js';
import { QuotesRepository } from './quotes.repository.js';

type Inputs = NonNullable<AnswerOf<typeof AskDecisionInputs>['decision']>;

@Injectable()
export class ReadDecisionInputs {
  constructor(
    @Inject(ASKER) private readonly asker: Asker,
    @Inject(QuotesRepository) private readonly quotes: QuotesRepository,
  ) {}

  async handle(account: Identity, decisionId: DecisionId): Promise<Result<Inputs>> {
    const found = await this.ask(() => this.asker.ask(AskDecisionInputs, { decisionId }));
    if (!found.ok) return found;
    const { decision } = found.value;
    if (!decision) return gone(decisionId);
    const may =
      decision.kind === 'quote' ||
      account.roles.includes('steward') ||
      (await this.quotes.wasDecidedFor(account.accountId, decisionId));
    if (may) return ok(decision);
    return refuse('auth/forbidden', 'This decision was made for an order of somebody else.', {
      remedy: 'Whoever ordered, and stewards, may read what it was made from.',
    });
  }

  /** One of the things that {@link handle} names. */
  async one(account: Identity, decisionId: DecisionId, sha256: Sha256): Promise<Result<{ input: unknown }>> {
    const whole = await this.handle(account, decisionId);
    if (!whole.ok) return whole;
    const found = await this.ask(() => this.asker.ask(AskDecisionInput, { decisionId, sha256 }));
    if (!found.ok) return found;
    const { input } = found.value;
    return input === undefined ? gone(decisionId) : ok({ input });
  }

  private async ask<T>(question: () => Promise<T>): Promise<Result<T>> {
    try {
      return ok(await question());
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      return refuse('service/unavailable', 'The scheduler does not answer.', { remedy: 'Try again in a moment.' });
    }
  }
}

const gone = (decisionId: DecisionId): Result<never> =>
  refuse('decision/inputs-gone', `What the decision ${decisionId} was made from is not kept, or there is none.`, {
    remedy: 'Decisions of quotes that nobody bought are forgotten after 30 days.',
  });
