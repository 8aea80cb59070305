// npm run pack:agent: the agent alone as a package, with the files and the packages that it reaches and no others.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { execFileSync } from 'node:child_process';
import { REPOSITORY } from './prepare/step.mjs';

const ENTRY = join(REPOSITORY, 'dist/apps/fab-agent/src/main.js');
/** Threads: named by a path, not by an import. */
const THREADS = ['slicing/geometry-thread.js'].map((path) => join(dirname(ENTRY), path));
const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s*(?:[^'"();]*?\sfrom\s*)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;
const BUILTIN = new Set(builtinModules);
/** Asked for by Nest, and imported by no file of ours. */
const ALSO = ['rxjs'];

const manifest = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));

/**
 * Files under dist and names of packages that the agent reaches.
 * @returns {{ files: Set<string>, packages: Set<string> }}
 */
function reach() {
  const [files, packages, todo] = [new Set(), new Set(ALSO), [ENTRY, ...THREADS]];
  for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const [, from, lazy] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const name = from ?? lazy;
      if (name.startsWith('.')) todo.push(resolve(dirname(file), name));
      else if (name.startsWith('#')) todo.push(aliasOf(name));
      else if (!name.startsWith('node:') && !BUILTIN.has(name)) packages.add(packageOf(name));
    }
  }
  return { files, packages };
}

/** @param {string} name */
function aliasOf(name) {
  const [room, ...rest] = name.split('/');
  return join(REPOSITORY, manifest.imports[`${room}/*`].default.replace('*', rest.join('/')));
}

/** @param {string} name */
const packageOf = (name) =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

if (!existsSync(ENTRY)) {
  console.error('The programs are not built yet: npm run build');
  process.exit(1);
}
const out = resolve(process.argv[2] ?? join(REPOSITORY, '.fabcommons', 'agent-package'));
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const { files, packages } = reach();
for (const file of files) cpSync(file, join(out, relative(REPOSITORY, file)));
for (const path of ['bin/fabcommons-agent.mjs', 'LICENSE', 'LICENSES', 'docs/agent.md', 'docs/gcode.md'])
  cpSync(join(REPOSITORY, path), join(out, path), { recursive: true });
cpSync(join(REPOSITORY, 'docs/agent.md'), join(out, 'README.md'));
cpSync(join(REPOSITORY, 'docs/generated/lab.schema.json'), join(out, 'lab.schema.json'));
const dependencies = Object.fromEntries(
  [...packages].toSorted().map((name) => {
    const version = manifest.dependencies[name];
    if (version === undefined) throw new Error(`The agent imports ${name}, which package.json does not name.`);
    return [name, version];
  }),
);
const imports = Object.fromEntries(
  Object.entries(manifest.imports).map(([alias, { default: built }]) => [alias, built]),
);
const { version, license, type, engines } = manifest;
const own = { name: 'fabcommons-agent', version, license, type, engines };
const description = 'Lets the machines of a lab take part in a Fabcommons network.';
const bin = { 'fabcommons-agent': 'bin/fabcommons-agent.mjs' };
writeFileSync(
  join(out, 'package.json'),
  `${JSON.stringify({ ...own, description, bin, imports, dependencies }, null, 2)}\n`,
);
const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', dirname(out)], { cwd: out }).toString();
console.log(
  `${files.size} files, ${packages.size} packages: ${join(dirname(out), packed.trim().split('\n').at(-1) ?? '')}`,
);
