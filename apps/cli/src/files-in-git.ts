// What a Git checkout holds, as Git sees it.

import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { InputRefused } from './exit.js';

const run = promisify(execFile);
const MOST_BYTES_OF_NAMES = 64 * 2 ** 20;

/**
 * Files below `folder` (absolute) that are tracked, or new and not ignored; links, submodules and hidden files are left
 * out. Undefined when it is in no checkout, or in one that ignores all of it. A checkout that Git cannot read is refused:
 * without Git nobody knows what was to stay at home.
 */
export async function filesInGit(folder: string): Promise<string[] | undefined> {
  if (!(await isInCheckout(folder))) return undefined;
  // A checkout of somebody else's may name a program that Git is to run; it is not run.
  const listed = await run(
    'git',
    ['-c', 'core.fsmonitor=false', 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    {
      cwd: folder,
      maxBuffer: MOST_BYTES_OF_NAMES,
    },
  ).catch((error: Error & { readonly stderr?: string }) => unreadable(folder, error));
  const names = listed.stdout.split('\0').filter((name) => name !== '');
  if (names.length === 0) return undefined;
  const found = await Promise.all(
    names
      .filter((name) => !/(^|\/)\./.test(name))
      .map(async (name) => {
        const path = join(folder, name);
        // Tracked and deleted is not there; what a link leads to is no file of the design.
        const stats = await lstat(path).catch(() => undefined);
        return stats?.isFile() ? [path] : [];
      }),
  );
  return found.flat();
}

async function isInCheckout(folder: string): Promise<boolean> {
  // A folder, or the file that stands for it in worktrees and submodules.
  if (await lstat(join(folder, '.git')).catch(() => undefined)) return true;
  return dirname(folder) !== folder && isInCheckout(dirname(folder));
}

function unreadable(folder: string, { message, stderr = '' }: Error & { readonly stderr?: string }): never {
  const why = (/^fatal: .*/m.exec(stderr)?.[0] ?? message).replace(/^fatal: /, '').replace(/\.$/, '');
  throw new InputRefused({
    code: 'git/unreadable',
    message: `${folder} is in a Git checkout, which Git cannot list: ${why}.`,
    remedy: 'Install Git, or do what it says; or publish a copy of the folder outside of the checkout.',
  });
}
