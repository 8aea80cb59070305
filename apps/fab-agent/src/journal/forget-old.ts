// The journal keeps what may still be asked for, and lets go of the rest.

import { Inject, Injectable } from '@nestjs/common';
import { DAY_MS } from '#core/kernel/time';
import { CLOCK, type Clock } from '#platform/clock/clock';
import type { RunsRegularly } from '#platform/messaging/handlers';
import { Journal } from './journal.js';

/** Longer than the broker keeps messages, so that nothing it can say again has been forgotten. */
const REMEMBERED_MS = 7 * DAY_MS;

@Injectable()
export class ForgetOld implements RunsRegularly {
  constructor(
    @Inject(Journal) private readonly journal: Journal,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  run(): Promise<void> {
    return this.journal.append({ kind: 'forgotten', beforeMs: this.clock.now() - REMEMBERED_MS });
  }
}
