// Sends what the journal holds for the network, in order, each until the broker has it.

import type { JournalReport } from '#core/job/lab-journal';
import { subjectOf } from '#contracts/subjects';
import { correlated } from '#platform/logging/correlation';
import type { Logger } from '#platform/logging/logger';
import { isBrokerFault, publishEnvelope } from '#platform/messaging/publish';
import type { Journal } from '../journal/journal.js';
import { Pump } from '../pump.js';
import type { Link } from './link.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

export class ReportSender {
  private readonly sending = new Pump(() => this.run());
  private timer: NodeJS.Timeout | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private stopping = false;

  constructor(
    private readonly labId: string,
    private readonly journal: Journal,
    private readonly link: Link,
    private readonly logger: Logger,
  ) {
    journal.onAppend((entries) => {
      if (entries.some(({ kind }) => kind === 'report' || kind === 'reports-lost')) this.wake();
    });
    link.onChange((up) => up && this.wake());
  }

  /** Sends what there is; harmless at any time. */
  wake(): void {
    clearTimeout(this.timer);
    this.sending.wake();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.sending.stop();
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    try {
      await this.sendAll();
      this.pauseMs = FIRST_PAUSE_MS;
    } catch (error) {
      const log = { error: String(error), waiting: this.journal.knowledge.unsent.size };
      if (isBrokerFault(error)) this.logger.debug(log, 'report not taken, it will be sent again');
      else this.logger.warn(log, 'report could not be sent, it will be sent again');
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.wake(), this.pauseMs);
      this.pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * this.pauseMs);
    }
  }

  private async sendAll(): Promise<void> {
    for (const id of this.journal.knowledge.unsent) {
      const connection = this.link.connection;
      const report = this.journal.knowledge.reports.get(id);
      if (connection === undefined || this.stopping) return;
      if (report === undefined) continue;
      await publishEnvelope(connection, this.subjectOf(report), { ...report, type: report.name });
      correlated(report.correlationId, () =>
        this.logger.info({ report: report.name, thing: report.thing.id, id }, 'report sent'),
      );
      await this.journal.append({ kind: 'report-acknowledged', id });
    }
  }

  private readonly subjectOf = ({ name, version }: JournalReport): string =>
    subjectOf({ route: 'up', name, version, labId: this.labId });
}
