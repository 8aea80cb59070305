// May this lab start this job now? The answer is the permission: compare-and-set on (job, fence) under the order's lock.

import { Inject, Injectable } from '@nestjs/common';
import type { AnswerOf, DataOf } from '#contracts/define-message';
import type { AskPermission, AskPlate } from '#contracts/messages/lab-messages';
import { HOUR_MS } from '#core/kernel/time';
import type { DataSource } from 'typeorm';
import { DATA_SOURCE } from '#platform/database/data-source';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import { TICKETS, type Tickets } from '#platform/http/ticket';
import { CLOCK, type Clock } from '#platform/clock/clock';
import type { AnswersQuestion } from '#platform/messaging/handlers';
import { BatchRow } from '../planning/making.entity.js';
import { SETTINGS, type Settings } from '../settings.js';
import { ChangeJob } from './change-job.js';
import { JobRow } from './job.entity.js';

type Permission = AnswerOf<typeof AskPermission>;

@Injectable()
export class PermitStart implements AnswersQuestion<DataOf<typeof AskPermission>, Permission> {
  constructor(
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(ChangeJob) private readonly changeJob: ChangeJob,
    @Inject(DATA_SOURCE) private readonly source: DataSource,
  ) {}

  async answer(
    { jobId, fence, machineId }: DataOf<typeof AskPermission>,
    labId: string | undefined,
  ): Promise<Permission> {
    const job = await this.source.manager.findOneBy(JobRow, { id: jobId });
    if (labId === undefined || job?.labId !== labId) {
      return { granted: false, code: 'job/unknown', message: `The network knows no job ${jobId} of this lab.` };
    }
    if (job.machineId !== machineId) {
      return { granted: false, code: 'job/other-machine', message: `The job is for the machine ${job.machineId}.` };
    }
    const decision = await this.unitOfWork.run((tx) =>
      this.changeJob.run(tx, jobId, { kind: 'askPermission', fence }, { labId }),
    );
    if (decision?.ok) return { granted: true, jobId, fence };
    const { code, message } = decision?.refusal ?? { code: 'job/unknown', message: 'The job is gone.' };
    return { granted: false, code, message };
  }
}

/** A ticket outlives a slow night's download, and no more. */
const TICKET_MS = 12 * HOUR_MS;

@Injectable()
export class IssuePlateTicket implements AnswersQuestion<DataOf<typeof AskPlate>, AnswerOf<typeof AskPlate>> {
  constructor(
    @Inject(DATA_SOURCE) private readonly source: DataSource,
    @Inject(TICKETS) private readonly tickets: Tickets,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async answer({ jobId }: DataOf<typeof AskPlate>, labId: string | undefined): Promise<AnswerOf<typeof AskPlate>> {
    const job = await this.source.manager.findOneBy(JobRow, { id: jobId });
    const own = job !== null && labId !== undefined && job.labId === labId;
    const batch = own ? await this.source.manager.findOneBy(BatchRow, { id: job.batchId }) : null;
    if (!batch?.plate || labId === undefined) {
      return { found: false, code: 'job/unknown', message: `The network knows no job ${jobId} of this lab.` };
    }
    const { plate } = batch;
    const ticket = this.tickets.issue(plate.sha256, labId, this.clock.now() + TICKET_MS);
    const url = new URL(`/api/plates/${plate.sha256}?ticket=${encodeURIComponent(ticket)}`, this.settings.PUBLIC_URL);
    return { found: true, url: url.href, ...plate };
  }
}
