// A person has looked at the pieces of a job: good ones finish it, others fail it.

import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '#core/kernel/result';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { LOGGER, type Logger } from '#platform/logging/logger';
import { Journal } from '../journal/journal.js';
import { ReportMaker } from '../uplink/make-report.js';
import { endEntries } from './end-report.js';

@Injectable()
export class JudgePieces {
  constructor(
    @Inject(Journal) private readonly journal: Journal,
    @Inject(ReportMaker) private readonly reports: ReportMaker,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Ends a job that is made; `bad`: what is wrong with its pieces. */
  async judge(jobId: string, bad: string | undefined): Promise<Result<string>> {
    const job = this.journal.knowledge.jobs.get(jobId);
    if (job === undefined) return refuse('job/unknown', `This lab does not know a job ${jobId}.`);
    if (job.stage !== 'made') return refuse('job/not-made', `Nobody waits for a word on ${jobId}: it is ${job.stage}.`);
    const { how = 'seen', ...used } = job.made ?? {};
    const record =
      bad === undefined
        ? ({ ...used, kind: 'ended', outcome: 'finished' } as const)
        : ({ kind: 'ended', outcome: 'failed', reason: `The pieces are not good: ${bad}` } as const);
    await this.journal.append(...endEntries({ job, record, how, nowMs: this.clock.now() }, this.reports));
    this.logger.info({ jobId, bad }, 'pieces judged');
    return ok(bad === undefined ? `${jobId} is finished.` : `${jobId} has failed.`);
  }
}
