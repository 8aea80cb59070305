// The broker lost what labs had said: every member lab is asked to say its reports again. Those known are ignored.

import { Inject, Injectable } from '@nestjs/common';
import { ReportsResend } from '#contracts/messages/lab-messages';
import { NEW_ID } from '#platform/clock/clock';
import type { NewId } from '#core/kernel/ids';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import { LabsRepository } from './labs.repository.js';

@Injectable()
export class AskReportsAgain {
  constructor(
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(LabsRepository) private readonly labs: LabsRepository,
    @Inject(NEW_ID) private readonly newId: NewId,
  ) {}

  async run(): Promise<void> {
    const epoch = this.newId('event');
    const labIds = await this.labs.memberIds();
    await this.unitOfWork.run(async (tx) => {
      for (const labId of labIds) await tx.send(ReportsResend, labId, { epoch });
    });
  }
}
