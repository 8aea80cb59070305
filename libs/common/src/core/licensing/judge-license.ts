// May this be made for money, and by whom? Answered from the SPDX expression, with the reason.

import parse from 'spdx-expression-parse';
import { ok, refuse, type Result } from '../kernel/result.js';
import { classOf, type CommercialMaking, type LicenseClass } from './license-classes.js';

/** What a licence expression permits. */
export interface LicenseTerms extends LicenseClass {
  /** As parsed, e.g. `MIT OR CERN-OHL-S-2.0`. */
  readonly expression: string;
}

type Node = parse.Info;

const UNJUDGED = (id: string): LicenseClass => ({
  class: 'unclassified',
  commercial: 'unknown',
  attribution: true,
  shareAlike: true,
  reason: `Nobody has judged ${id} for the making of things yet; until then no permission is assumed.`,
});

// From the most to the least permissive.
const PERMISSIVENESS: readonly CommercialMaking[] = ['anyone', 'worker-owned', 'unknown', 'nobody'];
const rank = (terms: LicenseClass): number => PERMISSIVENESS.indexOf(terms.commercial);

/**
 * The terms of an SPDX expression (`AND` takes the stricter side, `OR` the freer). Refuses `license/missing` for an
 * empty text, and `license/unknown` for what is no SPDX expression, e.g. prose.
 */
export function judgeLicense(expression: string | undefined): Result<LicenseTerms> {
  const text = expression?.trim() ?? '';
  if (text === '' || text === 'NONE' || text === 'NOASSERTION') {
    return refuse('license/missing', 'The release names no licence, so nobody has the permission to make it.', {
      remedy: 'Name the licence by its SPDX id, e.g. CERN-OHL-S-2.0, CC-BY-SA-4.0 or CC0-1.0.',
    });
  }
  const node = parsed(text);
  if (node === undefined) {
    return refuse('license/unknown', `“${text.slice(0, 100)}” is not an SPDX licence expression.`, {
      remedy: 'Use an id of https://spdx.org/licenses, e.g. CERN-OHL-S-2.0, or LicenseRef-… for a licence of your own.',
    });
  }
  return ok({ ...judge(node), expression: text });
}

function parsed(text: string): Node | undefined {
  try {
    return parse(text);
  } catch {
    return undefined; // The parser's only failure is a text that is no expression.
  }
}

function judge(node: Node): LicenseClass {
  if ('license' in node) return classOf(node.license) ?? UNJUDGED(node.license);
  const left = judge(node.left);
  const right = judge(node.right);
  const freer = rank(left) <= rank(right) ? left : right;
  const stricter = freer === left ? right : left;
  return node.conjunction === 'or' ? freer : stricter;
}
