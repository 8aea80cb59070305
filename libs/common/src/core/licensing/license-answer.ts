// The shape of every answer about a licence: yes or no, why, and the clause it rests on.

/** Shown wherever an answer about a licence is shown. */
export const LEGAL_NOTE = 'This is information about what licences say. It is not legal advice.';

export interface LicenseAnswer {
  readonly allowed: boolean;
  readonly reason: string;
  /** Short reference, e.g. `CERN-OHL-S-2.0 §3.3(d)`; a text without numbers names its paragraph. */
  readonly clause: string;
}

export const OBLIGATIONS = ['attribution', 'licence-text', 'source-link', 'notice-of-changes'] as const;
export type Obligation = (typeof OBLIGATIONS)[number];

/** Something that must travel with the made object, or with a changed design. */
export interface TravelRule {
  readonly what: Obligation;
  readonly reason: string;
  readonly clause: string;
}

/** How far an author's wish to share alike reaches: the covered files, or everything made from them. */
export type ShareAlike = 'none' | 'weak' | 'strong';

/**
 * The legal form of whoever makes the thing, as the lab states it. `worker-cooperative` alone does not prove the
 * conditions of the Peer Production Licence: see {@link Maker.workerOwned}.
 */
export const MAKER_FORMS = [
  'person',
  'sole-trader',
  'company',
  'non-profit',
  'public-body',
  'worker-cooperative',
  'other-cooperative',
  'unknown',
] as const;
export type MakerForm = (typeof MAKER_FORMS)[number];

export interface Maker {
  readonly form: MakerForm;
  /** The two conditions of the Peer Production Licence 4(c), and who attests to them. */
  readonly workerOwned?:
    | { readonly ownedByWorkers: boolean; readonly sharesAllSurplus: boolean; readonly attestedBy?: string | undefined }
    | undefined;
}

/** `paid`: money is asked for the making, be it only the cost. */
export type MakingPurpose = 'paid' | 'unpaid';
