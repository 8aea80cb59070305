// What no import shows: a core without clock and chance, names that say something, files that fit on a few screens.

import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, textOf, typescriptFiles } from './sources.js';

/** What a function of its arguments has no need of. */
const WORLD =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bMath\.random\b|\bprocess\.|\bconsole\.|\b(?:set|clear)(?:Timeout|Interval|Immediate)\b|\bfetch\(|\bperformance\.|\bcrypto\.|\bglobalThis\b/;
const WEAK = /\bas any\b|\bforwardRef\b|(?<![.\w])(?:const )?enum [A-Z]\w*\s*\{/;
/** Comments that silence the compiler; looked for in the text itself. */
const SILENCED = /@ts-(?:ignore|nocheck)/;
const EMPTY_NAMES = /(?:^|[-.])(?:utils?|helpers?|misc|shared|stuff|common)(?:[-.]|$)/;
const MAX_LINES = 300;

const isSpec = (path: string): boolean => /[.](spec|test)[.]tsx?$/.test(path);
const files = typescriptFiles();
const shipped = files.filter((path) => /^(apps|libs)\//.test(path));
const core = files.filter((path) => path.startsWith('libs/common/src/core/') && !isSpec(path));

/** `path: what was found`, for every file whose running code has it. */
const found = (paths: readonly string[], pattern: RegExp, read = (path: string) => codeOf(textOf(path))): string[] =>
  paths.flatMap((path) => {
    const match = pattern.exec(read(path));
    return match === null ? [] : [`${path}: ${match[0]}`];
  });

describe('the core', () => {
  it('is there to be looked at', () => expect(core.length).toBeGreaterThan(40));
  it('has no clock, no chance and no world', () => expect(found(core, WORLD)).toEqual([]));

  it.each([
    'const at = Date.now();',
    'const at = new Date();',
    'const id = Math.random();',
    'if (process.env.HOME) {}',
    "console.log('made');",
    'setTimeout(next, 5);',
    'await fetch(url);',
    'const id = crypto.randomUUID();',
  ])('would be caught with: %s', (planted) => expect(WORLD.test(codeOf(planted))).toBe(true));

  it.each(['new Date(atMs).toISOString()', "refuse('process.missing', 'fetch( it')", '// Date.now() is a clock'])(
    'is left in peace with: %s',
    (allowed) => expect(WORLD.test(codeOf(allowed))).toBe(false),
  );
});

describe('every source', () => {
  it('trusts its types: no "as any", no enum, no forwardRef', () => expect(found(files, WEAK)).toEqual([]));
  it('silences no compiler', () =>
    expect(
      found(
        files.filter((path) => !path.startsWith('tests/architecture/')),
        SILENCED,
        textOf,
      ),
    ).toEqual([]));

  it.each(['const x = y as any;', 'export enum State { Open }', 'const enum State {}', 'forwardRef(() => Orders)'])(
    'would be caught with: %s',
    (planted) => expect(WEAK.test(codeOf(planted))).toBe(true),
  );

  it('has a name that says what is in it', () =>
    expect(files.filter((path) => EMPTY_NAMES.test(basename(path).replace(/[.]tsx?$/, '')))).toEqual([]));
  it('is named in kebab-case', () =>
    expect(files.filter((path) => !/^[a-z0-9][a-z0-9.-]*[.]tsx?$/.test(basename(path)))).toEqual([]));
  it('would be caught with an empty name', () =>
    expect(['mesh-utils', 'helpers', 'order.shared', 'misc'].filter((name) => !EMPTY_NAMES.test(name))).toEqual([]));

  it(`has at most ${MAX_LINES} lines`, () => {
    const long = files
      .filter((path) => !isSpec(path) && !path.includes('/migrations/'))
      .map((path) => [path, textOf(path).split('\n').length - 1] as const)
      .filter(([, lines]) => lines > MAX_LINES);
    expect(long).toEqual([]);
  });

  it('opens by saying what it is for', () =>
    expect(shipped.filter((path) => !isSpec(path) && !/^(?:#![^\n]*\n)?\/[/*]/.test(textOf(path)))).toEqual([]));
});
