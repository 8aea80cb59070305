// Whether each machine answers and takes its key, as its driver sees it.

import type { LabFile } from '../home/home-folder.js';
import { well, wrong, type Check } from './check.js';
import { lookAtMachine } from './look-at-machine.js';

const REMEDIES: Readonly<Record<string, string>> = {
  unreachable: 'Is it on, and is this its address? Find it with "fabcommons-agent find".',
  error: 'Look at the machine’s own page; if the key is refused: fabcommons-agent machine connect NAME --api-key …',
};

/** A check for each machine of the lab. */
export async function checkMachines({ machines }: LabFile): Promise<Check[]> {
  if (machines.length === 0)
    return [wrong('machine', 'The lab has none.', 'fabcommons-agent machine add NAME --volume 250x210x220')];
  return Promise.all(
    machines.map(async (entry) => {
      const { state, waitsFor } = await lookAtMachine(entry);
      const says = `${entry.machine.name} (${entry.driver.kind}) is ${state}`;
      const remedy = REMEDIES[state];
      if (remedy !== undefined) return wrong('machine', `${says}: ${waitsFor ?? 'it does not say why'}`, remedy);
      return well('machine', waitsFor === undefined ? says : `${says}, waits for ${waitsFor}`);
    }),
  );
}
