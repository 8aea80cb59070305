// The packages of package-lock.json, installed when they are missing or others.

import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, npm, REPOSITORY, step } from './step.mjs';

/** Installs what package-lock.json names unless it is there already. */
export async function preparePackages() {
  const missing = firstDifference();
  if (missing !== undefined) {
    const [command, args] = npm();
    await step(`Packages (${missing})`, () =>
      mustRun('The installation of packages', command, [
        ...args,
        'ci',
        '--include=dev',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
      ]),
    );
  }
  linkOwnPrograms();
}

/**
 * What npm installed last, by its own record, against the lock file: the first difference in words.
 * @returns {string | undefined}
 */
function firstDifference() {
  const record = join(REPOSITORY, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'first installation';
  const wanted = packagesOf(join(REPOSITORY, 'package-lock.json'));
  const installed = packagesOf(record);
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    if (path === '') continue;
    const have = installed[path]?.version;
    // Packages for other platforms are optional and rightly absent.
    if (have !== version && !(have === undefined && optional === true))
      return `${path.replace('node_modules/', '')} ${version}`;
  }
  return undefined;
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** `npx fabcommons` finds a package's own programs only among those of its dependencies. */
function linkOwnPrograms() {
  const { bin } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
  const folder = join(REPOSITORY, 'node_modules', '.bin');
  mkdirSync(folder, { recursive: true });
  for (const [name, file] of Object.entries(bin)) {
    const link = join(folder, name);
    if (existsSync(link) || !existsSync(join(REPOSITORY, file))) continue;
    rmSync(link, { force: true });
    chmodSync(join(REPOSITORY, file), 0o755);
    symlinkSync(join('..', '..', file), link);
  }
}
