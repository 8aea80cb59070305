// Whether the slicer is there and runs, and the lab's own profiles with it.

import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { SECOND_MS } from '#core/kernel/time';
import type { LabFile } from '../home/home-folder.js';
import { labSlicingSchema } from '../slicing/slicing-settings.js';
import { well, wrong, type Check } from './check.js';

const run = promisify(execFile);

/** Which slicer makes a machine's G-code; undefined: it is given plates, or they come sliced. */
function slicerOf({ driver, slicing }: LabFile['machines'][number]): 'prusa-slicer' | 'cura-engine' | undefined {
  const slicer = slicing?.slicer ?? 'prusa-slicer';
  if (slicer === 'already-sliced') return undefined;
  switch (driver.kind) {
    case 'octoprint':
    case 'moonraker':
    case 'prusalink':
      return slicer;
    case 'folder':
      return driver.takes === 'gcode' ? slicer : undefined;
    case 'simulated':
      return driver.gcode === true ? slicer : undefined;
    case 'manual':
      return undefined;
  }
}

/** The slicers' versions, and the files that lab.json names for them; nothing where no machine takes G-code. */
export async function checkSlicer(lab: LabFile, home: string): Promise<Check[]> {
  const byPrusa = lab.machines.filter((entry) => slicerOf(entry) === 'prusa-slicer');
  const byCura = lab.machines.some((entry) => slicerOf(entry) === 'cura-engine');
  if (byPrusa.length === 0 && !byCura) return [well('slicer', 'no machine needs one')];
  const { command, cura } = lab.slicing ?? labSlicingSchema.parse({});
  const files = byPrusa.flatMap(({ machine, slicing }) =>
    Object.values(slicing?.profiles ?? {}).map((path) => ({ what: `profile of ${machine.name}`, path })),
  );
  if (byCura) files.push({ what: 'definition for CuraEngine', path: cura.definition });
  const found = await Promise.all([
    ...(byPrusa.length > 0 ? [checkProgram(PRUSA, command)] : []),
    ...(byCura ? [checkProgram(CURA, cura.command)] : []),
    ...files.map(({ what, path }) => checkFile(what, resolve(home, path))),
  ]);
  return found.filter((one) => one !== undefined);
}

async function checkFile(what: string, path: string): Promise<Check | undefined> {
  return access(path).then(
    () => undefined,
    () => wrong('slicer', `The ${what}, ${path}, is not there.`, 'Put it there, or change lab.json.'),
  );
}

interface Program {
  readonly make: string;
  /** What lets it say its version. */
  readonly asks: string;
  readonly version: RegExp;
  readonly debian: string;
}

const PRUSA: Program = { make: 'PrusaSlicer', asks: '--help', version: /PrusaSlicer-\S+/, debian: 'prusa-slicer' };
const CURA: Program = { make: 'CuraEngine', asks: 'help', version: /Cura\w* version \S+/, debian: 'cura-engine' };

async function checkProgram({ make, asks, version, debian }: Program, command: string): Promise<Check> {
  const todo = `Install ${make} (Debian: sudo apt install ${debian}) or name its path in lab.json.`;
  try {
    const { stdout, stderr } = await run(command, [asks], { timeout: 30 * SECOND_MS });
    const said = version.exec(`${stdout}\n${stderr}`)?.[0];
    return said === undefined
      ? wrong('slicer', `${command} runs and does not say that it is ${make}.`, todo)
      : well('slicer', `${said} runs`);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return wrong('slicer', isMissing ? `${command} was not found.` : `${command} does not run: ${String(error).slice(0, 300)}`, todo); // prettier-ignore
  }
}
