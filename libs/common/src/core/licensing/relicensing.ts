// Under which other licences an adaptation may go: the bridges that the texts or their stewards name.

import type { LicenseAtom } from './spdx-terms.js';

/** One step each; {@link outlets} follows them on. An adaptation may move along an arrow, never back. */
const BRIDGES: Readonly<Record<string, readonly string[]>> = {
  'GPL-1.0-or-later': ['GPL-1.0-only', 'GPL-2.0-or-later'],
  'GPL-2.0-or-later': ['GPL-2.0-only', 'GPL-3.0-or-later'],
  'GPL-3.0-or-later': ['GPL-3.0-only'],
  'AGPL-3.0-or-later': ['AGPL-3.0-only'],
  // LGPL 2.1 section 3, LGPL 3 section 2(b).
  'LGPL-2.0-only': ['GPL-2.0-or-later'],
  'LGPL-2.0-or-later': ['LGPL-2.0-only', 'LGPL-2.1-or-later'],
  'LGPL-2.1-only': ['GPL-2.0-or-later'],
  'LGPL-2.1-or-later': ['LGPL-2.1-only', 'LGPL-3.0-or-later'],
  'LGPL-3.0-only': ['GPL-3.0-only'],
  'LGPL-3.0-or-later': ['LGPL-3.0-only', 'GPL-3.0-or-later'],
  // MPL 2.0 section 3.3.
  'MPL-2.0': ['GPL-2.0-or-later', 'LGPL-2.1-or-later', 'AGPL-3.0-or-later'],
  // EUPL 1.2, appendix.
  'EUPL-1.2': ['GPL-2.0-only', 'GPL-3.0-only', 'AGPL-3.0-only', 'MPL-2.0', 'CC-BY-SA-3.0'],
  // CERN-OHL-W 2.0 section 8.3.
  'CERN-OHL-W-2.0': ['CERN-OHL-S-2.0'],
  'CERN-OHL-1.1+': ['CERN-OHL-1.1', 'CERN-OHL-1.2', 'CERN-OHL-S-2.0'],
  'CERN-OHL-1.2+': ['CERN-OHL-1.2', 'CERN-OHL-S-2.0'],
  // BY-SA 2.0 to 3.0, section 4(b); 4.0: Creative Commons' list of compatible licences.
  'CC-BY-SA-2.0': ['CC-BY-SA-2.5'],
  'CC-BY-SA-2.5': ['CC-BY-SA-3.0'],
  'CC-BY-SA-3.0': ['CC-BY-SA-4.0'],
  'CC-BY-SA-4.0': ['GPL-3.0-only', 'LAL-1.3'],
  'LAL-1.3': ['CC-BY-SA-4.0'],
  'CC-BY-NC-SA-2.0': ['CC-BY-NC-SA-2.5'],
  'CC-BY-NC-SA-2.5': ['CC-BY-NC-SA-3.0'],
  'CC-BY-NC-SA-3.0': ['CC-BY-NC-SA-4.0'],
};

/** What may stand together in one work without one becoming the other, by the words of the stricter. */
const JOINED: Readonly<Record<string, readonly string[]>> = {
  // GPL 3 section 13.
  'GPL-3.0-only': ['AGPL-3.0-only', 'AGPL-3.0-or-later'],
  // CERN-OHL-S and -W 2.0, section 1.2(a): earlier versions are compatible.
  'CERN-OHL-1.1': ['CERN-OHL-S-2.0', 'CERN-OHL-W-2.0'],
  'CERN-OHL-1.2': ['CERN-OHL-S-2.0', 'CERN-OHL-W-2.0'],
};

/** Patent and termination terms of Apache 2.0 are further restrictions to version 2 of the GNU licences. */
const NOT_WITH_APACHE = ['GPL-1.0-only', 'GPL-2.0-only', 'LGPL-2.0-only', 'LGPL-2.1-only'];

/** `CC-BY-SA-3.0-DE` follows the rules of `CC-BY-SA-3.0`. */
const unported = (id: string): string => id.replace(/^(CC-BY-[A-Z-]+-\d\.\d)-[A-Z]+$/, '$1');

/** All licences under which changed versions of a share-alike thing may go, its own first. */
export function outlets(id: string): ReadonlySet<string> {
  const reached = new Set([id]);
  for (const at of reached) for (const next of BRIDGES[at] ?? BRIDGES[unported(at)] ?? []) reached.add(next);
  return reached;
}

/** May something changed from a thing under `atom` go under `target`? */
export function admits(atom: LicenseAtom, target: LicenseAtom): boolean {
  if (atom.commercial === 'unknown' || target.commercial === 'unknown') return atom.id === target.id;
  if (!atom.changes || !target.changes) return false;
  if (atom.shareAlike !== 'none') return outlets(atom.id).has(target.id);
  if (atom.commercial === 'nobody') return target.commercial === 'nobody';
  return !(/^(Apache-2|(LicenseRef-)?SHL-)/.test(atom.id) && NOT_WITH_APACHE.includes(target.id));
}

/** May a thing under `atom` be a portion of one work under `target`? */
export const joins = (atom: LicenseAtom, target: LicenseAtom): boolean =>
  admits(atom, target) || [...outlets(atom.id)].some((id) => JOINED[id]?.includes(target.id) === true);
