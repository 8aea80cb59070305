// npm run docs: writes the pages that are read off the code.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedPages } from './generator/pages.js';

const folder = join(process.cwd(), 'docs', 'generated');
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(generatedPages())) {
  writeFileSync(join(folder, name), text);
  process.stdout.write(`docs/generated/${name}\n`);
}
