// What families of licences say about making, selling and changing a thing, each with its clauses. Legal information, not advice.

import type { ShareAlike } from './license-answer.js';

/** Who may make the thing for money. `unknown`: nobody has judged the text, so nobody may assume a permission. */
export type CommercialMaking = 'anyone' | 'worker-owned' | 'nobody' | 'unknown';

/** Places in the text of a licence, e.g. `§3.3(d)`; an obligation without a place is not made. */
export interface LicenseClauses {
  /** What permits or forbids the making for money. */
  readonly make: string;
  /** What permits or forbids the sharing of changed versions. */
  readonly change: string;
  readonly share?: string | undefined;
  readonly attribution?: string | undefined;
  readonly text?: string | undefined;
  readonly source?: string | undefined;
  readonly notice?: string | undefined;
}

/** What one licence says. */
export interface LicenseClass {
  readonly class: string;
  readonly commercial: CommercialMaking;
  readonly shareAlike: ShareAlike;
  /** May changed versions be shared? */
  readonly changes: boolean;
  readonly reason: string;
  readonly clauses: LicenseClauses;
}

const REASONS = {
  'public-domain': 'The rights were given up; anyone may make and sell it.',
  permissive: 'Anyone may make and sell it; the notice travels with it.',
  'weakly-reciprocal': 'Anyone may make and sell it; changes to the covered source stay open.',
  reciprocal: 'Anyone may make and sell it; changed designs stay open.',
  'no-derivatives': 'Unchanged copies may be made and sold; changed ones may not be shared.',
  'non-commercial': 'The licence permits non-commercial use only, and making for money is commercial.',
  copyfarleft:
    'Only businesses owned by their workers, which share all surplus among them, may make it for money; anyone may make it non-commercially.',
} as const;
type Family = keyof typeof REASONS;

const SHARING: Readonly<Partial<Record<Family, ShareAlike>>> = {
  'weakly-reciprocal': 'weak',
  reciprocal: 'strong',
  copyfarleft: 'strong',
};
const COMMERCIAL: Readonly<Partial<Record<Family, CommercialMaking>>> = {
  'non-commercial': 'nobody',
  copyfarleft: 'worker-owned',
};

function family(name: Family, clauses: LicenseClauses, more: Partial<LicenseClass> = {}): LicenseClass {
  return {
    class: name,
    commercial: COMMERCIAL[name] ?? 'anyone',
    shareAlike: SHARING[name] ?? 'none',
    changes: name !== 'no-derivatives',
    reason: REASONS[name],
    clauses,
    ...more,
  };
}

const CC4 = {
  make: '§2(a)(1)',
  change: '§2(a)(1)(B)',
  attribution: '§3(a)(1)(A)',
  notice: '§3(a)(1)(B)',
  text: '§3(a)(1)(C)',
};
const CC_OLD = { make: '§3', change: '§3', attribution: '§4(b)', notice: '§4(b)', text: '§4(a)' };
const CC3 = { ...CC_OLD, notice: '§3(b)' };
const GPL3 = { make: '§4', change: '§5', share: '§5(c)', attribution: '§4', text: '§4', source: '§6', notice: '§5(a)' };
const GPL2 = { make: '§1', change: '§2', share: '§2(b)', attribution: '§1', text: '§1', source: '§3', notice: '§2(a)' };
const LGPL2 = { ...GPL2, share: '§2(c)', source: '§4', notice: '§2(b)' };
const APACHE = { make: '§2', change: '§4', attribution: '§4(c)', text: '§4(a)', notice: '§4(b)' };
const NOTICE = {
  make: 'grant of permission',
  change: 'grant of permission',
  attribution: 'notice condition',
  text: 'notice condition',
};
const WAIVER = { make: 'waiver', change: 'waiver' };
const NON_COMMERCIAL_NO_CHANGES = { changes: false };

const NOT_SHARED = 'Unchanged copies may be made non-commercially; changed ones may not be shared.';
/** The text has no clause on adaptations; the careful side is taken until somebody settles it. */
export const PPL_UNSETTLED =
  'The text binds copies of the work and does not say whether changed versions must carry it; until that is settled they are held to it.';

