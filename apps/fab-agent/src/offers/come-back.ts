// After offers went unanswered the network asks this lab nothing more, until it says that it is back.

import { Inject, Injectable } from '@nestjs/common';
import { newCorrelationId } from '#platform/logging/correlation';
import { BackAtLab } from '#contracts/messages/lab-messages';
import { LAB } from '../agent-tokens.js';
import type { LabFile } from '../home/home-folder.js';
import { Journal } from '../journal/journal.js';
import { ReportMaker } from '../uplink/make-report.js';

@Injectable()
export class ComeBack {
  constructor(
    @Inject(LAB) private readonly lab: LabFile,
    @Inject(Journal) private readonly journal: Journal,
    @Inject(ReportMaker) private readonly reports: ReportMaker,
  ) {}

  /** Says so, now or as soon as the network is reached. */
  async run(): Promise<void> {
    const thing = { kind: 'lab', id: this.lab.labId } as const;
    await this.journal.append(this.reports.make(BackAtLab, thing, { data: {}, correlationId: newCorrelationId() }));
  }
}
