// A person has taken the pieces off: the machine may begin something new.

import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '#core/kernel/result';
import { LOGGER, type Logger } from '#platform/logging/logger';
import { Journal } from '../journal/journal.js';
import { Workshop } from './workshop.js';

@Injectable()
export class ClearBed {
  constructor(
    @Inject(Workshop) private readonly workshop: Workshop,
    @Inject(Journal) private readonly journal: Journal,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Notes that the bed of a machine, by its id or its name, is clear. */
  async clear(asked: string): Promise<Result<string>> {
    const machines = this.workshop.works.map(({ machine }) => machine.describe());
    const found = machines.filter(({ id, name }) => id === asked || name.toLowerCase() === asked.toLowerCase());
    const [machine] = found;
    if (machine === undefined) return refuse('machine/unknown', `This lab has no machine “${asked}”.`);
    if (found.length > 1) return refuse('machine/ambiguous', `Several machines are called “${asked}”: give the id.`);
    const { id, name } = machine;
    const work = this.workshop.at(id);
    if (work?.seen.state === 'printing' || work?.seen.state === 'paused')
      return refuse('machine/busy', `${name} is making something now; its bed is not clear.`);
    if (!this.journal.knowledge.usedBeds.has(id)) return ok(`${name} was not waiting for that.`);
    await this.journal.append({ kind: 'bed-cleared', machineId: id });
    this.logger.info({ machineId: id }, 'bed cleared');
    return ok(`${name} may begin its next job.`);
  }
}