/** Families by the beginning of the SPDX id; the first that fits counts, so the narrower stand first. */
const FAMILIES: readonly (readonly [prefix: RegExp, class_: LicenseClass])[] = [
  [/^CC-BY-NC-ND-4/, family('non-commercial', CC4, { ...NON_COMMERCIAL_NO_CHANGES, reason: NOT_SHARED })],
  [
    /^CC-BY-(NC-ND|ND-NC)-/,
    family(
      'non-commercial',
      { ...CC_OLD, make: '§4(b)', change: '§3', attribution: '§4(c)' },
      { ...NON_COMMERCIAL_NO_CHANGES, reason: NOT_SHARED },
    ),
  ],
  [/^CC-BY-NC-SA-4/, family('non-commercial', { ...CC4, share: '§3(b)' }, { shareAlike: 'strong' })],
  [
    /^CC-BY-NC-SA-/,
    family('non-commercial', { ...CC3, make: '§4(c)', share: '§4(b)', attribution: '§4(d)' }, { shareAlike: 'strong' }),
  ],
  [/^CC-BY-NC-4/, family('non-commercial', CC4)],
  [/^CC-BY-NC-/, family('non-commercial', { ...CC3, make: '§4(b)', attribution: '§4(c)' })],
  [/^CC-BY-ND-4/, family('no-derivatives', CC4)],
  [/^CC-BY-ND-/, family('no-derivatives', CC_OLD)],
  [/^CC-BY-SA-4/, family('reciprocal', { ...CC4, share: '§3(b)' })],
  [/^CC-BY-SA-/, family('reciprocal', { ...CC3, share: '§4(b)', attribution: '§4(c)' })],
  [/^CC-BY-4/, family('permissive', CC4)],
  [/^CC-BY-\d/, family('permissive', CC3)],
  [/^CC0-/, family('public-domain', { make: '§2', change: '§2' })],
  [/^(Unlicense|0BSD|PDDL|CC-PDDC|CC-PDM|WTFPL|MIT-0)/, family('public-domain', WAIVER)],
  [
    /^(LicenseRef-)?(PPL|Peer-?Production-?Licen[cs]e)/i,
    family('copyfarleft', {
      make: '§4(c)',
      change: '§3(b)',
      share: '§4(a)',
      attribution: '§4(e)',
      text: '§4(a)',
      notice: '§3(b)',
    }),
  ],
  [
    /^CERN-OHL-S-/,
    family('reciprocal', {
      make: '§4',
      change: '§3.2',
      share: '§3.3(d)',
      attribution: '§3.1',
      source: '§4',
      notice: '§3.3(b)',
    }),
  ],
  [
    /^CERN-OHL-W-/,
    family('weakly-reciprocal', {
      make: '§4.1',
      change: '§3.2',
      share: '§3.3(d)',
      attribution: '§3.1',
      source: '§4.1',
      notice: '§3.3(b)',
    }),
  ],
  [
    /^CERN-OHL-P-/,
    family('permissive', { make: '§4', change: '§3.2', attribution: '§4', text: '§3.4(b)', notice: '§3.3(b)' }),
  ],
  [
    /^CERN-OHL-1\./,
    family('reciprocal', {
      make: '§4',
      change: '§3',
      share: '§3',
      attribution: '§3',
      text: '§3',
      source: '§4',
      notice: '§3',
    }),
  ],
  [
    /^TAPR-OHL-/,
    family('reciprocal', {
      make: '§5.1',
      change: '§3',
      share: '§4.2',
      attribution: '§5.1',
      text: '§4.1',
      source: '§5.2',
      notice: '§4.2(a)',
    }),
  ],
  [/^(AGPL|GPL)-3/, family('reciprocal', GPL3)],
  [/^(AGPL|GPL)-/, family('reciprocal', GPL2)],
  [
    /^LGPL-3/,
    family('weakly-reciprocal', {
      make: '§0',
      change: '§2',
      share: '§2',
      attribution: '§4(a)',
      text: '§4(b)',
      source: '§4(d)',
    }),
  ],
  [/^LGPL-/, family('weakly-reciprocal', LGPL2)],
  [
    /^MPL-2/,
    family('weakly-reciprocal', {
      make: '§2.1',
      change: '§2.1',
      share: '§3.1',
      attribution: '§3.4',
      text: '§3.1',
      source: '§3.2',
    }),
  ],
  [
    /^(MPL-1|CDDL-)/,
    family('weakly-reciprocal', {
      make: '§2.1',
      change: '§2.1',
      share: '§3.1',
      attribution: '§3.3',
      text: '§3.1',
      source: '§3.1',
      notice: '§3.3',
    }),
  ],
  [
    /^EPL-/,
    family('weakly-reciprocal', { make: '§2', change: '§2', share: '§3', attribution: '§3', text: '§3', source: '§3' }),
  ],
  [
    /^EUPL-/,
    family('weakly-reciprocal', {
      make: '§2',
      change: '§2',
      share: '§5',
      attribution: '§5',
      text: '§5',
      source: '§5',
      notice: '§5',
    }),
  ],
  [
    /^OSL-/,
    family('reciprocal', { make: '§1', change: '§1', share: '§1(c)', attribution: '§6', source: '§3', notice: '§6' }),
  ],
  [
    /^LAL-/,
    family('reciprocal', {
      make: '§2.2',
      change: '§2.3',
      share: '§2.3',
      attribution: '§2.2',
      text: '§2.2',
      source: '§2.2',
      notice: '§2.3',
    }),
  ],
  [
    /^GFDL-/,
    family('reciprocal', {
      make: '§2',
      change: '§4',
      share: '§4',
      attribution: '§4',
      text: '§2',
      source: '§3',
      notice: '§4',
    }),
  ],
  [/^(CDLA-Sharing-)/, family('reciprocal', { make: '§2', change: '§2', share: '§3', attribution: '§3', text: '§3' })],
  [/^ODbL-/, family('reciprocal', { make: '§3.1', change: '§3.1', share: '§4.4', attribution: '§4.3', text: '§4.2' })],
  [/^(Apache-2|(LicenseRef-)?SHL-|ECL-2)/, family('permissive', APACHE)],
  [/^(MIT|BSD-|ISC$|Zlib|BSL-1|PSF|X11|AFL-|ECL-|Artistic-2|UPL-|Apache-)/, family('permissive', NOTICE)],
];

/** What one SPDX id says, undefined where nobody has judged it. */
export const classOf = (spdxId: string): LicenseClass | undefined =>
  FAMILIES.find(([prefix]) => prefix.test(spdxId))?.[1];
