// The settings of a lab after an enrolment: what the network says, what was typed, and what the lab had set before.

import type { Machine } from '#core/lab/lab';
import { pageSchema } from '../local-page/page-settings.js';
import type { DriverSettings } from '../machines/connect-machine.js';
import { rulesSchema } from '../offers/rules.js';
import type { LabFile } from './home-folder.js';

export interface EnrolledCase {
  readonly told: Pick<LabFile, 'labId' | 'labName' | 'networkUrl' | 'natsUrl'> & {
    readonly machines: readonly Machine[];
  };
  /** For every machine where nothing is shared, else for the one named or the only one. Undefined: nothing was said. */
  readonly driver: DriverSettings | undefined;
  /** Name or id of the machine that the driver is of. */
  readonly machine: string | undefined;
  readonly accept: string | undefined;
  readonly pagePort: number | undefined;
  /** What the home held, of this lab or another. */
  readonly before: LabFile | undefined;
}

const BY_HAND: DriverSettings = { kind: 'manual' };

/** A lab that enrols anew keeps its own settings and connections, unless something else was typed; another's are not taken over. */
export function enrolledLab({ told, driver, machine, accept, pagePort, before }: EnrolledCase): LabFile {
  const { machines, ...network } = told;
  const same = before?.labId === told.labId ? before : undefined;
  const known = new Map(same?.machines.map((entry) => [entry.machine.id, entry]));
  const given = machines.map((one) => {
    const entry = known.get(one.id);
    const said = driverFor(one, machines, { driver, machine });
    return { ...entry, machine: one, driver: said ?? entry?.driver ?? BY_HAND };
  });
  const ids = new Set(machines.map(({ id }) => id));
  const added = same?.machines.filter((entry) => !ids.has(entry.machine.id)) ?? [];
  return {
    ...same,
    ...network,
    machines: [...given, ...added],
    rules: rulesSchema.parse({ ...same?.rules, ...(accept === undefined ? {} : { accept }) }),
    ...(pagePort === undefined || same?.page !== undefined ? {} : { page: pageSchema.parse({ port: pagePort }) }),
  };
}

/** One address is one machine: it is never given to two. */
function driverFor(
  { id, name }: Machine,
  all: readonly Machine[],
  { driver, machine }: Pick<EnrolledCase, 'driver' | 'machine'>,
): DriverSettings | undefined {
  if (driver === undefined || driver.kind === 'simulated' || driver.kind === 'manual') return driver;
  const isMeant =
    machine === undefined ? all.length === 1 : id === machine || name.toLowerCase() === machine.toLowerCase();
  return isMeant ? driver : undefined;
}
