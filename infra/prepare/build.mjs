// Programs and pages, built when their sources are others than at the last build.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, REPOSITORY, step } from './step.mjs';

const STAMP = join(REPOSITORY, 'dist', '.build-stamp.json');
const WEB = join('apps', 'web');

const PROGRAM_SOURCES = ['apps', 'libs', 'infra', 'benchmarks', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];
const WEB_SOURCES = [
  WEB,
  join('libs', 'common', 'src', 'core'),
  join('libs', 'common', 'src', 'contracts'),
  'package.json',
];

/** Builds what is stale. */
export async function prepareBuild() {
  const before = readStamp();
  const now = { programs: fingerprint(PROGRAM_SOURCES, WEB), web: fingerprint(WEB_SOURCES) };
  if (before.programs !== now.programs || !existsSync(join(REPOSITORY, 'dist', 'infra'))) {
    await step('Programs built', () =>
      mustRun('The build of the programs', process.execPath, [
        'node_modules/typescript/bin/tsc',
        '-p',
        'tsconfig.build.json',
      ]),
    );
    writeStamp({ ...before, programs: now.programs });
  }
  const hasWeb = existsSync(join(REPOSITORY, WEB, 'index.html'));
  if (hasWeb && (before.web !== now.web || !existsSync(join(REPOSITORY, 'dist', 'web', 'index.html')))) {
    await step('Pages built', () =>
      mustRun('The build of the pages', process.execPath, [
        'node_modules/vite/bin/vite.js',
        'build',
        WEB,
        '--logLevel',
        'warn',
      ]),
    );
    writeStamp(now);
  }
}

/** @returns {{ programs?: string, web?: string }} */
function readStamp() {
  return existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, 'utf8')) : {};
}

/** @param {{ programs?: string, web?: string }} stamp */
function writeStamp(stamp) {
  mkdirSync(join(REPOSITORY, 'dist'), { recursive: true });
  writeFileSync(STAMP, JSON.stringify(stamp));
}

/**
 * A hash over the names, sizes and times of all files below some paths.
 * @param {readonly string[]} paths
 * @param {string} [except]
 */
function fingerprint(paths, except) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
  for (const path of paths) addTo(hash, path, except);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path
 * @param {string | undefined} except
 */
function addTo(hash, path, except) {
  const full = join(REPOSITORY, path);
  if (path === except || !existsSync(full)) return;
  const { size, mtimeMs, isFolder } = look(full);
  if (!isFolder) hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  else for (const name of readdirSync(full).toSorted()) addTo(hash, join(path, name), except);
}

/** @param {string} full */
function look(full) {
  const stats = statSync(full);
  return { size: stats.size, mtimeMs: stats.mtimeMs, isFolder: stats.isDirectory() };
}
