// May these be parts of one release? One work of many is judged by what each licence asks of the whole; a collection by less.

import { ok, refuse, type Result } from '../kernel/result.js';
import { clauseOf, judgeLicense, type LicenseTerms } from './judge-license.js';
import { clashBetween, type LicenseClash, type LicensedWork } from './license-clash.js';
import { outlets } from './relicensing.js';

export type { LicensedWork } from './license-clash.js';

/**
 * How parts stand together. `adaptation` (unless the designer says otherwise): they are changed or drawn to fit into
 * one design. `collection`: unchanged and separable, put side by side. Share-alike of most licences does not reach
 * across a collection (CC BY-SA 4.0 §1(a), GPL-3.0 §5 “aggregate”), but CERN-OHL-S does: a larger work is modified
 * Covered Source (§3.2), and all of it must be available to everyone (§1.7, §4). In both, the whole promises no more
 * than each of its parts.
 */
export type Togetherness = 'adaptation' | 'collection';

export interface Combination {
  /** What holds for the whole: of one work its own licence, of a collection all licences at once. */
  readonly terms: LicenseTerms;
  readonly together: Togetherness;
}

interface Judged {
  readonly work: LicensedWork;
  readonly terms: LicenseTerms;
}

/** Refuses `license/incompatible`, naming two things and a clause of each, and what {@link judgeLicense} refuses. */
export function judgeCombination(
  whole: LicensedWork,
  contained: readonly LicensedWork[],
  together: Togetherness = 'adaptation',
): Result<Combination> {
  const judged: Judged[] = [];
  for (const work of [whole, ...contained]) {
    const terms = judgeLicense(work.license);
    if (!terms.ok) return terms;
    judged.push({ work, terms: terms.value });
  }
  const [first, ...others] = judged as [Judged, ...Judged[]];
  // By name, so that the order in which parts are listed changes nothing.
  const parts = others.sort(
    (a, b) => compareText(a.terms.expression, b.terms.expression) || compareText(a.work.name, b.work.name),
  );
  const refused = together === 'adaptation' ? inOneWork(first, parts) : sideBySide(first, parts);
  if (refused) return refused;
  if (together === 'adaptation') return ok({ terms: first.terms, together });
  const expressions = [...new Set(judged.map(({ terms }) => terms.expression))];
  const terms = judgeLicense(
    expressions.length === 1 ? expressions[0] : expressions.map((one) => `(${one})`).join(' AND '),
  );
  return terms.ok ? ok({ terms: terms.value, together }) : terms;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Two parts that no licence can unite are told before a part that the whole does not suit. */
function inOneWork(whole: Judged, parts: readonly Judged[]): Result<never> | undefined {
  for (const [i, one] of parts.entries()) {
    for (const other of parts.slice(i + 1)) {
      if (licensesFor([one.work, other.work]).length > 0) continue;
      const clash = clashBetween(one.terms, other.terms, 'joined') ?? clashBetween(other.terms, one.terms, 'joined');
      if (clash)
        return incompatible(one, other, clash, 'Leave one of them out, or ask its designers for another licence.');
    }
  }
  for (const part of parts) {
    const clash = clashBetween(part.terms, whole.terms, 'joined');
    if (!clash) continue;
    const possible = licensesFor(parts.map(({ work }) => work));
    return incompatible(
      part,
      whole,
      clash,
      possible.length > 0 ? `Put the whole under ${possible.join(' or ')}.` : 'Leave it out.',
    );
  }
  return undefined;
}

/**
 * Licences, of those named and those they lead to, under which one work made of all of these may go; sorted. Empty
 * where there is none, or where one of the expressions cannot be read.
 */
export function licensesFor(works: readonly LicensedWork[]): string[] {
  const choices = works.flatMap(({ license }) => {
    const terms = judgeLicense(license);
    return terms.ok ? [terms.value] : [];
  });
  if (choices.length < works.length) return [];
  const named = choices.flatMap(({ alternatives }) => alternatives.flat().map(({ id }) => id));
  const targets = [...new Set(named.flatMap((id) => [...outlets(id)]))].sort();
  return targets.filter((id) => {
    const target = judgeLicense(id);
    return target.ok && choices.every((one) => clashBetween(one, target.value, 'joined') === undefined);
  });
}

function sideBySide(whole: Judged, parts: readonly Judged[]): Result<never> | undefined {
  for (const part of parts) {
    const clash = promisesMore(part, whole);
    if (clash) {
      const remedy = `Name all licences of the collection: ${whole.terms.expression} AND ${part.terms.expression}.`;
      return incompatible(part, whole, clash, remedy);
    }
  }
  const all = [whole, ...parts];
  const reaching = all.find(({ terms }) => terms.alternatives.every((atoms) => atoms.some(reachesProduct)));
  const closed = reaching && all.find(({ terms }) => terms.commercial !== 'anyone');
  if (!reaching || !closed) return undefined;
  return incompatible(
    reaching,
    closed,
    {
      kind: 'incompatible',
      why: 'what it is built into must be available to everyone as complete source or as a component that anyone may make',
      clause: 'CERN-OHL-S-2.0 §3.2, §1.7',
      otherClause: closed.terms.clause,
    },
    'Leave one of them out, or ask its designers for another licence.',
  );
}

const reachesProduct = ({ id }: { readonly id: string }): boolean => id.startsWith('CERN-OHL-S-');

/** A whole that may be made for money, or changed, by people who may not do so with a part. */
function promisesMore({ terms: part }: Judged, { terms: whole }: Judged): LicenseClash | undefined {
  const freedom = ['unknown', 'nobody', 'worker-owned', 'anyone'];
  if (freedom.indexOf(whole.commercial) > freedom.indexOf(part.commercial)) {
    const why = 'the whole may not be offered for making by more people than each of its parts';
    return { kind: 'loosened', why, clause: part.clause, otherClause: whole.clause };
  }
  if (!whole.changes.allowed || part.changes.allowed) return undefined;
  const why = 'the whole may not be offered for changing where a part is not';
  return {
    kind: 'no-derivatives',
    why,
    clause: part.changes.clause,
    otherClause: clauseOf(whole.alternatives[0]![0]!, 'change'),
  };
}

function incompatible(one: Judged, other: Judged, clash: LicenseClash, remedy: string): Result<never> {
  const named = ({ work, terms }: Judged): string => `“${work.name}” (${terms.expression})`;
  return refuse(
    'license/incompatible',
    `${named(one)} and ${named(other)} cannot be in one release: ${clash.why} (${clash.clause}; ${clash.otherClause}).`,
    {
      remedy,
      details: { clauses: [clash.clause, clash.otherClause], licenses: [one.terms.expression, other.terms.expression] },
    },
  );
}
