// REUSE.toml as a question: under which licence is this file?

import { parse } from 'smol-toml';
import { textOf } from './sources.js';

interface Annotation {
  readonly path: string | readonly string[];
  readonly 'SPDX-FileCopyrightText': string | readonly string[];
  readonly 'SPDX-License-Identifier': string;
}

/** A glob of REUSE 3.3 as an expression: `*` stays within a folder, `**` does not. */
export function globToRegExp(glob: string): RegExp {
  const source = glob
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*/g, (stars) => (stars === '**/' ? '(?:.*/)?' : stars === '**' ? '.*' : '[^/]*'));
  return new RegExp(`^${source}$`);
}

const { annotations } = parse(textOf('REUSE.toml')) as unknown as { annotations: readonly Annotation[] };
const RULES = annotations.map((annotation) => ({
  licence: annotation['SPDX-License-Identifier'],
  holders: [annotation['SPDX-FileCopyrightText']].flat(),
  paths: [annotation.path].flat().map((glob) => ({ glob, pattern: globToRegExp(glob) })),
}));

/** The last annotation that matches a path, as REUSE has it. */
export const annotationOf = (path: string): (typeof RULES)[number] | undefined =>
  RULES.findLast(({ paths }) => paths.some(({ pattern }) => pattern.test(path)));

/** All annotations' globs. */
export const globs = (): { glob: string; pattern: RegExp }[] => RULES.flatMap(({ paths }) => paths);

/** The licences that an expression names. */
export const licencesIn = (expression: string): string[] =>
  expression.split(/\s+(?:AND|OR|WITH)\s+|[()]/).filter((id) => id !== '');

/** Every licence that some annotation names. */
export const namedLicences = (): string[] =>
  [...new Set(RULES.flatMap(({ licence }) => licencesIn(licence)))].toSorted();
