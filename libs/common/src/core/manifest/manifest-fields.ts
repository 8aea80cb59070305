// Which keys of both standards, in all spellings met, mean which field of the normal form, and how each is read.

import type { DocumentKind, LicenseStatement, LinkKind, LinkedFile, Manifest, Plain } from './manifest.js';
import { DOCUMENT_KINDS, LICENSE_SUBJECTS, LINK_KINDS } from './manifest.js';
import { flatKey } from './fields.js';
import { partOf } from './read-part.js';
import {
  booleanOf,
  dimensionsOf,
  eachOf,
  itemOf,
  lineageOf,
  linkedFileOf,
  massOf,
  partiesOf,
  partyOf,
  pathOf,
  pathsOf,
  softwareOf,
  standardOf,
  textOf,
  textsOf,
} from './read-values.js';
import { isRecord } from './to-plain.js';

type Read<T> = (value: Plain) => T | undefined;
type SimpleField = Exclude<keyof Manifest, 'licenses' | 'links' | 'documents' | 'extra'>;

/** How a field of the normal form is read, from a manifest's words as from an export's own. */
export const READERS: { readonly [K in SimpleField]-?: Read<NonNullable<Manifest[K]>> } = {
  title: textOf,
  description: textOf,
  function: textOf,
  intendedUse: textOf,
  keywords: textsOf,
  version: textOf,
  developmentStage: textOf,
  technologyReadiness: textOf,
  documentationReadiness: textOf,
  licensors: partiesOf,
  contributors: partiesOf,
  organisations: partiesOf,
  contact: partyOf,
  manifestAuthor: partyOf,
  images: pathsOf,
  software: (value) => eachOf(value, softwareOf),
  made: booleanOf,
  madeIndependently: booleanOf,
  derivativeOf: (value) => eachOf(value, lineageOf),
  variantOf: (value) => eachOf(value, lineageOf),
  subParts: (value) => eachOf(value, lineageOf),
  standards: (value) => eachOf(value, standardOf),
  patentClass: textOf,
  tsdc: textsOf,
  processes: (value) => eachOf(value, (item) => itemOf(item)?.name),
  parts: (value) => eachOf(isRecord(value) ? Object.values(value) : value, partOf),
  boughtIn: (value) => eachOf(value, itemOf),
  tools: (value) => eachOf(value, itemOf),
  massGrams: massOf,
  outerDimensions: dimensionsOf,
  safetyNotice: textOf,
  manifestLanguage: textOf,
  documentationLanguages: textsOf,
  createdOn: textOf,
  updatedOn: textOf,
};

/** Keys of each field; the first that is there counts. */
export const KEYS: { readonly [K in SimpleField]-?: readonly string[] } = {
  title: ['title', 'name'],
  description: ['description', 'function'],
  function: ['function'],
  intendedUse: ['intended-use'],
  keywords: ['keywords'],
  version: ['version'],
  developmentStage: ['development-stage'],
  technologyReadiness: ['technology-readiness-level'],
  documentationReadiness: ['documentation-readiness-level'],
  licensors: ['licensor', 'licensors'],
  contributors: ['contributors', 'contributor'],
  organisations: ['organisation', 'organization'],
  contact: ['contact'],
  manifestAuthor: ['manifest-author'],
  images: ['image', 'images'],
  software: ['software'],
  made: ['made'],
  madeIndependently: ['made-independently'],
  derivativeOf: ['derivative-of', 'fork-of'],
  variantOf: ['variant-of'],
  subParts: ['sub-parts', 'sub'],
  standards: ['standards-used', 'standard-compliance', 'standard'],
  patentClass: ['cpc-patent-class', 'patent-class'],
  tsdc: ['tsdc', 'tsdc-id'],
  processes: ['processes', 'manufacturing-processes'],
  parts: ['part', 'parts'],
  boughtIn: ['bom-atoms'],
  tools: ['tool-list-atoms'],
  massGrams: ['mass'],
  outerDimensions: ['outer-dimensions'],
  safetyNotice: ['health-safety-notice'],
  manifestLanguage: ['manifest-language'],
  documentationLanguages: ['documentation-language'],
  createdOn: ['date-created'],
  updatedOn: ['date-updated'],
};

export const SIMPLE_FIELDS = Object.keys(KEYS) as readonly SimpleField[];

export const LINK_KEYS: Readonly<Record<LinkKind, readonly string[]>> = {
  project: ['project-link'],
  repository: ['repo', 'repository'],
  documentation: ['documentation-home'],
  release: ['release'],
  archive: ['archive-download'],
  readme: ['readme'],
  contributionGuide: ['contribution-guide'],
  bom: ['bom'],
  toolList: ['tool-list'],
  attestation: ['attestation'],
  publication: ['publication'],
};

export const DOCUMENT_KEYS: Readonly<Record<DocumentKind, readonly string[]>> = {
  designFiles: ['design-files', 'source'],
  schematics: ['schematics'],
  makingInstructions: ['making-instructions', 'manufacturing-instructions'],
  manufacturingFiles: ['manufacturing-files', 'export'],
  riskAssessment: ['risk-assessment'],
  toolSettings: ['tool-settings'],
  qualityInstructions: ['quality-instructions'],
  operatingInstructions: ['operating-instructions', 'user-manual'],
  maintenanceInstructions: ['maintenance-instructions'],
  disposalInstructions: ['disposal-instructions'],
  auxiliary: ['auxiliary'],
};

export const LICENSE_KEYS = ['license', 'licence', 'spdx-license', 'licenses'];

/** Keys, without regard to spelling, that have a meaning here. */
export const KNOWN_KEYS: ReadonlySet<string> = new Set(
  [...Object.values(KEYS), ...Object.values(LINK_KEYS), ...Object.values(DOCUMENT_KEYS), LICENSE_KEYS]
    .flat()
    .map(flatKey),
);

export const linkedFilesOf: Read<readonly LinkedFile[]> = (value) => eachOf(value, linkedFileOf);

/** Fields that hold fields, as an export keeps them. */
export const RECORD_READERS: { readonly [K in 'licenses' | 'links' | 'documents']: Read<NonNullable<Manifest[K]>> } = {
  licenses: recordOf(LICENSE_SUBJECTS, statementOf),
  links: recordOf(LINK_KINDS, pathOf),
  documents: recordOf(DOCUMENT_KINDS, linkedFilesOf),
};

function recordOf<K extends string, T>(keys: readonly K[], read: Read<T>): Read<Partial<Record<K, T>>> {
  return (value) => {
    if (!isRecord(value)) return undefined;
    const entries = keys.flatMap((key) => {
      const one = value[key] === undefined ? undefined : read(value[key]);
      return one === undefined ? [] : [[key, one] as const];
    });
    return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Partial<Record<K, T>>);
  };
}

function statementOf(value: Plain): LicenseStatement | undefined {
  if (!isRecord(value)) return undefined;
  const asWritten = textOf(value['asWritten']);
  const expression = textOf(value['expression']);
  const status = (['spdx', 'guessed', 'unknown'] as const).find((word) => word === value['status']);
  if (asWritten === undefined || status === undefined) return undefined;
  return { asWritten, ...(expression === undefined ? {} : { expression }), status };
}
