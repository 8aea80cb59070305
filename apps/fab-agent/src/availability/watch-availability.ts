// Time passes: what was held may begin, what was free is held, and the network hears of it at once.

import { Inject, Injectable } from '@nestjs/common';
import type { RunsRegularly } from '#platform/messaging/handlers';
import { Workshop } from '../jobs/workshop.js';
import { SendPulses } from '../uplink/send-pulses.js';
import { Availability } from './availability.js';

@Injectable()
export class WatchAvailability implements RunsRegularly {
  private before = '';

  constructor(
    @Inject(Availability) private readonly availability: Availability,
    @Inject(Workshop) private readonly workshop: Workshop,
    @Inject(SendPulses) private readonly pulses: SendPulses,
  ) {
    availability.onChange(() => void this.run());
  }

  async run(): Promise<void> {
    const machines = this.workshop.works.map(({ machine }) => machine.describe());
    const now = JSON.stringify(machines.map(({ id, loaded }) => [this.availability.holdOf(id, 0), loaded]));
    // A job may be held that would run into a maintenance though its machine is free: all are looked at again.
    for (const work of this.workshop.works) work.wake();
    if (now !== this.before) await this.pulses.run();
    this.before = now;
  }
}
