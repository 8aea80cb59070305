// What comes in at the door of the home, from the operator's commands.

import { Inject, Injectable } from '@nestjs/common';
import type { Result } from '#core/kernel/result';
import { AnswerOffer, type Said } from '../offers/answer-offer.js';
import { ComeBack } from '../offers/come-back.js';
import type { Command, Reply } from './door.js';
import { HearAtLab } from './hear-at-lab.js';
import { RotateCredentials } from './rotate-credentials.js';

@Injectable()
export class HearOperator {
  constructor(
    @Inject(AnswerOffer) private readonly answerOffer: AnswerOffer,
    @Inject(ComeBack) private readonly comeBack: ComeBack,
    @Inject(HearAtLab) private readonly atLab: HearAtLab,
    @Inject(RotateCredentials) private readonly rotating: RotateCredentials,
  ) {}

  async hear(command: Command): Promise<Reply> {
    if ('back' in command) {
      await this.comeBack.run();
      return { ok: true, message: 'The network is told that the lab is back.' };
    }
    const done = await this.do(command);
    return done.ok ? { ok: true, message: done.value } : { ok: false, message: done.refusal.message };
  }

  private do(command: Exclude<Command, { back: true }>): Promise<Result<string>> {
    if ('rotate' in command) return this.rotating.run();
    if (!('answer' in command)) return this.atLab.hear(command);
    return this.answerOffer.answer(command.answer, saidOf(command));
  }
}

function saidOf({ declinedBecause, counter }: Extract<Command, { answer: string }>): Said {
  if (counter !== undefined) return { kind: 'countered', counter };
  return declinedBecause === undefined ? { kind: 'accepted' } : { kind: 'declined', reason: declinedBecause };
}
