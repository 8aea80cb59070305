// Signs of life: every ten seconds, and at once when a machine's state changes. They may be lost.

import { Inject, Injectable } from '@nestjs/common';
import type { DataOf } from '#contracts/define-message';
import { Pulse } from '#contracts/messages/lab-messages';
import { pulseSubject } from '#contracts/subjects';
import type { Logger } from '#platform/logging/logger';
import { LOGGER } from '#platform/logging/logger';
import type { RunsRegularly } from '#platform/messaging/handlers';
import { LAB } from '../agent-tokens.js';
import type { LabFile } from '../home/home-folder.js';
import type { MachineWork } from '../jobs/machine-work.js';
import { Workshop } from '../jobs/workshop.js';
import { Link } from './link.js';

@Injectable()
export class SendPulses implements RunsRegularly {
  constructor(
    @Inject(LAB) private readonly lab: LabFile,
    @Inject(Workshop) private readonly workshop: Workshop,
    @Inject(Link) private readonly link: Link,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    workshop.onStateChange((work) => this.send(work));
    link.onChange((up) => up && void this.run());
  }

  async run(): Promise<void> {
    for (const work of this.workshop.works) this.send(work);
  }

  private send(work: MachineWork): void {
    const machineId = work.machine.describe().id;
    this.link.connection?.publish(pulseSubject(this.lab.labId, machineId), JSON.stringify(pulseOf(work)));
    this.logger.debug({ machineId, state: work.seen.state }, 'pulse');
  }
}

function pulseOf({ machine, seen, queue }: MachineWork): DataOf<typeof Pulse> {
  const { id, loaded } = machine.describe();
  return Pulse.schema.parse({
    machineId: id,
    state: seen.state,
    seen: seen.how,
    loaded,
    ...(seen.jobId === undefined ? {} : { jobId: seen.jobId }),
    ...(seen.percent === undefined ? {} : { percent: seen.percent }),
    ...(seen.remainingSeconds === undefined ? {} : { remainingSeconds: seen.remainingSeconds }),
    queue,
  });
}
