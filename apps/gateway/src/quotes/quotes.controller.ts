// Quotes and decisions over HTTP.

import { Controller, Inject } from '@nestjs/common';
import * as routes from '#contracts/http/quotes';
import { ok, refuse } from '#core/kernel/result';
import { Input, type RouteInput } from '#platform/http/route-input';
import { Route } from '#platform/http/route';
import { ReadDecision } from './read-decision.js';
import { ReadDecisionInputs } from './read-decision-inputs.js';
import { RequestQuote } from './request-quote.js';
import { QuotesRepository } from './quotes.repository.js';

@Controller()
export class QuotesController {
  @Inject(RequestQuote) private readonly request!: RequestQuote;
  @Inject(QuotesRepository) private readonly quotes!: QuotesRepository;
  @Inject(ReadDecision) private readonly decision!: ReadDecision;
  @Inject(ReadDecisionInputs) private readonly inputs!: ReadDecisionInputs;

  @Route(routes.requestQuote)
  requestQuote(@Input() { body }: RouteInput<typeof routes.requestQuote>) {
    return this.request.handle(body);
  }

  @Route(routes.readQuote)
  async readQuote(@Input() { params }: RouteInput<typeof routes.readQuote>) {
    const quote = await this.quotes.find(params.quoteId);
    return quote
      ? ok(quote.shown)
      : refuse('quote/not-found', `There is no quote ${params.quoteId}.`, { remedy: 'Ask for a new one.' });
  }

  @Route(routes.readDecision)
  readDecision(@Input() { params }: RouteInput<typeof routes.readDecision>) {
    return this.decision.handle(params.decisionId);
  }

  @Route(routes.readDecisionInputs)
  readDecisionInputs(@Input() { account, params }: RouteInput<typeof routes.readDecisionInputs>) {
    return this.inputs.handle(account, params.decisionId);
  }

  @Route(routes.readDecisionInput)
  readDecisionInput(@Input() { account, params }: RouteInput<typeof routes.readDecisionInput>) {
    return this.inputs.one(account, params.decisionId, params.sha256);
  }
}
