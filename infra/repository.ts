// Where this repository is on the disk, whether this code runs from its source or from dist.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (
      existsSync(manifest) &&
      (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'fabcommons'
    ) {
      return folder;
    }
    if (folder === dirname(folder)) throw new Error('The package.json of fabcommons was not found above this file.');
  }
}

/** The folder that holds package.json. */
export const REPOSITORY = findRoot();
