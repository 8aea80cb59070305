// The network calls a job off: it is not started, or its machine is stopped; either way the lab says so.

import { Inject, Injectable } from '@nestjs/common';
import type { DataOf } from '#contracts/define-message';
import { JobStoppedAtLab, type JobCancel } from '#contracts/messages/lab-messages';
import { LOGGER, type Logger } from '#platform/logging/logger';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import type { JournalUnit } from '../journal/journal-inbox.js';
import { ReportMaker } from '../uplink/make-report.js';

type Cancellation = DataOf<typeof JobCancel>;

@Injectable()
export class StopJob implements HandlesMessage<Cancellation, JournalUnit> {
  constructor(
    @Inject(ReportMaker) private readonly reports: ReportMaker,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async handle(cancellation: Cancellation, { envelope, unit }: Context<JournalUnit>): Promise<void> {
    const { jobId, fence } = cancellation;
    const reason = cancellation.reason.slice(0, 500);
    const job = unit.known.jobs.get(jobId);
    if (job !== undefined && fence < job.fence)
      return this.logger.info({ jobId, fence, now: job.fence }, 'cancel is of an earlier fence');
    // The machine's work hears of it from the journal and does the stopping and the telling.
    unit.record({ kind: 'cancel-heard', jobId, fence, reason });
    if (job !== undefined) return;
    const thing = { kind: 'job', id: jobId } as const;
    const { correlationId } = envelope;
    unit.record(this.reports.make(JobStoppedAtLab, thing, { data: { jobId, fence }, correlationId }));
  }
}
