// A fork stays as shared as its parent: it drops no share-alike and lets nobody do for money what the parent does not.

import { refuse, type Result } from '../kernel/result.js';
import { judgeLicense, type LicenseTerms } from './judge-license.js';
import { clashBetween, type LicensedWork } from './license-clash.js';

/**
 * The terms of the fork. Refuses `license/no-derivatives`, `license/loosened`, `license/share-alike-dropped`,
 * `license/incompatible`, `license/unjudged`, and what {@link judgeLicense} refuses.
 */
export function judgeFork(parent: LicensedWork, fork: LicensedWork): Result<LicenseTerms> {
  const of = judgeLicense(parent.license);
  if (!of.ok) return of;
  const terms = judgeLicense(fork.license);
  if (!terms.ok) return terms;
  const clash = clashBetween(of.value, terms.value, 'changed');
  if (!clash) return terms;
  return refuse(
    `license/${clash.kind}`,
    `“${fork.name}” cannot be under ${terms.value.expression}: it is a fork of “${parent.name}”, and ${clash.why} (${clash.clause}).`,
    {
      remedy:
        clash.kind === 'no-derivatives' || clash.kind === 'unjudged'
          ? 'Ask the designers for another licence.'
          : `Put the fork under ${of.value.expression}, or ask the designers for another licence.`,
      details: { parent: of.value.expression, fork: terms.value.expression, clause: clash.clause },
    },
  );
}
