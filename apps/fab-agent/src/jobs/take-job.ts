// A batch that the lab accepted becomes its job.

import { Inject, Injectable } from '@nestjs/common';
import { hasEnded, type LabJob } from '#core/job/lab-journal';
import type { AtMs } from '#core/kernel/time';
import type { DataOf } from '#contracts/define-message';
import type { JobAssign } from '#contracts/messages/lab-messages';
import { LOGGER, type Logger } from '#platform/logging/logger';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import type { JournalUnit } from '../journal/journal-inbox.js';
import { ReportMaker } from '../uplink/make-report.js';
import { endEntries } from './end-report.js';
import { Workshop } from './workshop.js';

type Assignment = DataOf<typeof JobAssign>;

@Injectable()
export class TakeJob implements HandlesMessage<Assignment, JournalUnit> {
  constructor(
    @Inject(Workshop) private readonly workshop: Workshop,
    @Inject(ReportMaker) private readonly reports: ReportMaker,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async handle(assignment: Assignment, { envelope, unit }: Context<JournalUnit>): Promise<void> {
    const { jobId, fence } = assignment;
    const { jobs, unwanted } = unit.known;
    if ((unwanted.get(jobId) ?? 0) >= fence) return this.logger.info({ jobId, fence }, 'job was called off before');
    const known = jobs.get(jobId);
    if (known !== undefined) return this.again(known, fence, unit);
    const job = jobOf(assignment, envelope.correlationId, unit.nowMs);
    unit.record({ kind: 'job-assigned', job });
    this.logger.info({ jobId, fence, machineId: job.machineId }, 'job assigned');
    const reason = this.reasonAgainst(assignment, unit);
    if (reason === undefined) return;
    const record = { kind: 'ended', outcome: 'failed', reason } as const;
    unit.record(...endEntries({ job, record, how: 'seen', nowMs: unit.nowMs }, this.reports));
  }

  /** Nothing hot moves in this lab for an offer that the lab did not accept. */
  private reasonAgainst({ offerId, machineId }: Assignment, { known }: JournalUnit): string | undefined {
    if (this.workshop.at(machineId) === undefined) return 'This lab does not have that machine any more.';
    const offer = known.offers.get(offerId);
    const isWanted = offer?.state === 'accepted' || offer?.state === 'countered';
    if (isWanted && offer.machineId === machineId) return undefined;
    return 'This lab has not accepted that offer for that machine.';
  }

  /** A higher fence renews a job that has not begun; what has begun stays as it is and is never begun again. */
  private again(known: LabJob, fence: number, unit: JournalUnit): void {
    const { jobId } = known;
    const renewable = !hasEnded(known) && ['assigned', 'fetched', 'prepared'].includes(known.stage);
    if (fence > known.fence && renewable) unit.record({ kind: 'job-refenced', jobId, fence });
    else this.logger.info({ jobId, fence, stage: known.stage }, 'job is known already');
  }
}

function jobOf(assignment: Assignment, correlationId: string, assignedAtMs: AtMs): LabJob {
  const { jobId, offerId, machineId, fence, plate, estimate, material, settings } = assignment;
  const title = assignment.title.slice(0, 200);
  const asked = { jobId, offerId, machineId, fence, title, plate, estimate, material, settings };
  return { ...asked, correlationId, assignedAtMs, stage: 'assigned' };
}
