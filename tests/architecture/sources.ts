// The files of the repository as git sees them, and a text of code without comments and words.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const REPOSITORY = join(import.meta.dirname, '../..');

/** Paths of all files that are, or are about to be, in the repository: known to git or not ignored by it. */
export function repositoryFiles(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = execFileSync('git', args, { cwd: REPOSITORY, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
  return [...new Set(listed.split('\0'))]
    .filter((path) => path !== '' && existsSync(join(REPOSITORY, path)))
    .toSorted();
}

/** The files of the programs, the set-up and the tests that are TypeScript. */
export const typescriptFiles = (): string[] =>
  repositoryFiles().filter((path) => /^(apps|libs|infra|benchmarks|docs|tests)\/.*[.]tsx?$/.test(path));

export const textOf = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');

/** Code with comments and the contents of strings blanked: what is left is what runs. Lines stay where they are. */
export const codeOf = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g, (match) =>
    match.replace(/[^\n]/g, ' '),
  );
