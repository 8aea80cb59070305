// The card that goes along with a made object: who designed it, under which licence, where its source is, what was changed.

import { LEGAL_NOTE, type TravelRule } from './license-answer.js';
import type { LicenseTerms } from './judge-license.js';

/** A design that this one comes from. */
export interface UpstreamCredit {
  readonly title: string;
  readonly designers: readonly string[];
  readonly license: string;
  readonly url?: string | undefined;
}

export interface AttributionSubject {
  readonly title: string;
  readonly designers: readonly string[];
  /** Version of the release. */
  readonly release: string;
  readonly sourceUrl: string;
  readonly terms: LicenseTerms;
  /** What was changed against the design that it comes from; undefined: nothing was. */
  readonly changes?: string | undefined;
  /** Nearest first. */
  readonly upstream?: readonly UpstreamCredit[] | undefined;
  /** Who made the object; no licence asks for it. */
  readonly madeBy?: string | undefined;
}

export interface AttributionCard {
  readonly lines: readonly string[];
  readonly sourceUrl: string;
  readonly duties: readonly TravelRule[];
  readonly note: string;
}

/** The card as lines of text, each without control characters; the lines name licence texts by their address. */
export function attributionCard(subject: AttributionSubject): AttributionCard {
  const { title, designers, release, sourceUrl, terms, changes, upstream = [], madeBy } = subject;
  const lines = [
    `${title}, release ${release}`,
    `Designed by ${listed(designers)}`,
    `Licence: ${terms.expression}`,
    ...textAddresses(terms),
    `Source: ${sourceUrl}`,
    ...(changes === undefined ? [] : [`Changed: ${changes}`]),
    ...upstream.map(upstreamLine),
    ...(madeBy === undefined ? [] : [`Made by ${madeBy}`]),
  ];
  return { lines: lines.map(plain), sourceUrl, duties: terms.travels, note: LEGAL_NOTE };
}

/** The card as one text. */
export const attributionText = ({ lines }: AttributionCard): string => `${lines.join('\n')}\n`;

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'designers who are not named' : names.join(', ');

const upstreamLine = ({ title, designers, license, url }: UpstreamCredit): string =>
  `From “${title}” by ${listed(designers)} (${license})${url === undefined ? '' : `, ${url}`}`;

/** SPDX keeps a copy of every text on its list. */
function textAddresses({ alternatives }: LicenseTerms): string[] {
  const ids = [...new Set(alternatives.flat().map(({ id }) => id))].filter((id) => !id.startsWith('LicenseRef-'));
  return ids.map((id) => `Licence text: https://spdx.org/licenses/${id.replace(/\+$/, '')}`);
}

// What people wrote may try to break out of its line or turn the direction of the text.
// eslint-disable-next-line no-control-regex
const plain = (line: string): string => line.replace(/[\u0000-\u001f\u007f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
