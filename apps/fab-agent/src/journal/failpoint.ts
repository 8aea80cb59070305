// For tests of crashes: the process ends like in a power cut at a place that a file of the home names, once. Off unless
// FAB_FAILPOINTS=on.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const isOn = process.env['FAB_FAILPOINTS'] === 'on';

/** The file that names the place, beside the journal. */
export const failpointFile = (journal: string): string => join(dirname(journal), 'die-at');

/** True when the process is to end at one of these places; the file is gone then, so that the next start gets past it. */
export function isFailpoint(journal: string, places: readonly string[]): boolean {
  if (!isOn) return false;
  const file = failpointFile(journal);
  if (!existsSync(file) || !places.includes(readFileSync(file, 'utf8').trim())) return false;
  rmSync(file);
  return true;
}

/** Nothing is flushed, nobody is told. */
export function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
