// The broker has lost its store: everything of the last days is said again, under the same ids.

import { Injectable } from '@nestjs/common';
import { DAY_MS } from '#core/kernel/time';
import type { DataOf } from '#contracts/define-message';
import type { ReportsResend } from '#contracts/messages/lab-messages';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import type { JournalUnit } from '../journal/journal-inbox.js';

const SAID_AGAIN_MS = 3 * DAY_MS;

@Injectable()
export class ResendReports implements HandlesMessage<DataOf<typeof ReportsResend>, JournalUnit> {
  async handle(_asked: DataOf<typeof ReportsResend>, { unit }: Context<JournalUnit>): Promise<void> {
    unit.record({ kind: 'reports-lost', sinceMs: unit.nowMs - SAID_AGAIN_MS });
  }
}
