// Asking Spoolman, again and again, what is where; while it is away, what it said last holds.

import { Inject, Injectable } from '@nestjs/common';
import { SECOND_MS } from '#core/kernel/time';
import { LOGGER, type Logger } from '#platform/logging/logger';
import type { RunsRegularly } from '#platform/messaging/handlers';
import { keyCredentials, MachineServer } from '../machines/served/machine-server.js';
import { Availability } from './availability.js';
import { loadedBySpools, spoolsSchema } from './spools.js';

@Injectable()
export class AskSpoolman implements RunsRegularly {
  private nextMs = 0;
  private before = '';

  constructor(
    @Inject(Availability) private readonly availability: Availability,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Asks when it is time; a Spoolman that is away, or says something strange, is warned of. */
  async run(): Promise<void> {
    const { lab, clock } = this.availability;
    if (lab.spoolman === undefined || clock.now() < this.nextMs) return;
    const { url, locations, everySeconds } = lab.spoolman;
    this.nextMs = clock.now() + everySeconds * SECOND_MS;
    const server = new MachineServer({
      make: 'Spoolman',
      url,
      credentials: keyCredentials(undefined),
      refusesKey: () => false,
    });
    try {
      const { status, body } = await server.ask('api/v1/spool?allow_archived=false');
      const spools = spoolsSchema.safeParse(body);
      if (status !== 200 || !spools.success) throw new Error(`${url} (${status}) does not tell of spools`);
      const machines = lab.machines.map(({ machine }) => machine);
      const loaded = loadedBySpools(spools.data, machines, locations);
      const now = JSON.stringify([...loaded]);
      if (now !== this.before) this.availability.setSpools(loaded);
      this.before = now;
    } catch (error) {
      this.logger.warn({ error: error instanceof Error ? error.message : String(error) }, 'Spoolman does not tell');
    }
  }
}
