// Runs the fences of .dependency-cruiser.cjs over a tree, with the same command as `npm run check:fences`.

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PACKAGES, type Tree } from './planted.js';

export const REPOSITORY = join(import.meta.dirname, '../..');
const CONFIG = join(REPOSITORY, '.dependency-cruiser.cjs');
const DEPCRUISE = join(REPOSITORY, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** A rule that was broken, where, and what the import led to. */
export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

export interface Findings {
  readonly violations: readonly Violation[];
  readonly files: readonly string[];
}

interface Report {
  modules: { source: string }[];
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

/** Cruises `apps` and `libs` below a folder, those that there are. */
export async function cruise(folder: string, roots: readonly string[] = ['apps', 'libs']): Promise<Findings> {
  const args = [DEPCRUISE, '--config', CONFIG, '--output-type', 'json', ...roots];
  const report = await new Promise<Report>((resolve, reject) => {
    // The exit code is the number of violations; only an answer that is no report is a failure.
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (_, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout) as Report);
      } catch {
        reject(new Error(`The fences could not be run: ${stderr || stdout}`));
      }
    });
  });
  return {
    violations: report.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    files: report.modules.map(({ source }) => source),
  };
}

/** Cruises a tree written into a folder of its own, with the repository's aliases and stand-ins for packages. */
export async function cruiseTree(tree: Tree): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'fabcommons-fences-'));
  try {
    const roots = new Set(Object.keys(tree).map((path) => path.split('/')[0] ?? ''));
    await writeTree(folder, { ...tree, ...(await surroundings()) });
    return await cruise(
      folder,
      ['apps', 'libs'].filter((root) => roots.has(root)),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeTree(folder: string, tree: Tree): Promise<void> {
  for (const [path, text] of Object.entries(tree)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function surroundings(): Promise<Tree> {
  const read = (path: string): Promise<string> => readFile(join(REPOSITORY, path), 'utf8');
  const manifest = JSON.parse(await read('package.json')) as { imports: unknown };
  const versions = (names: readonly string[]): object => Object.fromEntries(names.map((name) => [name, '1.0.0']));
  const stubs = Object.values(PACKAGES)
    .flat()
    .flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'main.js' })] as const,
      [`node_modules/${name}/main.js`, 'export const thing = 1;\n'] as const,
    ]);
  return {
    'package.json': JSON.stringify({
      name: 'planted',
      type: 'module',
      imports: manifest.imports,
      dependencies: versions(PACKAGES.dependencies),
      devDependencies: versions(PACKAGES.devDependencies),
    }),
    'tsconfig.json': await read('tsconfig.json'),
    'vitest.config.ts': '',
    ...Object.fromEntries(stubs),
  };
}
