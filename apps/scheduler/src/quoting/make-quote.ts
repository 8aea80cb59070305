// Answers a quote: options of the closest suitable labs, and why nearer ones were passed over.

import { Inject, Injectable } from '@nestjs/common';
import type { AnswerOf, DataOf } from '#contracts/define-message';
import type { AskQuote } from '#contracts/messages/questions';
import type { AnswersQuestion } from '#platform/messaging/handlers';
import { PreviewSharing } from '../planning/preview-sharing.js';
import { Router } from './router.js';

@Injectable()
export class MakeQuote implements AnswersQuestion<DataOf<typeof AskQuote>, AnswerOf<typeof AskQuote>> {
  constructor(
    @Inject(Router) private readonly router: Router,
    @Inject(PreviewSharing) private readonly preview: PreviewSharing,
  ) {}

  async answer({ quantity, ...asked }: DataOf<typeof AskQuote>): Promise<AnswerOf<typeof AskQuote>> {
    const counts = asked.release.parts.map((part) => ({ partId: part.id, count: part.quantity * quantity }));
    const sharing = [...(await this.preview.run({ counts, ...asked }))];
    const { answer } = await this.router.decide({ kind: 'quote', counts, sharing, ...asked });
    return answer as AnswerOf<typeof AskQuote>;
  }
}
