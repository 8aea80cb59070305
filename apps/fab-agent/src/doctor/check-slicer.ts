// Whether the slicer is there and runs, and the lab's own profiles with it.

import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { SECOND_MS } from '#core/kernel/time';
import type { LabFile } from '../home/home-folder.js';
import { well, wrong, type Check } from './check.js';

const run = promisify(execFile);

/** Which machines are given G-code that is sliced here, by their drivers. */
const isSliced = ({ driver, slicing }: LabFile['machines'][number]): boolean => {
  if (slicing?.slicer === 'already-sliced') return false;
  switch (driver.kind) {
    case 'octoprint':
    case 'moonraker':
    case 'prusalink':
      return true;
    case 'folder':
      return driver.takes === 'gcode';
    case 'simulated':
      return driver.gcode === true;
    case 'manual':
      return false;
  }
};

/** The slicer's version and the profiles that lab.json names; nothing where no machine takes G-code. */
export async function checkSlicer(lab: LabFile, home: string): Promise<Check[]> {
  const sliced = lab.machines.filter(isSliced);
  if (sliced.length === 0) return [well('slicer', 'no machine needs one')];
  const profiles = sliced.flatMap(({ machine, slicing }) =>
    Object.values(slicing?.profiles ?? {}).map((path) => ({ machine: machine.name, path: resolve(home, path) })),
  );
  const missing = await Promise.all(
    profiles.map(async ({ machine, path }) =>
      access(path).then(
        () => undefined,
        () => wrong('slicer', `The profile ${path} of ${machine} is not there.`, 'Put it there, or change lab.json.'),
      ),
    ),
  );
  return [await checkProgram(lab.slicing?.command ?? 'prusa-slicer'), ...missing.filter((one) => one !== undefined)];
}

async function checkProgram(command: string): Promise<Check> {
  const todo = 'Install PrusaSlicer (Debian: sudo apt install prusa-slicer) or name its path in lab.json.';
  try {
    const { stdout } = await run(command, ['--help'], { timeout: 30 * SECOND_MS });
    const version = /PrusaSlicer-\S+/.exec(stdout)?.[0];
    return version === undefined
      ? wrong('slicer', `${command} runs and does not say that it is PrusaSlicer.`, todo)
      : well('slicer', `${version} runs`);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return wrong('slicer', isMissing ? `${command} was not found.` : `${command} does not run: ${String(error).slice(0, 300)}`, todo); // prettier-ignore
  }
}
