// One network per data folder: a lock file that names its holder and outlives no holder.

import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync, closeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandLineOf, isAlive } from './processes.js';

/** Thrown when a living process holds the folder; the message is for a person. */
export class FolderInUse extends Error {}

/** Locks of this very process, by file: a process number alone can not tell them from a stale one. */
const held = new Set<string>();

/** Takes the folder for this process; the returned function gives it back. A lock of a dead process is taken over. */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const file = join(resolve(folder), 'network.lock');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (tryToWrite(file)) {
      held.add(file);
      return () => {
        if (held.delete(file)) rmSync(file, { force: true });
      };
    }
    const holder = holderOf(file);
    if (holder !== undefined) {
      throw new FolderInUse(
        `A network already runs on ${folder} (process ${holder}). Stop it with Ctrl-C where it runs or with "kill ${holder}", or start another one with --data FOLDER.`,
      );
    }
    rmSync(file, { force: true });
  }
  throw new FolderInUse(`The lock ${file} is taken again and again by others. Try once more in a moment.`);
}

/** The living process that holds a lock file, if there is one. */
function holderOf(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const [pidLine = '', commandLine = ''] = readFileSync(file, 'utf8').split('\n');
  const pid = Number.parseInt(pidLine, 10);
  if (!Number.isInteger(pid) || !isAlive(pid)) return undefined;
  if (pid === process.pid) return held.has(file) ? pid : undefined;
  // After a restart of the machine the number may belong to another program.
  return commandLineOf(pid) === commandLine ? pid : undefined;
}

function tryToWrite(file: string): boolean {
  try {
    const handle = openSync(file, 'wx', 0o600);
    writeSync(handle, `${process.pid}\n${commandLineOf(process.pid)}\n`);
    closeSync(handle);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
