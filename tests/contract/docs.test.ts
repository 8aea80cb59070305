// The pages read off the code say what the code says, and links in the documents lead somewhere.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '#core/kernel/transitions';
import { generatedPages, MACHINES } from '../../docs/generator/pages.js';
import { REPOSITORY, repositoryFiles, textOf } from '../architecture/sources.js';

const FOLDER = join(REPOSITORY, 'docs/generated');
const pages = generatedPages();

if (process.env['UPDATE_DOCS'] === '1') {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of Object.entries(pages)) writeFileSync(join(FOLDER, name), text);
}

describe('the generated pages', () => {
  it.each(Object.entries(pages))('%s is up to date (if not: npm run docs)', (name, text) =>
    expect(existsSync(join(FOLDER, name)) ? readFileSync(join(FOLDER, name), 'utf8') : '').toBe(text),
  );
  it('are all there are', () => expect(readdirSync(FOLDER).toSorted()).toEqual(Object.keys(pages).toSorted()));
});

describe('the state machines', () => {
  it.each(MACHINES.map((machine) => [machine.title, machine] as const))('%s is sound', (_, { table, start }) =>
    expect(faultsOf(table, start)).toEqual([]),
  );
});

describe('the documents', () => {
  const documents = repositoryFiles().filter((path) => path.endsWith('.md') && !path.startsWith('data/'));
  const links = documents.flatMap((path) =>
    [...textOf(path).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)].map(([, target = '']) => ({
      path,
      target,
    })),
  );

  it('link to what is there', () =>
    expect(links.filter(({ path, target }) => !existsSync(join(REPOSITORY, dirname(path), target)))).toEqual([]));
  it('link to nothing outside the repository', () =>
    expect(links.filter(({ path, target }) => normalize(join(dirname(path), target)).startsWith('..'))).toEqual([]));
  it('name files that are there', () => {
    const named = documents
      .filter((path) => !path.startsWith('docs/generated/'))
      .flatMap((path) =>
        [...textOf(path).matchAll(/`((?:apps|libs|infra|tests|docs|data)\/[\w./-]+[.]\w+)`/g)].map(([, file = '']) => ({
          path,
          file,
        })),
      );
    expect(named.filter(({ file }) => !existsSync(join(REPOSITORY, file)))).toEqual([]);
  });
});
