// What families of licences say about making and selling a thing. Legal information, not advice.

/** Who may make the thing for money. `unknown`: nobody has judged the text, so nobody may assume a permission. */
export type CommercialMaking = 'anyone' | 'worker-owned' | 'nobody' | 'unknown';

export interface LicenseClass {
  readonly class: string;
  readonly commercial: CommercialMaking;
  readonly attribution: boolean;
  readonly shareAlike: boolean;
  readonly reason: string;
}

const freedom = (name: string, attribution: boolean, shareAlike: boolean, reason: string): LicenseClass => ({
  class: name,
  commercial: 'anyone',
  attribution,
  shareAlike,
  reason,
});

const PUBLIC_DOMAIN = freedom('public-domain', false, false, 'The rights were given up; anyone may make and sell it.');
const PERMISSIVE = freedom('permissive', true, false, 'Anyone may make and sell it; the notice travels with it.');
const WEAK = freedom(
  'weakly-reciprocal',
  true,
  true,
  'Anyone may make and sell it; changes to the covered source stay open.',
);
const RECIPROCAL = freedom('reciprocal', true, true, 'Anyone may make and sell it; changed designs stay open.');
const NO_DERIVATIVES: LicenseClass = {
  class: 'no-derivatives',
  commercial: 'anyone',
  attribution: true,
  shareAlike: false,
  reason: 'Unchanged copies may be made and sold; changed ones may not be shared.',
};
const NON_COMMERCIAL: LicenseClass = {
  class: 'non-commercial',
  commercial: 'nobody',
  attribution: true,
  shareAlike: false,
  reason: 'The licence permits non-commercial use only, and labs are paid for making.',
};
const COPYFARLEFT: LicenseClass = {
  class: 'copyfarleft',
  commercial: 'worker-owned',
  attribution: true,
  shareAlike: true,
  reason:
    'Only businesses owned by their workers, which share all surplus among them, may make it for money (Peer Production Licence, 4c).',
};

/** Families by the beginning of the SPDX id; the first that fits counts, so the narrower stand first. */
const FAMILIES: readonly (readonly [prefix: RegExp, class_: LicenseClass])[] = [
  [/^CC-BY-NC/, NON_COMMERCIAL],
  [/^CC-BY-ND/, NO_DERIVATIVES],
  [/^CC-BY-SA/, RECIPROCAL],
  [/^CC-BY-\d/, PERMISSIVE],
  [/^(CC0|Unlicense|0BSD|PDDL|CC-PDDC|CC-PDM)/, PUBLIC_DOMAIN],
  [/^PPL$/, COPYFARLEFT],
  [/^CERN-OHL-(S-|1\.)/, RECIPROCAL],
  [/^CERN-OHL-W-/, WEAK],
  [/^CERN-OHL-P-/, PERMISSIVE],
  [/^(TAPR-OHL|AGPL-|GPL-|LAL-|CDLA-Sharing|OSL-)/, RECIPROCAL],
  [/^(LGPL-|MPL-|EPL-|EUPL-|CDDL-)/, WEAK],
  [/^(MIT|BSD-|Apache-|ISC$|SHL-|Zlib|BSL-1|PSF|X11|AFL-|ECL-|Artistic-2|UPL-)/, PERMISSIVE],
];

/** The class of one SPDX id, undefined where nobody has judged it. */
export const classOf = (spdxId: string): LicenseClass | undefined =>
  FAMILIES.find(([prefix]) => prefix.test(spdxId))?.[1];
