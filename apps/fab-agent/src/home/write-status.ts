// How the lab is doing, as a file that `status` reads while the agent runs and after it has ended.

import { rename, writeFile } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { RunsRegularly } from '#platform/messaging/handlers';
import { PLACES } from '../agent-tokens.js';
import type { Places } from './home-folder.js';
import { ReadStatus } from './read-status.js';

@Injectable()
export class WriteStatus implements RunsRegularly {
  constructor(
    @Inject(PLACES) private readonly places: Places,
    @Inject(ReadStatus) private readonly status: ReadStatus,
  ) {}

  /** Replaces the file as a whole; without fsync, because a lost one is written again in two seconds. */
  async run(): Promise<void> {
    const next = `${this.places.status}.new`;
    await writeFile(next, `${JSON.stringify(this.status.now(), null, 2)}\n`, { mode: 0o600 });
    await rename(next, this.places.status);
  }
}
