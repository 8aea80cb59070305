// From a line of the settings to a driver: the only place that knows which drivers there are.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { SECOND_MS } from '#core/kernel/time';
import type { Machine } from '#core/lab/lab';
import type { Clock } from '#platform/clock/clock';
import { type CameraSettings, withCamera } from './camera.js';
import { FolderMachine, folderDriverSchema } from './drivers/folder/folder-machine.js';
import { ManualMachine, manualDriverSchema } from './drivers/manual/manual-machine.js';
import { Moonraker, moonrakerDriverSchema } from './drivers/moonraker/moonraker.js';
import { OctoPrint, octoprintDriverSchema } from './drivers/octoprint/octoprint.js';
import { PrusaLink, prusalinkDriverSchema } from './drivers/prusalink/prusalink.js';
import { SimulatedMachine, simulatedDriverSchema } from './drivers/simulated/simulated-machine.js';
import type { ConnectedMachine } from './machine.js';
import type { Dialect } from './served/dialect.js';
import type { Pace } from './served/follow.js';
import { ServedMachine } from './served/served-machine.js';

/** A driver's settings; a new driver is one more member. */
export const driverSchema = z.discriminatedUnion('kind', [
  simulatedDriverSchema,
  octoprintDriverSchema,
  moonrakerDriverSchema,
  prusalinkDriverSchema,
  manualDriverSchema,
  folderDriverSchema,
]);
export type DriverSettings = z.infer<typeof driverSchema>;

/** PrusaLink forgets the end of a print after 11 s: several looks must fall into that time. */
const PACE: Pace = { busyMs: 2 * SECOND_MS, idleMs: 5 * SECOND_MS, awayMs: 30 * SECOND_MS };

export interface Surroundings {
  /** Where drivers keep what is theirs. */
  readonly folder: string;
  readonly clock: Clock;
  readonly pace?: Pace;
}

export interface MachineEntry {
  readonly machine: Machine;
  readonly driver: DriverSettings;
  readonly camera?: CameraSettings | undefined;
}

/** The machine of one entry of lab.json. */
export function connectMachine(entry: MachineEntry, surroundings: Surroundings): ConnectedMachine {
  const connected = connect(entry, surroundings);
  return entry.camera === undefined ? connected : withCamera(connected, entry.camera);
}

function connect({ machine, driver }: MachineEntry, { folder, clock, pace = PACE }: Surroundings): ConnectedMachine {
  const name = createHash('sha256').update(machine.id).digest('hex').slice(0, 24);
  const notesFile = join(folder, `${name}.${driver.kind}.json`);
  const served = (dialect: Dialect) => new ServedMachine({ machine, dialect, notesFile, clock, pace });
  switch (driver.kind) {
    case 'simulated':
      return new SimulatedMachine({ machine, settings: driver, memoryFile: join(folder, `${name}.json`), clock });
    case 'octoprint':
      return served(new OctoPrint(driver));
    case 'moonraker':
      return served(new Moonraker(driver));
    case 'prusalink':
      return served(new PrusaLink(driver));
    case 'manual':
      return new ManualMachine({ machine, notesFile, pace });
    case 'folder':
      return new FolderMachine({ machine, settings: driver, notesFile, pace });
  }
}
