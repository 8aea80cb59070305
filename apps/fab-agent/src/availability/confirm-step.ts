// A person says what became of a job where the machine cannot: on machines run by hand, and where records were lost.

import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '#core/kernel/result';
import { LOGGER, type Logger } from '#platform/logging/logger';
import { Workshop } from '../jobs/workshop.js';
import type { ConfirmedStep } from '../machines/machine.js';

@Injectable()
export class ConfirmStep {
  constructor(
    @Inject(Workshop) private readonly workshop: Workshop,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Takes the person's word; the driver refuses it where the machine knows better. */
  async confirm(jobId: string, step: ConfirmedStep, because: string | undefined): Promise<Result<string>> {
    const job = this.workshop.known.jobs.get(jobId);
    const work = job === undefined ? undefined : this.workshop.at(job.machineId);
    if (work === undefined) return refuse('job/unknown', `This lab does not know a job ${jobId}.`);
    const { can, describe } = work.machine;
    if (can.confirm === undefined) return refuse('machine/knows-better', `${describe().name} itself says what it did.`);
    const done = await can.confirm.confirm(jobId, step, because);
    if (!done.ok) return done;
    this.logger.info({ jobId, step }, 'a person said what became of the job');
    work.wake();
    return ok(`${jobId}: ${step} is noted.`);
  }
}
