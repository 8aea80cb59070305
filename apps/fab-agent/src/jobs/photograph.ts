// A picture of the bed when a job has ended, kept by its content under the lab's home for a while.

import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabJob } from '#core/job/lab-journal';
import { DAY_MS, SECOND_MS } from '#core/kernel/time';
import type { Clock } from '#platform/clock/clock';
import type { Logger } from '#platform/logging/logger';
import type { Journal } from '../journal/journal.js';
import type { ConnectedMachine } from '../machines/machine.js';

export interface PhotographerParts {
  readonly journal: Journal;
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

const LOOK_WITHIN_MS = 20 * SECOND_MS;
const KEPT_MS = 30 * DAY_MS;
const LARGEST_BYTES = 20_000_000;

export class Photographer {
  constructor(private readonly parts: PhotographerParts) {}

  /** Takes the picture where the machine has a camera; a camera that fails holds up nothing and is only told of. */
  async photograph({ jobId }: LabJob, { can }: ConnectedMachine): Promise<void> {
    if (can.look === undefined) return;
    const { journal, folder, logger } = this.parts;
    try {
      const picture = await within(can.look.look());
      if (picture.length === 0 || picture.length > LARGEST_BYTES) throw new Error(`${picture.length} bytes came.`);
      const sha256 = createHash('sha256').update(picture).digest('hex');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(join(folder, sha256), picture, { mode: 0o600 });
      await journal.append({ kind: 'photographed', jobId, sha256 });
      await this.dropOld();
    } catch (error) {
      logger.warn({ jobId, error: String(error) }, 'no picture of the job');
    }
  }

  private async dropOld(): Promise<void> {
    const { folder, clock } = this.parts;
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      if ((await stat(path)).mtimeMs < clock.now() - KEPT_MS) await rm(path, { force: true });
    }
  }
}

async function within<T>(looking: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The camera did not answer.')), LOOK_WITHIN_MS);
  });
  return Promise.race([looking, late]).finally(() => clearTimeout(timer));
}
