// May this be made for money, by whom, may it be changed, and what travels with it? Answered from the SPDX expression.

import { ok, type Result } from '../kernel/result.js';
import {
  OBLIGATIONS,
  type LicenseAnswer,
  type Obligation,
  type ShareAlike,
  type TravelRule,
} from './license-answer.js';
import { PPL_UNSETTLED, type CommercialMaking } from './license-classes.js';
import { readExpression, type LicenseAtom, type LicenseChoices } from './spdx-terms.js';

/** What a licence expression permits: the freest of its choices, and all of them in {@link alternatives}. */
export interface LicenseTerms extends LicenseChoices {
  readonly class: string;
  readonly commercial: CommercialMaking;
  readonly reason: string;
  /** Where the answer about making for money stands. */
  readonly clause: string;
  readonly attribution: boolean;
  readonly shareAlike: boolean;
  /** May changed versions be shared? */
  readonly changes: LicenseAnswer;
  /** Must changed versions be shared alike; `reach` says how far. */
  readonly sharing: { readonly reach: ShareAlike; readonly reason: string; readonly clause: string };
  /** What must travel with the object and, if changed, with the design. */
  readonly travels: readonly TravelRule[];
}

// From the most to the least permissive.
const PERMISSIVENESS: readonly CommercialMaking[] = ['anyone', 'worker-owned', 'unknown', 'nobody'];
const REACHES: readonly ShareAlike[] = ['none', 'weak', 'strong'];
const rank = (atom: LicenseAtom): number => PERMISSIVENESS.indexOf(atom.commercial);
const reach = (atom: LicenseAtom): number => REACHES.indexOf(atom.shareAlike);

/**
 * The terms of an SPDX expression (`AND` takes the stricter side, `OR` the freer). Refuses `license/missing` for an
 * empty text, and `license/unknown` for what is no SPDX expression, e.g. prose.
 */
export function judgeLicense(expression: string | undefined): Result<LicenseTerms> {
  const choices = readExpression(expression);
  return choices.ok ? ok(termsOf(choices.value)) : choices;
}

function termsOf(choices: LicenseChoices): LicenseTerms {
  const freest = [...choices.alternatives].sort(compareStrictness)[0]!;
  const bound = strictest(freest, rank);
  const sharer = strictest(freest, reach);
  const travels = OBLIGATIONS.flatMap((what) => travelRule(freest, what) ?? []);
  return {
    ...choices,
    class: bound.class,
    commercial: bound.commercial,
    reason: bound.reason,
    clause: clauseOf(bound, 'make'),
    attribution: travels.some((rule) => rule.what === 'attribution'),
    shareAlike: sharer.shareAlike !== 'none',
    changes: changesOf(freest),
    sharing: sharingOf(sharer),
    travels,
  };
}

/** The place in the text of one licence, e.g. `CERN-OHL-S-2.0 §4`. */
export const clauseOf = (atom: LicenseAtom, where: keyof LicenseAtom['clauses']): string =>
  `${atom.id} ${atom.clauses[where] ?? atom.clauses.make}`;

const strictest = (atoms: readonly LicenseAtom[], by: (atom: LicenseAtom) => number): LicenseAtom =>
  atoms.reduce((worst, atom) => (by(atom) > by(worst) ? atom : worst));

/** Less than zero: `a` is freer. In order: making for money, changing, sharing alike, what must travel. */
export function compareStrictness(a: readonly LicenseAtom[], b: readonly LicenseAtom[]): number {
  const [left, right] = [strictnessOf(a), strictnessOf(b)];
  const at = left.findIndex((value, i) => value !== right[i]);
  return at < 0 ? 0 : left[at]! - right[at]!;
}

const strictnessOf = (atoms: readonly LicenseAtom[]): number[] => [
  Math.max(...atoms.map(rank)),
  atoms.every((atom) => atom.changes) ? 0 : 1,
  Math.max(...atoms.map(reach)),
  OBLIGATIONS.filter((what) => travelRule(atoms, what)).length,
];

function changesOf(atoms: readonly LicenseAtom[]): LicenseAnswer {
  const closed = atoms.find((atom) => !atom.changes);
  if (closed?.commercial === 'unknown')
    return { allowed: false, reason: closed.reason, clause: clauseOf(closed, 'change') };
  if (closed) {
    return {
      allowed: false,
      reason: `${closed.id} permits changed versions to be made, but not to be shared.`,
      clause: clauseOf(closed, 'change'),
    };
  }
  return { allowed: true, reason: 'Changed versions may be shared.', clause: clauseOf(atoms[0]!, 'change') };
}

function sharingOf(atom: LicenseAtom): LicenseTerms['sharing'] {
  const clause = clauseOf(atom, atom.shareAlike === 'none' ? 'change' : 'share');
  if (atom.shareAlike === 'none')
    return { reach: 'none', reason: 'Changed versions may carry another licence.', clause };
  if (atom.class === 'copyfarleft') return { reach: 'strong', reason: PPL_UNSETTLED, clause };
  const reason =
    atom.shareAlike === 'weak'
      ? `Changes to the covered files stay under ${atom.id} or a licence that it names.`
      : `Changed versions, as a whole, stay under ${atom.id} or a licence that it names.`;
  return { reach: atom.shareAlike, reason, clause };
}

const OBLIGED: Readonly<
  Record<Obligation, readonly [clause: 'attribution' | 'text' | 'source' | 'notice', reason: string]>
> = {
  attribution: ['attribution', 'The designers are named, and their notices stay.'],
  'licence-text': ['text', 'The licence, or its address, goes along.'],
  'source-link': ['source', 'Whoever receives the object can get the complete source.'],
  'notice-of-changes': ['notice', 'If it was changed, that is said.'],
};

function travelRule(atoms: readonly LicenseAtom[], what: Obligation): TravelRule | undefined {
  const [key, reason] = OBLIGED[what];
  const obliging = atoms.filter((atom) => atom.clauses[key] !== undefined);
  if (obliging.length === 0) return undefined;
  return { what, reason, clause: obliging.map((atom) => clauseOf(atom, key)).join(', ') };
}
