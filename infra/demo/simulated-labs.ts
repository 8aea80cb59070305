// Simulated labs: real places of a list, each with an agent of its own and a printer that exists in memory only.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { callRoute, type Connection } from '#contracts/http/call-route';
import { changeLab, labDraftSchema, openEnrolment, readLab, type LabDraft } from '#contracts/http/labs';
import { distanceKm, type LatLon } from '#core/kernel/geo';
import type { LabId } from '#core/kernel/ids';
import type { Process } from '#core/design/part';
import type { LabList } from '../../apps/cli/src/import-labs.js';
import type { Network } from '../network/network.js';
import { REPOSITORY } from '../repository.js';
import { waitUntil } from '../system/wait-until.js';

const run = promisify(execFile);

/** A lab of the list, with its id in the network. */
export interface ListedLab {
  readonly labId: LabId;
  readonly draft: LabDraft;
}

/** A printer where the list tells of none: a common size, said to be simulated. */
const SIMULATED_PRINTER: LabDraft['machines'][number] = {
  name: 'Simulated printer',
  process: 'fdm',
  buildVolumeMm: { x: 250, y: 210, z: 220 },
  bedShape: 'rectangular',
  nozzleMm: 0.4,
  loaded: [],
};

/** The labs nearest to a point whose list entry names the process. */
export const nearestWith = (process: Process, labs: readonly ListedLab[], to: LatLon, count: number): ListedLab[] =>
  labs
    .filter(({ draft }) => draft.processes.includes(process))
    .map((lab) => ({ lab, km: distanceKm(to, lab.draft.at) }))
    .sort((a, b) => a.km - b.km || (a.lab.labId < b.lab.labId ? -1 : 1))
    .slice(0, count)
    .map(({ lab }) => lab);

/** The list's labs with the ids that the network gave them. */
export const listed = (labs: LabList['labs'], labIds: readonly string[]): ListedLab[] =>
  labs.map(({ draft }, index) => ({ labId: labIds[index] as LabId, draft }));

/** What every simulated printer has at hand. */
export const LOADED_MATERIALS = ['PLA', 'PETG', 'ABS', 'ASA', 'TPU'] as const;

export interface Simulation {
  /** Materials loaded at every simulated printer. */
  readonly materials: readonly string[];
  /** How much faster than real time the machines run. */
  readonly speed: number;
}

/** Gives a listed lab a simulated printer, and its agent a home; answers the home. A home that exists is kept. */
export async function enrolSimulated(
  network: Network,
  steward: Connection,
  { labId, draft }: ListedLab,
  simulation: Simulation,
): Promise<string> {
  const home = join(network.folder.labs, labId);
  if (existsSync(join(home, 'lab.json'))) return home;
  const printers = draft.machines.filter((machine) => machine.process === 'fdm');
  const loaded = simulation.materials.map((material) => ({ material }));
  const machines = (printers.length > 0 ? printers.slice(0, 2) : [SIMULATED_PRINTER]).map((machine) => ({
    ...machine,
    loaded,
  }));
  await callRoute(steward, changeLab, {
    params: { labId },
    body: labDraftSchema.parse({ ...draft, machines, prices: pricesFor(labId) }),
  });
  const { code } = await callRoute(steward, openEnrolment, { params: { labId } });
  const agent = join(REPOSITORY, 'dist/apps/fab-agent/src/main.js');
  await run(process.execPath, [
    agent,
    'enrol',
    code,
    '--network',
    steward.baseUrl,
    '--home',
    home,
    '--driver',
    'simulated',
    '--speed',
    String(simulation.speed),
  ]);
  return home;
}

/** Simulated labs differ a little in price, always in the same way: by the end of their id, which is random. */
function pricesFor(labId: string): NonNullable<LabDraft['prices']> {
  const spread = (Number.parseInt(labId.slice(-4), 16) % 101) / 100;
  return {
    currency: 'EUR',
    machineHourMinor: 120 + Math.round(80 * spread),
    setUpMinor: 150 + Math.round(150 * spread),
    labourHourMinor: 1800 + Math.round(700 * spread),
    energyKwhMinor: 25,
    materialKgMinor: 2400 + Math.round(600 * spread),
  };
}

/** Waits until the network sees these labs live, with the machines that their agents described. */
export async function untilLive(connection: Connection, labIds: readonly LabId[], withinMs = 30_000): Promise<void> {
  for (const labId of labIds) {
    const isThere = async (): Promise<boolean> => {
      const { sight, machines } = await callRoute(connection, readLab, { params: { labId } });
      return sight === 'live' && machines.some(({ state }) => state !== undefined);
    };
    await waitUntil(isThere, { withinMs, what: `lab ${labId} with its machines` });
  }
}
