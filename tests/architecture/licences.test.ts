// Everybody's rights are kept: each file has a licence, each licence its text, and no dependency forbids what ours allows.

import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { annotationOf, globs, globToRegExp, licencesIn, namedLicences } from './licences.js';
import { REPOSITORY, repositoryFiles, textOf } from './sources.js';

/** Licences whose terms can be kept inside a work under AGPL-3.0-or-later. */
const COMPATIBLE = new Set([
  '0BSD',
  'AGPL-3.0-or-later',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]);
/** Not programs but data, each looked at: the list of SPDX exceptions, credited by its package; a font for printed cards. */
const DATA_PACKAGES: Readonly<Record<string, string>> = {
  'spdx-exceptions': 'CC-BY-3.0',
  '@fontsource/dejavu-sans': 'OFL-1.1',
};
/** Says no licence in its package.json, and carries the text of one. */
const BY_ITS_TEXT: Readonly<Record<string, string>> = { 'png-js': 'MIT' };

const spdxIds = JSON.parse(textOf('node_modules/spdx-license-ids/index.json')) as string[];
const files = repositoryFiles();

describe('each file', () => {
  it('has a licence and somebody who holds the rights', () =>
    expect(files.filter((path) => (annotationOf(path)?.holders.length ?? 0) === 0)).toEqual([]));

  it('of the programs is AGPL-3.0-or-later', () =>
    expect(annotationOf('apps/gateway/src/main.ts')?.licence).toBe('AGPL-3.0-or-later'));

  it('is found by each line of REUSE.toml', () =>
    expect(
      globs()
        .filter(({ glob }) => !/^docs\/images|^benchmarks/.test(glob))
        .filter(({ pattern }) => !files.some((path) => pattern.test(path)))
        .map(({ glob }) => glob),
    ).toEqual([]));
});

describe('contracts and the machine port', () => {
  const imported = (path: string): string[] =>
    [...textOf(path).matchAll(/from '([#.][^']+)'/g)].map(([, target = '']) =>
      target.startsWith('#')
        ? `libs/common/src/${target.slice(1)}.ts`
        : normalize(join(dirname(path), target)).replace(/[.]js$/, '.ts'),
    );
  const reached = new Set(
    files.filter((path) => /^libs\/common\/src\/contracts\/|\/machines\/machine[.]ts$/.test(path)),
  );
  for (const path of reached) for (const target of imported(path)) reached.add(target);

  it('are Apache-2.0 with all that they import, so that they can be taken alone', () =>
    expect([...reached].filter((path) => annotationOf(path)?.licence !== 'Apache-2.0')).toEqual([]));
});

describe('each licence', () => {
  it('is known to SPDX', () => expect(namedLicences().filter((id) => !spdxIds.includes(id))).toEqual([]));
  it('has its text, and there is no text too many', () =>
    expect(readdirSync(join(REPOSITORY, 'LICENSES')).toSorted()).toEqual(namedLicences().map((id) => `${id}.txt`)));
  it('has its whole text', () =>
    expect(namedLicences().filter((id) => textOf(`LICENSES/${id}.txt`).length < 1000)).toEqual([]));
});

describe('each dependency of a production install', () => {
  interface Locked {
    readonly dev?: boolean;
    readonly license?: string;
  }
  const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, Locked> };
  const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '');
  /** The lock's word, or the package's own where the lock has none. */
  const licenceOf = (path: string, { license }: Locked): string => {
    const manifest = `${path}/package.json`;
    if (license !== undefined || !existsSync(join(REPOSITORY, manifest))) return license ?? 'unknown';
    const own = (JSON.parse(textOf(manifest)) as { license?: string | { type: string } }).license;
    return typeof own === 'object' ? own.type : (own ?? 'unknown');
  };
  const allowed = (expression: string): boolean =>
    expression.includes(' OR ')
      ? licencesIn(expression).some((id) => COMPATIBLE.has(id))
      : licencesIn(expression).every((id) => COMPATIBLE.has(id));

  it('may be part of a work under AGPL-3.0-or-later', () =>
    expect(
      shipped
        .map(([path, locked]) => ({
          name: nameOf(path),
          licence: BY_ITS_TEXT[nameOf(path)] ?? licenceOf(path, locked),
        }))
        .filter(({ name, licence }) => !allowed(licence) && DATA_PACKAGES[name] !== licence),
    ).toEqual([]));
  it('would be caught with a licence that forbids it', () =>
    expect(['SSPL-1.0', 'GPL-2.0-only', 'BUSL-1.1', 'UNLICENSED', 'unknown'].filter(allowed)).toEqual([]));
});

describe('a glob', () => {
  it.each([
    ['*.md', 'README.md', true],
    ['*.md', 'docs/glossary.md', false],
    ['docs/**/*.md', 'docs/glossary.md', true],
    ['docs/**/*.md', 'docs/decisions/0001-x.md', true],
    ['data/labs/**', 'data/labs/a/b.json', true],
  ])('%s on %s: %s', (glob, path, matches) => expect(globToRegExp(glob).test(path)).toBe(matches));
});

describe('each direct dependency', () => {
  const reasons = textOf('docs/decisions/0010-dependencies.md');
  const explained = [...reasons.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  const { dependencies, devDependencies } = JSON.parse(textOf('package.json')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  const named = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith('@types/'));

  it('has its reason in decision 0010, and no reason has lost its package', () =>
    expect(explained.filter((name) => name !== '@types/*').toSorted()).toEqual(named.toSorted()));
  it('has an exact version', () =>
    expect(
      Object.entries({ ...dependencies, ...devDependencies }).filter(
        ([, version]) => !/^\d+[.]\d+[.]\d+/.test(version),
      ),
    ).toEqual([]));
});
