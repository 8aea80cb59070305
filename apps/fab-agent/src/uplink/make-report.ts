// A report as the journal keeps it: checked against its contract, with its id for ever.

import type { JournalEntry, JournalReport } from '#core/job/lab-journal';
import type { NewId } from '#core/kernel/ids';
import type { MessageDefinition } from '#contracts/define-message';
import type { Clock } from '#platform/clock/clock';

/** Makes journal entries out of what is to be said to the network. */
export class ReportMaker {
  constructor(
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /** The entry for one report. Throws when the data breaks the contract: that is a bug here. */
  make<T>(
    message: MessageDefinition<T>,
    thing: JournalReport['thing'],
    { data, correlationId }: { data: T; correlationId: string },
  ): JournalEntry {
    return {
      kind: 'report',
      report: {
        id: this.newId('event'),
        name: message.name,
        version: message.version,
        thing,
        correlationId,
        atMs: this.clock.now(),
        data: message.schema.parse(data),
      },
    };
  }
}
