// Whether the home can be written, has room, and keeps its secrets to itself.

import { rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { placesIn } from '../home/home-folder.js';
import { well, wrong, type Check } from './check.js';

const LEAST_FREE_BYTES = 500_000_000;
const BYTES_PER_GB = 1e9;

/** Room on the disk, and that something can be written there. */
export async function checkDisk(home: string): Promise<Check> {
  const trial = join(home, `doctor.${process.pid}.new`);
  try {
    await writeFile(trial, 'a trial', { mode: 0o600, flush: true });
  } catch (error) {
    return wrong('disk', `${home} can not be written: ${String(error)}`, `Give it to the user of the agent: sudo chown -R $USER ${home}`); // prettier-ignore
  } finally {
    await rm(trial, { force: true });
  }
  const { bavail, bsize } = await statfs(home);
  const free = `${((bavail * bsize) / BYTES_PER_GB).toFixed(1)} GB free`;
  return bavail * bsize >= LEAST_FREE_BYTES
    ? well('disk', `${home} can be written, ${free}`)
    : wrong('disk', `${free} where ${home} is.`, 'Make room: plates and G-code need some hundred megabytes.');
}

/** Nobody but the owner reads settings and credentials: they hold keys. */
export async function checkModes(home: string): Promise<Check[]> {
  const { lab, creds } = placesIn(home);
  const wanted = [
    { path: home, mode: 0o700 },
    { path: lab, mode: 0o600 },
    { path: creds, mode: 0o600 },
  ];
  const faults = await Promise.all(
    wanted.map(async ({ path, mode }): Promise<Check | undefined> => {
      const found = await stat(path).catch(() => undefined);
      if (found === undefined)
        return wrong('files', `${path} is not there.`, 'Enrol the lab anew with a code of the network.');
      const open = found.mode & 0o077;
      return open === 0
        ? undefined
        : wrong('files', `Others than the owner may open ${path}.`, `chmod ${mode.toString(8)} ${path}`);
    }),
  );
  const found = faults.filter((fault) => fault !== undefined);
  return found.length > 0 ? found : [well('files', 'settings and credentials are readable by their owner only')];
}
