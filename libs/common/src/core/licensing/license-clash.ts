// Where two licences clash: what one asks of whatever is made from its thing, and what the other gives.

import { clauseOf } from './judge-license.js';
import { admits, joins, outlets } from './relicensing.js';
import type { LicenseAtom, LicenseChoices } from './spdx-terms.js';

/** A named thing under a licence. */
export interface LicensedWork {
  readonly name: string;
  /** SPDX expression. */
  readonly license: string;
}

export type ClashKind = 'no-derivatives' | 'unjudged' | 'loosened' | 'share-alike-dropped' | 'incompatible';

/** `clause` is of the licence that asks, `otherClause` of the one that does not give. */
export interface LicenseClash {
  readonly kind: ClashKind;
  readonly why: string;
  readonly clause: string;
  readonly otherClause: string;
}

/** `changed`: the whole is a changed version of the one thing; `joined`: it is a portion of the whole. */
export type Relation = 'changed' | 'joined';

const FREEDOM = ['nobody', 'worker-owned', 'anyone'];

/**
 * Why something made from a thing under `asked` cannot be offered under `given`; undefined where it can. Every choice
 * that is given must satisfy one choice of what is asked.
 */
export function clashBetween(
  asked: LicenseChoices,
  given: LicenseChoices,
  relation: Relation,
): LicenseClash | undefined {
  for (const offered of given.alternatives) {
    const clashes = asked.alternatives.map((wanted) => firstClash(wanted, offered, relation));
    if (clashes.every((clash) => clash !== undefined)) return clashes[0];
  }
  return undefined;
}

const firstClash = (
  wanted: readonly LicenseAtom[],
  offered: readonly LicenseAtom[],
  relation: Relation,
): LicenseClash | undefined =>
  wanted.map((atom) => clashWith(atom, offered, relation)).find((clash) => clash !== undefined);

function clashWith(atom: LicenseAtom, offered: readonly LicenseAtom[], relation: Relation): LicenseClash | undefined {
  const other = offered.find(({ id }) => id !== atom.id) ?? offered[0]!;
  const clash = (kind: ClashKind, place: keyof LicenseAtom['clauses'], why: string): LicenseClash => ({
    kind,
    why,
    clause: clauseOf(atom, place),
    otherClause: clauseOf(other, other.changes && other.commercial === 'anyone' ? bindingPlace(other) : 'make'),
  });
  if (atom.commercial === 'unknown') {
    const same = offered.some(({ id }) => id === atom.id);
    return same ? undefined : clash('unjudged', 'change', `nobody has judged ${atom.id}, so no permission is assumed`);
  }
  if (!atom.changes) return clash('no-derivatives', 'change', `${atom.id} does not let changed versions be shared`);
  if (looser(atom, offered)) {
    return clash(
      'loosened',
      'make',
      `${atom.id} does not let everybody make it for money, and nobody can pass on more than they got`,
    );
  }
  if (atom.shareAlike !== 'none') {
    if (sharesAlike(atom, offered, relation)) return undefined;
    return clash(
      'share-alike-dropped',
      'share',
      `what is made from a thing under ${atom.id} stays under it, or a licence that it names, with no further restriction`,
    );
  }
  const closed = offered.find((one) => one.changes && !admits(atom, one));
  return closed && clash('incompatible', 'change', `${closed.id} forbids terms that ${atom.id} has`);
}

const bindingPlace = (atom: LicenseAtom): 'share' | 'change' => (atom.shareAlike === 'none' ? 'change' : 'share');

/** The stricter of the licences that hold together counts; one that nobody judged permits nothing. */
function looser(atom: LicenseAtom, offered: readonly LicenseAtom[]): boolean {
  const freedom = Math.min(...offered.map((other) => FREEDOM.indexOf(other.commercial)));
  return freedom > FREEDOM.indexOf(atom.commercial);
}

/** One licence carries it on; with a strong reach none of the others may add a restriction. */
function sharesAlike(atom: LicenseAtom, offered: readonly LicenseAtom[], relation: Relation): boolean {
  const carries = (other: LicenseAtom): boolean =>
    relation === 'joined' ? joins(atom, other) : outlets(atom.id).has(other.id);
  if (!offered.some(carries)) return false;
  if (atom.shareAlike === 'weak') return true;
  return offered.every(
    (other) => carries(other) || (other.changes && other.commercial === 'anyone' && other.shareAlike === 'none'),
  );
}
