// What the scheduler sees of labs and machines, asked at most once a second. When it is silent, labs are `away`.

import { Inject, Injectable } from '@nestjs/common';
import { AskNetwork } from '#contracts/messages/questions';
import type { AnswerOf } from '#contracts/define-message';
import { SECOND_MS } from '#core/kernel/time';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { LOGGER, type Logger } from '#platform/logging/logger';
import { type Asker, Unanswered } from '#platform/messaging/questions';

export const ASKER = Symbol('ASKER');
export type NetworkLab = AnswerOf<typeof AskNetwork>['labs'][number];

@Injectable()
export class LiveNetwork {
  private seen: Promise<ReadonlyMap<string, NetworkLab>> | undefined;
  private seenAtMs = 0;

  constructor(
    @Inject(ASKER) private readonly asker: Asker,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The labs the scheduler knows of, by id. */
  labs(): Promise<ReadonlyMap<string, NetworkLab>> {
    const nowMs = this.clock.now();
    if (!this.seen || nowMs - this.seenAtMs > SECOND_MS) {
      this.seenAtMs = nowMs;
      this.seen = this.look();
    }
    return this.seen;
  }

  private async look(): Promise<ReadonlyMap<string, NetworkLab>> {
    try {
      const { labs } = await this.asker.ask(AskNetwork, {}, { withinMs: 1_500 });
      return new Map(labs.map((lab) => [lab.labId, lab]));
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      this.logger.warn({ error: error.message }, 'the live network is not known');
      return new Map();
    }
  }
}
