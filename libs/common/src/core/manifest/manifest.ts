// What a manifest says of a design, in one normal form, whichever dialect and spelling it was written in.

import type { Process } from '../design/part.js';

/** What JSON can say without `null`: an empty value counts as not said. */
export type Plain = string | number | boolean | readonly Plain[] | PlainRecord;
export interface PlainRecord {
  readonly [key: string]: Plain;
}

/** A person or a body. */
export interface Party {
  readonly name?: string;
  readonly affiliation?: string;
  readonly email?: string;
  readonly url?: string;
  /** Keys that nobody knows, verbatim. */
  readonly extra?: PlainRecord;
}

/** A path inside the release or an address, as written (a leading `./` is dropped), with what it is called. */
export interface LinkedFile {
  readonly path?: string;
  readonly title?: string;
  /** Pictures of a step of the instructions. */
  readonly images?: readonly string[];
  /** Keys that nobody knows, verbatim. */
  readonly extra?: PlainRecord;
}

/** Another thing that this one comes from, is a variant of, or contains. */
export interface Lineage {
  readonly title?: string;
  readonly manifest?: string;
  readonly web?: string;
  /** Keys that nobody knows, verbatim. */
  readonly extra?: PlainRecord;
}

export interface Standard {
  readonly title?: string;
  readonly publisher?: string;
  readonly reference?: string;
  /** Keys that nobody knows, verbatim. */
  readonly extra?: PlainRecord;
}

/** A licence as somebody wrote it. `guessed`: prose that we put into SPDX, which the designer should confirm. */
export interface LicenseStatement {
  readonly asWritten: string;
  /** SPDX expression; absent with `unknown`. */
  readonly expression?: string;
  readonly status: 'spdx' | 'guessed' | 'unknown';
}

export const LICENSE_SUBJECTS = ['hardware', 'documentation', 'software'] as const;
export type LicenseSubject = (typeof LICENSE_SUBJECTS)[number];

/** Settings that matter for making a part; what they do not name goes under {@link ManifestPart.extra}. */
export interface MakingSettings {
  readonly infillPercent?: number;
  readonly layerMm?: number;
  readonly shellMm?: number;
  readonly topBottomMm?: number;
  readonly perimeters?: number;
  readonly supports?: boolean;
  readonly brim?: boolean;
}

/** One made part as the manifest lists it. */
export interface ManifestPart {
  readonly name?: string;
  /** Pieces; a whole number from 1. */
  readonly quantity?: number;
  readonly source?: readonly string[];
  readonly export?: readonly string[];
  readonly auxiliary?: readonly string[];
  readonly images?: readonly string[];
  /** Technology-specific documentation criteria as written, e.g. `3DP`. */
  readonly tsdc?: readonly string[];
  readonly process?: Process;
  readonly materials?: readonly string[];
  readonly settings?: MakingSettings;
  readonly massGrams?: number;
  /** OpenSCAD primitive with its unit. */
  readonly outerDimensions?: OuterDimensions;
  readonly notes?: string;
  /** Keys that nobody knows, verbatim. */
  readonly extra?: PlainRecord;
}

export interface OuterDimensions {
  readonly openSCAD: string;
  readonly unit: 'mm' | 'cm' | 'm';
}

/** A thing that is bought, or a tool. */
export interface ManifestItem {
  readonly name: string;
  readonly quantity?: number;
  readonly unit?: string;
  readonly link?: string;
  /** Identifier elsewhere, e.g. a Wikidata entity. */
  readonly identifier?: string;
  /** Keys that nobody knows, verbatim. */
  readonly extra?: PlainRecord;
}

