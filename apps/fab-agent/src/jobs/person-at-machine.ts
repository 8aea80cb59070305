// What a person at a machine says: the bed is clear, the pieces are good or not.

import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '#core/kernel/result';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { Journal } from '../journal/journal.js';
import { ReportMaker } from '../uplink/make-report.js';
import { endEntries } from './end-report.js';
import { Workshop } from './workshop.js';

@Injectable()
export class PersonAtMachine {
  constructor(
    @Inject(Workshop) private readonly workshop: Workshop,
    @Inject(Journal) private readonly journal: Journal,
    @Inject(ReportMaker) private readonly reports: ReportMaker,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Notes that the bed of a machine, by its id or its name, is clear: it may begin something new. */
  async bedIsClear(asked: string): Promise<Result<string>> {
    const machines = this.workshop.works.map(({ machine }) => machine.describe());
    const found = machines.filter(({ id, name }) => id === asked || name.toLowerCase() === asked.toLowerCase());
    const [machine] = found;
    if (machine === undefined) return refuse('machine/unknown', `This lab has no machine “${asked}”.`);
    if (found.length > 1) return refuse('machine/ambiguous', `Several machines are called “${asked}”: give the id.`);
    const { id, name } = machine;
    const state = this.workshop.at(id)?.seen.state;
    if (state === 'printing' || state === 'paused')
      return refuse('machine/busy', `${name} is making something now; its bed is not clear.`);
    if (!this.journal.knowledge.usedBeds.has(id)) return ok(`${name} was not waiting for that.`);
    await this.journal.append({ kind: 'bed-cleared', machineId: id });
    return ok(`${name} may begin its next job.`);
  }

  /** Ends a job that is made; `bad`: what is wrong with its pieces. */
  async piecesAre(jobId: string, bad: string | undefined): Promise<Result<string>> {
    const job = this.journal.knowledge.jobs.get(jobId);
    if (job === undefined) return refuse('job/unknown', `This lab does not know a job ${jobId}.`);
    if (job.stage !== 'made') return refuse('job/not-made', `Nobody waits for a word on ${jobId}: it is ${job.stage}.`);
    const { how = 'seen', ...used } = job.made ?? {};
    const record =
      bad === undefined
        ? ({ ...used, kind: 'ended', outcome: 'finished' } as const)
        : ({ kind: 'ended', outcome: 'failed', reason: `The pieces are not good: ${bad}` } as const);
    await this.journal.append(...endEntries({ job, record, how, nowMs: this.clock.now() }, this.reports));
    return ok(bad === undefined ? `${jobId} is finished.` : `${jobId} has failed.`);
  }
}
