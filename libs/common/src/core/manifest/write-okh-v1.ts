// Writes a manifest as OKH v1 (YAML), valid against its schema.

import { stringify } from 'yaml';
import {
  allOf,
  complete,
  mail,
  oneOrMany,
  pathOrUrl,
  record,
  STAND_INS,
  webUrl,
  type Draft,
} from './export-manifest.js';
import type { Lineage, LinkedFile, Manifest, ManifestItem, Party, PlainRecord, Standard } from './manifest.js';

/** OKH v1 as YAML. What it has no words for is kept under `fabcommons`, so that reading it gives the manifest again. */
export function writeOkhV1(manifest: Manifest): string {
  // Readers of YAML 1.1 take `no` and `1:30` for other things, unless they are quoted.
  return stringify(complete(manifest, okhV1Of(manifest)), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    compat: 'yaml-1.1',
  });
}

function okhV1Of(manifest: Manifest): Draft {
  const { links, documents, keywords } = manifest;
  const project = webUrl(links?.project);
  const home = pathOrUrl(links?.documentation);
  const files = (list: readonly LinkedFile[] | undefined): unknown => allOf(list, fileOf);
  return {
    'okh-manifest-version': '1.0.0',
    'date-created': date(manifest.createdOn),
    'date-updated': date(manifest.updatedOn),
    'manifest-author': partyOf(manifest.manifestAuthor),
    'manifest-language': manifest.manifestLanguage,
    'documentation-language': oneOrMany(manifest.documentationLanguages?.slice(0, 1)),
    title: manifest.title ?? STAND_INS.title,
    description: manifest.description ?? STAND_INS.description,
    'intended-use': manifest.intendedUse,
    keywords: keywords && new Set(keywords).size === keywords.length ? keywords : undefined,
    'project-link': project ?? webUrl(links?.repository) ?? (home === undefined ? STAND_INS.url : undefined),
    'health-safety-notice': manifest.safetyNotice,
    contact: partyOf(manifest.contact),
    contributors: allOf(manifest.contributors, partyOf),
    image: pathOrUrl(manifest.images?.[0]),
    version: manifest.version,
    'development-stage': manifest.developmentStage,
    made: manifest.made,
    'made-independently': manifest.madeIndependently,
    'standards-used': allOf(manifest.standards, standardOf),
    'derivative-of': lineageOf(manifest.derivativeOf?.[0]),
    'variant-of': lineageOf(manifest.variantOf?.[0]),
    'sub-parts': allOf(manifest.subParts, lineageOf),
    license: licensesOf(manifest),
    licensor: partyOf(manifest.licensors?.[0]),
    'documentation-home': home,
    'archive-download': pathOrUrl(links?.archive),
    'design-files': files(documents?.designFiles),
    schematics: files(documents?.schematics),
    bom: pathOrUrl(links?.bom),
    'tool-list': pathOrUrl(links?.toolList),
    'making-instructions': files(documents?.makingInstructions),
    'manufacturing-files': files(documents?.manufacturingFiles),
    'risk-assessment': files(documents?.riskAssessment),
    'tool-settings': files(documents?.toolSettings),
    'quality-instructions': files(documents?.qualityInstructions),
    'operating-instructions': files(documents?.operatingInstructions),
    'maintenance-instructions': files(documents?.maintenanceInstructions),
    'disposal-instructions': files(documents?.disposalInstructions),
    software: allOf(manifest.software, ({ path, title, extra }) => record({ ...extra, path: pathOrUrl(path), title })),
    'bom-atoms': allOf(manifest.boughtIn, itemOf),
    'tool-list-atoms': allOf(manifest.tools, itemOf),
  };
}

/** Only days that exist. */
function date(text: string | undefined): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '') ?? [];
  if (text === undefined || day === undefined) return undefined;
  const days = [31, Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]; // prettier-ignore
  return Number(day) >= 1 && Number(day) <= (days[Number(month) - 1] ?? 0) ? text : undefined;
}

function licensesOf({ licenses }: Manifest): PlainRecord {
  const stated = record({
    hardware: licenses?.hardware?.expression,
    documentation: licenses?.documentation?.expression,
    software: licenses?.software?.expression,
  });
  return stated ?? { hardware: STAND_INS.license };
}

function partyOf(party: Party | undefined): PlainRecord | undefined {
  if (!party) return undefined;
  const { name, affiliation, email, url, extra } = party;
  const known = record({ ...extra, name, affiliation, email: mail(email), url });
  return known?.['name'] === undefined && known?.['email'] === undefined ? undefined : known;
}

const lineageOf = (lineage: Lineage | undefined): PlainRecord | undefined =>
  lineage &&
  record({ ...lineage.extra, title: lineage.title, manifest: webUrl(lineage.manifest), web: webUrl(lineage.web) });

const fileOf = ({ path, title, images, extra }: LinkedFile): PlainRecord | undefined =>
  path !== undefined && pathOrUrl(path) === undefined ? undefined : record({ ...extra, path, title, images });

const standardOf = ({ title, publisher, reference, extra }: Standard): PlainRecord | undefined =>
  title === undefined
    ? undefined
    : record({ ...withoutCertificates(extra), 'standard-title': title, publisher, reference });

/** The schema has its own idea of a certificate; one that somebody wrote otherwise goes with the extension. */
const withoutCertificates = (extra: PlainRecord | undefined): Draft => ({ ...extra, certification: undefined });

const itemOf = ({ name, quantity, unit, link, identifier, extra }: ManifestItem): PlainRecord | undefined =>
  record({ ...extra, description: name, quantity, unit, link, identifier });
