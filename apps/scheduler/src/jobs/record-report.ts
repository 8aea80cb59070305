// What a lab says of its jobs.

import { Inject, Injectable } from '@nestjs/common';
import type { DataOf } from '#contracts/define-message';
import type {
  JobFailedAtLab,
  JobFinishedAtLab,
  JobProgressedAtLab,
  JobStartedAtLab,
  JobStoppedAtLab,
} from '#contracts/messages/lab-messages';
import type { JobCommand } from '#core/job/job';
import type { Tx } from '#platform/database/unit-of-work';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import { NetworkPicture } from '../network/network-picture.js';
import { ChangeJob, type Detail } from './change-job.js';

/** A report of any kind; what each adds is told apart by the message's name. */
type Report = { jobId: string; fence: number } & Partial<
  DataOf<typeof JobStartedAtLab> &
    DataOf<typeof JobProgressedAtLab> &
    DataOf<typeof JobFinishedAtLab> &
    DataOf<typeof JobFailedAtLab> &
    DataOf<typeof JobStoppedAtLab>
>;

@Injectable()
export class RecordReport implements HandlesMessage<Report, Tx> {
  constructor(
    @Inject(ChangeJob) private readonly changeJob: ChangeJob,
    @Inject(NetworkPicture) private readonly picture: NetworkPicture,
  ) {}

  async handle(report: Report, { envelope, unit, labId }: Context<Tx>): Promise<void> {
    if (labId === undefined) return;
    this.picture.noteHeard(labId, unit.nowMs);
    const detail: Detail = { labId, made: report.made, remainingSeconds: report.remainingSeconds };
    await this.changeJob.run(unit, report.jobId, commandOf(envelope.type, report), detail);
  }
}

function commandOf(type: string, { fence, percent = 0, reason = 'no reason given' }: Report): JobCommand {
  switch (type) {
    case 'job.started':
      return { kind: 'reportStarted', fence };
    case 'job.progressed':
      return { kind: 'reportProgress', fence, percent };
    case 'job.finished':
      return { kind: 'reportFinished', fence };
    case 'job.failed':
      return { kind: 'reportFailed', fence, reason };
    case 'job.stopped':
      return { kind: 'reportStopped', fence };
    default:
      throw new Error(`no report is called ${type}`);
  }
}