/** The lists of files that OKH names; {@link Manifest.documents}. */
export const DOCUMENT_KINDS = [
  'designFiles',
  'schematics',
  'makingInstructions',
  'manufacturingFiles',
  'riskAssessment',
  'toolSettings',
  'qualityInstructions',
  'operatingInstructions',
  'maintenanceInstructions',
  'disposalInstructions',
  'auxiliary',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Addresses and paths; {@link Manifest.links}. */
export const LINK_KINDS = [
  'project',
  'repository',
  'documentation',
  'release',
  'archive',
  'readme',
  'contributionGuide',
  'bom',
  'toolList',
  'attestation',
  'publication',
] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

export interface SoftwarePackage {
  /** Where it is: `path` of OKH v1, `release` of OKH-LOSH. */
  readonly path?: string;
  readonly title?: string;
  readonly installationGuide?: string;
  /** Keys that nobody knows, verbatim. */
  readonly extra?: PlainRecord;
}

/** The normal form. Every field may be absent: a manifest becomes a draft, whatever it leaves out. */
export interface Manifest {
  readonly title?: string;
  /** What it is and does (`description` of OKH v1, `function` of OKH-LOSH). */
  readonly description?: string;
  /** Only where a manifest has both a `description` and a `function`. */
  readonly function?: string;
  readonly intendedUse?: string;
  readonly keywords?: readonly string[];
  /** As written: `7.0` stays `7.0`. */
  readonly version?: string;
  readonly developmentStage?: string;
  readonly technologyReadiness?: string;
  readonly documentationReadiness?: string;
  readonly licenses?: Readonly<Partial<Record<LicenseSubject, LicenseStatement>>>;
  /** Who gives the licence: the designers, as far as a manifest knows them. */
  readonly licensors?: readonly Party[];
  readonly contributors?: readonly Party[];
  readonly organisations?: readonly Party[];
  readonly contact?: Party;
  readonly manifestAuthor?: Party;
  readonly links?: Readonly<Partial<Record<LinkKind, string>>>;
  /** The first is the one to show. */
  readonly images?: readonly string[];
  readonly documents?: Readonly<Partial<Record<DocumentKind, readonly LinkedFile[]>>>;
  readonly software?: readonly SoftwarePackage[];
  readonly made?: boolean;
  readonly madeIndependently?: boolean;
  readonly derivativeOf?: readonly Lineage[];
  readonly variantOf?: readonly Lineage[];
  readonly subParts?: readonly Lineage[];
  readonly standards?: readonly Standard[];
  readonly patentClass?: string;
  readonly tsdc?: readonly string[];
  /** Processes by name, where a manifest lists them for the whole thing. */
  readonly processes?: readonly string[];
  readonly parts?: readonly ManifestPart[];
  readonly boughtIn?: readonly ManifestItem[];
  readonly tools?: readonly ManifestItem[];
  readonly massGrams?: number;
  readonly outerDimensions?: OuterDimensions;
  readonly safetyNotice?: string;
  readonly manifestLanguage?: string;
  readonly documentationLanguages?: readonly string[];
  /** ISO 8601 dates as written. */
  readonly createdOn?: string;
  readonly updatedOn?: string;
  /** Keys that nobody knows, verbatim. */
  readonly extra?: PlainRecord;
}

/** What reading taught. `understood`: as the standard says; `guessed`: confirm it; `missing`: say it. */
export interface ManifestNote {
  readonly kind: 'understood' | 'guessed' | 'missing';
  /** Field of {@link Manifest}, e.g. `licenses.hardware` or `parts[2].quantity`. */
  readonly field: string;
  readonly message: string;
  /** Line of the manifest, from 1. */
  readonly line?: number;
}

/** A manifest read. */
export interface ManifestReading {
  readonly syntax: 'yaml' | 'toml';
  /** Which standard it seems to follow; `okw`: it describes a place, not a design. */
  readonly dialect: 'okh-v1' | 'okh-losh' | 'okw' | 'unknown';
  readonly manifest: Manifest;
  readonly notes: readonly ManifestNote[];
}

/** The licence that counts for making: the hardware's, else the documentation's, else the software's. */
export const makingLicense = ({ licenses }: Manifest): LicenseStatement | undefined =>
  licenses?.hardware ?? licenses?.documentation ?? licenses?.software;
