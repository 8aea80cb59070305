// What comes in at the door of the home, from the operator's commands.

import { Inject, Injectable } from '@nestjs/common';
import { ClearBed } from '../jobs/clear-bed.js';
import { AnswerOffer, type Said } from '../offers/answer-offer.js';
import { ComeBack } from '../offers/come-back.js';
import type { Command, Reply } from './door.js';

@Injectable()
export class HearOperator {
  constructor(
    @Inject(AnswerOffer) private readonly answerOffer: AnswerOffer,
    @Inject(ComeBack) private readonly comeBack: ComeBack,
    @Inject(ClearBed) private readonly clearBed: ClearBed,
  ) {}

  async hear(command: Command): Promise<Reply> {
    if ('back' in command) {
      await this.comeBack.run();
      return { ok: true, message: 'The network is told that the lab is back.' };
    }
    const done = await ('bedCleared' in command
      ? this.clearBed.clear(command.bedCleared)
      : this.answerOffer.answer(command.answer, saidOf(command)));
    return done.ok ? { ok: true, message: done.value } : { ok: false, message: done.refusal.message };
  }
}

function saidOf({ declinedBecause, counter }: Extract<Command, { answer: string }>): Said {
  if (counter !== undefined) return { kind: 'countered', counter };
  return declinedBecause === undefined ? { kind: 'accepted' } : { kind: 'declined', reason: declinedBecause };
}
