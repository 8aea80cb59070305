// Answers why it was decided so, and from what; lets go of decisions that nobody bought on.

import { Inject, Injectable } from '@nestjs/common';
import type { AnswerOf, DataOf } from '#contracts/define-message';
import type { AskDecision, AskDecisionInput, AskDecisionInputs } from '#contracts/messages/questions';
import { DAY_MS } from '#core/kernel/time';
import { CLOCK, type Clock } from '#platform/clock/clock';
import type { AnswersQuestion, RunsRegularly } from '#platform/messaging/handlers';
import type { DecisionRow } from './decision.entity.js';
import { DecisionsRepository } from './decisions.repository.js';

type Decision = NonNullable<AnswerOf<typeof AskDecision>['decision']>;
type Inputs = AnswerOf<typeof AskDecisionInputs>;

@Injectable()
export class ShowDecision implements AnswersQuestion<DataOf<typeof AskDecision>, AnswerOf<typeof AskDecision>> {
  constructor(@Inject(DecisionsRepository) private readonly decisions: DecisionsRepository) {}

  async answer({ decisionId }: DataOf<typeof AskDecision>): Promise<AnswerOf<typeof AskDecision>> {
    const row = await this.decisions.find(decisionId);
    return row === null ? {} : { decision: viewOf(row) };
  }
}

@Injectable()
export class ShowDecisionInputs implements AnswersQuestion<DataOf<typeof AskDecisionInputs>, Inputs> {
  constructor(@Inject(DecisionsRepository) private readonly decisions: DecisionsRepository) {}

  async answer({ decisionId }: DataOf<typeof AskDecisionInputs>): Promise<Inputs> {
    const row = await this.decisions.find(decisionId);
    // Decisions that are older than their inputs cannot be made again.
    const manifest = row?.manifest ?? null;
    if (row === null || manifest === null) return {};
    const { inputs } = row;
    return { decision: { ...viewOf(row), manifest: JSON.parse(manifest) as unknown, inputs } };
  }
}

@Injectable()
export class ShowDecisionInput implements AnswersQuestion<
  DataOf<typeof AskDecisionInput>,
  AnswerOf<typeof AskDecisionInput>
> {
  constructor(@Inject(DecisionsRepository) private readonly decisions: DecisionsRepository) {}

  async answer({ decisionId, sha256 }: DataOf<typeof AskDecisionInput>): Promise<AnswerOf<typeof AskDecisionInput>> {
    return { input: await this.decisions.input(decisionId, sha256) };
  }
}

const viewOf = ({ id, kind, decidedAt, policyVersion, inputsSha256, answer }: DecisionRow): Decision =>
  ({ decisionId: id, kind, atMs: decidedAt.getTime(), policyVersion, inputsSha256, answer }) as Decision;

const KEPT_MS = 30 * DAY_MS;

@Injectable()
export class ForgetDecisions implements RunsRegularly {
  constructor(
    @Inject(DecisionsRepository) private readonly decisions: DecisionsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  run(): Promise<void> {
    const before = this.clock.now() - KEPT_MS;
    // Use of an input is noted twice a day: a day more, and no decision that stays can name it.
    return this.decisions.forget(new Date(before), new Date(before - DAY_MS));
  }
}
