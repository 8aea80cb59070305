// Answers which labs are there now and what their machines are doing.

import { Inject, Injectable } from '@nestjs/common';
import type { AnswerOf, DataOf } from '#contracts/define-message';
import type { AskNetwork } from '#contracts/messages/questions';
import type { LiveLab } from '#core/lab/lab';
import type { AnswersQuestion } from '#platform/messaging/handlers';
import { NetworkPicture } from './network-picture.js';

@Injectable()
export class ShowNetwork implements AnswersQuestion<DataOf<typeof AskNetwork>, AnswerOf<typeof AskNetwork>> {
  constructor(@Inject(NetworkPicture) private readonly picture: NetworkPicture) {}

  answer({ labIds }: DataOf<typeof AskNetwork>): Promise<AnswerOf<typeof AskNetwork>> {
    const wanted = labIds && new Set<string>(labIds);
    const labs = this.picture
      .all()
      .filter(({ profile, sight }) => (wanted ? wanted.has(profile.id) : sight !== 'away'));
    return Promise.resolve({ labs: labs.map(view) });
  }
}

const view = ({ profile, sight, machines }: LiveLab): AnswerOf<typeof AskNetwork>['labs'][number] => ({
  labId: profile.id,
  sight,
  machines: machines.map(({ state, freeAtMs, ...machine }) => ({ machine, state, freeAtMs })),
});
