// What a Git checkout holds, as Git sees it.

import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MOST_BYTES_OF_NAMES = 64 * 2 ** 20;

/**
 * Files below `folder` that are tracked, or new and not ignored; links, submodules and hidden files are left out. Undefined
 * when it is in no checkout, or Git is not there.
 */
export async function filesInGit(folder: string): Promise<string[] | undefined> {
  // A checkout of somebody else's may name a program that Git is to run; it is not run.
  const listed = await run(
    'git',
    ['-c', 'core.fsmonitor=false', 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    {
      cwd: folder,
      maxBuffer: MOST_BYTES_OF_NAMES,
    },
  ).catch(() => undefined);
  if (listed === undefined) return undefined;
  const names = listed.stdout.split('\0').filter((name) => name !== '' && !/(^|\/)\./.test(name));
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      // Tracked and deleted is not there; what a link leads to is no file of the design.
      const stats = await lstat(path).catch(() => undefined);
      return stats?.isFile() ? [path] : [];
    }),
  );
  return found.flat();
}
