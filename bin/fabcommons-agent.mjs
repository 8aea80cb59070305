#!/usr/bin/env node
// The lab's agent, as it was built into dist.

import { existsSync } from 'node:fs';

const program = new URL('../dist/apps/fab-agent/src/main.js', import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write(
    'Fabcommons is not built yet. Run "npm start" (sets everything up and starts the network) or "npm ci && npm run build".\n',
  );
  process.exitCode = 1;
}
