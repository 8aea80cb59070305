// Licences as people write them, put into SPDX where that can be done without inventing one.

import { readExpression } from '../licensing/spdx-terms.js';
import type { LicenseStatement } from './manifest.js';

/** A whole licence text is no name of a licence. */
const LONGEST_NAME = 300;
const NOTHING = /^(none|n\/?a|no|null|nil|tbd|-+|unknown|noassertion)$/i;

/** `status` says whether it was SPDX, was guessed from prose, or is nothing that we know. */
export function readLicenseText(text: string): LicenseStatement {
  const asWritten = text.trim();
  if (NOTHING.test(asWritten)) return { asWritten, status: 'unknown' };
  const exact = readExpression(asWritten);
  const guess = asWritten.length > LONGEST_NAME ? undefined : guessed(asWritten.replace(/^LicenseRef-/i, ''));
  // “LicenseRef-CC-BY-SA-4.0” is valid SPDX for a licence that nobody wrote.
  const ownName = /^LicenseRef-(?!PPL|SHL)/i.test(asWritten) && guess !== undefined;
  if (exact.ok && !ownName) return { asWritten, expression: exact.value.expression, status: 'spdx' };
  return guess === undefined ? { asWritten, status: 'unknown' } : { asWritten, expression: guess, status: 'guessed' };
}

function guessed(text: string): string | undefined {
  const flat = text.toLowerCase().replace(/[\s_]+/g, ' ');
  if (/\bno licen[cs]e\b|all rights reserved|proprietary/.test(flat)) return undefined;
  return creativeCommons(flat) ?? openHardware(flat) ?? gnu(flat) ?? known(flat);
}

const versionIn = (text: string): string | undefined => /(?:^|[^\d.])v?(\d\.\d+|[1-4](?![\d.]))/.exec(text)?.[1];
const withMinor = (version: string): string => (version.includes('.') ? version : `${version}.0`);

function creativeCommons(text: string): string | undefined {
  if (/cc ?-?0|zero\/1\.0|creative ?commons zero/.test(text)) return 'CC0-1.0';
  if (!/creative ?commons|\bcc\b/.test(text)) return undefined;
  const has = (pattern: RegExp, word: string): string => (pattern.test(text) ? `-${word}` : '');
  const terms = [
    has(/\bby\b|attribution/, 'BY'),
    has(/\bnc\b|non-? ?commercial/, 'NC'),
    has(/\bsa\b|share ?-?alike/, 'SA'),
    has(/\bnd\b|no-? ?deriv/, 'ND'),
  ].join('');
  if (!terms.startsWith('-BY')) return undefined;
  return listed(`CC${terms}-${withMinor(versionIn(text.replace(/https?:\/\//, '')) ?? '4.0')}`);
}

function openHardware(text: string): string | undefined {
  if (/\btapr\b/.test(text)) return 'TAPR-OHL-1.0';
  if (/solderpad|\bshl\b/.test(text)) return 'LicenseRef-SHL-2.1';
  if (!/\bcern\b|\bohl\b|\bcern-?ohl/.test(text)) return undefined;
  const version = withMinor(versionIn(text) ?? '2.0');
  if (version.startsWith('1')) return listed(`CERN-OHL-${version}`);
  // “If no variant is specified, the Covered Source shall be treated as being released under CERN-OHL-S” (section 8.3).
  const variant = /permissive|-p\b|\bp\b/.test(text) ? 'P' : /weak|-w\b|\bw\b/.test(text) ? 'W' : 'S';
  return listed(`CERN-OHL-${variant}-${version}`);
}

function gnu(text: string): string | undefined {
  const family = /affero|agpl/.test(text)
    ? 'AGPL'
    : /lesser|lgpl/.test(text)
      ? 'LGPL'
      : /\bgpl|gnu general/.test(text)
        ? 'GPL'
        : undefined;
  if (!family) return undefined;
  const version = withMinor(versionIn(text.replace(/https?:\/\/\S+/g, '')) ?? versionIn(text) ?? '3.0');
  const later = /later|\+|newer|above/.test(text) ? 'or-later' : 'only';
  return listed(`${family}-${version}-${later}`);
}

function known(text: string): string | undefined {
  if (/peer production/.test(text)) return 'PPL';
  if (/\bmit\b/.test(text)) return 'MIT';
  if (/apache/.test(text)) return 'Apache-2.0';
  if (/\bmpl\b|mozilla/.test(text)) return 'MPL-2.0';
  if (/\bbsd\b/.test(text)) return /2/.test(text) ? 'BSD-2-Clause' : 'BSD-3-Clause';
  return /free art|licence art libre/.test(text) ? 'LAL-1.3' : undefined;
}

/** Only what is on the SPDX list is worth guessing. */
const listed = (id: string): string | undefined => (readExpression(id).ok ? id : undefined);
