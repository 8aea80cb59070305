// SPDX expressions as sets of choices, with deprecated ids put into today's words.

import parse from 'spdx-expression-parse';
import { ok, refuse, type Result } from '../kernel/result.js';
import { classOf, type LicenseClass } from './license-classes.js';

/** One licence in an expression, with what it says. */
export interface LicenseAtom extends LicenseClass {
  /** Today's id, e.g. `GPL-2.0-or-later` for `GPL-2.0+`. */
  readonly id: string;
}

/** Choices (`OR`) of licences that hold together (`AND`). */
export interface LicenseChoices {
  /** In today's ids; equal to what was written unless it used deprecated ones. */
  readonly expression: string;
  readonly alternatives: readonly (readonly LicenseAtom[])[];
  /** What was told in passing, e.g. that an id is deprecated. */
  readonly notes: readonly string[];
}

type Node = parse.Info;

/** More choices than this are no licence but a riddle. */
const MOST_ALTERNATIVES = 64;
const LONGEST_EXPRESSION = 1000;

const GNU = /^(A?GPL|LGPL|GFDL)-(\d\.\d)$/;
/** Deprecated ids and their replacement, as the SPDX list says; the GNU ones follow a rule. */
const REPLACED: Readonly<Record<string, string>> = {
  'BSD-2-Clause-FreeBSD': 'BSD-2-Clause-Views',
  'BSD-2-Clause-NetBSD': 'BSD-2-Clause',
  'GPL-2.0-with-GCC-exception': 'GPL-2.0-only WITH GCC-exception-2.0',
  'GPL-2.0-with-autoconf-exception': 'GPL-2.0-only WITH Autoconf-exception-2.0',
  'GPL-2.0-with-bison-exception': 'GPL-2.0-only WITH Bison-exception-2.2',
  'GPL-2.0-with-classpath-exception': 'GPL-2.0-only WITH Classpath-exception-2.0',
  'GPL-2.0-with-font-exception': 'GPL-2.0-only WITH Font-exception-2.0',
  'GPL-3.0-with-GCC-exception': 'GPL-3.0-only WITH GCC-exception-3.1',
  'GPL-3.0-with-autoconf-exception': 'GPL-3.0-only WITH Autoconf-exception-3.0',
  'bzip2-1.0.5': 'bzip2-1.0.6',
  'eCos-2.0': 'GPL-2.0-or-later WITH eCos-exception-2.0',
  Nunit: 'zlib-acknowledgement',
  'StandardML-NJ': 'SMLNJ',
  wxWindows: 'LGPL-2.0-or-later WITH WxWindows-exception-3.1',
};

/** Licences of hardware that are judged here and have no SPDX id. */
const UNLISTED = /(?<![\w.-])(SHL-2\.[01])(?![\w.-])/g;
/** Deprecated, and nothing came in its place. */
const ABANDONED = ['Net-SNMP'];

/** Refuses `license/missing` for an empty text, and `license/unknown` for what is no SPDX expression, e.g. prose. */
export function readExpression(expression: string | undefined): Result<LicenseChoices> {
  const text = expression?.trim() ?? '';
  if (text === '' || text === 'NONE' || text === 'NOASSERTION') {
    return refuse('license/missing', 'The release names no licence, so nobody has the permission to make it.', {
      remedy: 'Name the licence by its SPDX id, e.g. CERN-OHL-S-2.0, CC-BY-SA-4.0 or CC0-1.0.',
    });
  }
  const node = text.length > LONGEST_EXPRESSION ? undefined : parsed(text.replace(UNLISTED, 'LicenseRef-$1'));
  const alternatives = node && alternativesOf(node);
  if (node === undefined || alternatives === undefined) {
    return refuse('license/unknown', `“${text.slice(0, 100)}” is not an SPDX licence expression that can be read.`, {
      remedy: 'Use an id of https://spdx.org/licenses, e.g. CERN-OHL-S-2.0, or LicenseRef-… for a licence of your own.',
    });
  }
  return ok({ expression: written(node), alternatives, notes: notesOf(node) });
}

function parsed(text: string): Node | undefined {
  try {
    return parse(text);
  } catch {
    return undefined; // The parser's only failure is a text that is no expression.
  }
}

/** Today's id; `+` becomes `-or-later` where the family spells it so. */
function todaysId({ license, plus }: parse.LicenseInfo): string {
  if (GNU.test(license)) return `${license}${plus ? '-or-later' : '-only'}`;
  return `${REPLACED[license] ?? license}${plus ? '+' : ''}`;
}

function written(node: Node, inside = false): string {
  if ('license' in node) return `${todaysId(node)}${node.exception ? ` WITH ${node.exception}` : ''}`;
  const text = `${written(node.left, true)} ${node.conjunction.toUpperCase()} ${written(node.right, true)}`;
  return inside && node.conjunction === 'or' ? `(${text})` : text;
}

function notesOf(node: Node): string[] {
  if (!('license' in node)) return [...new Set([...notesOf(node.left), ...notesOf(node.right)])];
  const today = todaysId(node);
  const said = `${node.license}${node.plus ? '+' : ''}`;
  if (ABANDONED.includes(said)) return [`The SPDX id ${said} is deprecated, and nothing came in its place.`];
  return said === today ? [] : [`The SPDX id ${said} is deprecated; it is read as ${today}.`];
}

function atomOf(node: parse.LicenseInfo): LicenseAtom {
  const id = todaysId(node).replace(/ WITH .*/, '');
  return { id, ...(classOf(id) ?? unjudged(id)) };
}

const unjudged = (id: string): LicenseClass => ({
  class: 'unclassified',
  commercial: 'unknown',
  shareAlike: 'strong',
  changes: false,
  reason: `Nobody has judged ${id} for the making of things yet; until then no permission is assumed.`,
  clauses: {
    make: 'not judged',
    change: 'not judged',
    share: 'not judged',
    attribution: 'not judged',
    text: 'not judged',
  },
});

/** Undefined where there are too many. */
function alternativesOf(node: Node): LicenseAtom[][] | undefined {
  if ('license' in node) return [[atomOf(node)]];
  const left = alternativesOf(node.left);
  const right = alternativesOf(node.right);
  if (!left || !right) return undefined;
  const size = node.conjunction === 'or' ? left.length + right.length : left.length * right.length;
  if (size > MOST_ALTERNATIVES) return undefined;
  if (node.conjunction === 'or') return [...left, ...right];
  return left.flatMap((one) => right.map((other) => unique([...one, ...other])));
}

const unique = (atoms: readonly LicenseAtom[]): LicenseAtom[] => [
  ...new Map(atoms.map((atom) => [atom.id, atom])).values(),
];
