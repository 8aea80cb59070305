// From a line of the settings to a driver: the only place that knows which drivers there are.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '#platform/clock/clock';
import type { LabFile } from '../home/home-folder.js';
import { SimulatedMachine } from './drivers/simulated/simulated-machine.js';
import type { ConnectedMachine } from './machine.js';

/** The machine of one entry of lab.json; `folder` is where drivers keep what is theirs. */
export function connectMachine(
  { machine, driver }: LabFile['machines'][number],
  { folder, clock }: { folder: string; clock: Clock },
): ConnectedMachine {
  switch (driver.kind) {
    case 'simulated': {
      const name = createHash('sha256').update(machine.id).digest('hex').slice(0, 24);
      return new SimulatedMachine({ machine, settings: driver, memoryFile: join(folder, `${name}.json`), clock });
    }
  }
}
