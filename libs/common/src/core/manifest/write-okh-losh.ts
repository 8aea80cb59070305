// Writes a manifest as OKH-LOSH (TOML), valid against both of its schemas, the one of 2021 and the one that is current.

import { stringify } from 'smol-toml';
import { PROCESSES, type Process } from '../design/part.js';
import { allOf, complete, oneOrMany, pathOrUrl, record, relativePath, STAND_INS, webUrl, type Draft } from './export-manifest.js'; // prettier-ignore
import {
  makingLicense,
  type Manifest,
  type ManifestPart,
  type OuterDimensions,
  type Party,
  type PlainRecord,
} from './manifest.js';

/** OKH-LOSH as TOML. What it has no words for is kept under `fabcommons`, so that reading it gives the manifest again. */
export function writeOkhLosh(manifest: Manifest): string {
  return `${stringify(complete(manifest, loshOf(manifest))).trimEnd()}\n`;
}

/**
 * The two schemas disagree: `licensor` is a text in one and a text or an agent in the other, so it is a text; mass is a
 * record in one and a number in the other, so it goes with the extension; outer dimensions satisfy both if they are a box.
 */
function loshOf(manifest: Manifest): Draft {
  const { links, documents } = manifest;
  const paths = (list: readonly { readonly path?: string }[] | undefined): readonly string[] | undefined =>
    allOf(list, ({ path }) => pathOrUrl(path));
  return {
    okhv: 'OKH-LOSHv1.0',
    name: manifest.title ?? STAND_INS.title,
    repo: webUrl(links?.repository) ?? webUrl(links?.project) ?? webUrl(links?.documentation) ?? STAND_INS.url,
    version: manifest.version ?? STAND_INS.version,
    release: pathOrUrl(links?.release),
    license: makingLicense(manifest)?.expression ?? STAND_INS.license,
    licensor: allOf(manifest.licensors, partyText)?.join('; ') ?? STAND_INS.licensor,
    organisation: manifest.organisations?.[0]?.name,
    readme: relativePath(links?.readme),
    'contribution-guide': relativePath(links?.contributionGuide),
    image: oneOrMany(allOf(manifest.images, pathOrUrl)),
    'documentation-language': oneOrMany(allOf(manifest.documentationLanguages, language)),
    'technology-readiness-level': matching(manifest.technologyReadiness, /^OTRL-[1-5]$/),
    'documentation-readiness-level': matching(manifest.documentationReadiness, /^ODRL-([124]|3\*?)$/),
    attestation: pathOrUrl(links?.attestation),
    publication: pathOrUrl(links?.publication),
    function: manifest.function ?? manifest.description ?? STAND_INS.description,
    description: manifest.function === undefined ? undefined : manifest.description,
    'standard-compliance': allOf(manifest.standards, ({ title }) => title),
    'cpc-patent-class': matching(manifest.patentClass, /^[A-HY]\d{2}[A-HJ-NP-Z]( ?[12]?\d{1,3}\/\d{2,6})?$/),
    tsdc: oneOrMany(manifest.tsdc),
    bom: pathOrUrl(links?.bom),
    'manufacturing-instructions': oneOrMany(paths(documents?.makingInstructions)),
    'user-manual': paths(documents?.operatingInstructions)?.[0],
    source: oneOrMany(paths(documents?.designFiles)),
    export: oneOrMany(paths(documents?.manufacturingFiles)),
    auxiliary: paths(documents?.auxiliary),
    'outer-dimensions': boxOf(manifest.outerDimensions),
    software: allOf(manifest.software, ({ path, title, installationGuide, extra }) =>
      pathOrUrl(path) === undefined
        ? undefined
        : record({ ...extra, release: path, label: title, 'installation-guide': pathOrUrl(installationGuide) }),
    ),
    part: allOf(manifest.parts, partRecord),
  };
}

const matching = (text: string | undefined, pattern: RegExp): string | undefined =>
  text !== undefined && pattern.test(text) ? text : undefined;

const language = (text: string): string | undefined => matching(text, /^[a-z]{2,3}(-[A-Z]{2})?$/);

function partyText({ name, affiliation, email }: Party): string | undefined {
  const text = [name, affiliation && `(${affiliation})`, email && `<${email}>`].filter(Boolean).join(' ');
  return text === '' ? undefined : text;
}

function boxOf(dimensions: OuterDimensions | undefined): PlainRecord | undefined {
  const sides = /^cube\(size ?= ?\[(\d+(?:\.\d+)?), ?(\d+(?:\.\d+)?), ?(\d+(?:\.\d+)?)\]\)$/.exec(
    dimensions?.openSCAD ?? '',
  );
  if (!dimensions || !sides) return undefined;
  const millimetres = { mm: 1, cm: 10, m: 1000 }[dimensions.unit];
  const [width, depth, height] = sides.slice(1).map((side) => Number(side) * millimetres);
  return record({ openSCAD: dimensions.openSCAD, unit: dimensions.unit, width, depth, height });
}

const PRINTING: Readonly<Partial<Record<Process, string>>> = { fdm: 'FDM', sla: 'SLA', sls: 'SLS' };

/** The schema wants a name, and a source or an export. */
function partRecord(part: ManifestPart): PlainRecord | undefined {
  const source = allOf(part.source, pathOrUrl);
  const exported = allOf(part.export, pathOrUrl);
  if (part.name === undefined || (!source && !exported)) return undefined;
  const { infillPercent, layerMm, shellMm, topBottomMm, perimeters, supports, brim } = part.settings ?? {};
  const process = PROCESSES.find((one) => one === part.process);
  return record({
    ...part.extra,
    name: part.name,
    quantity: part.quantity,
    image: oneOrMany(allOf(part.images, pathOrUrl)),
    tsdc: oneOrMany(part.tsdc),
    'printing-process': process && PRINTING[process],
    process: process && PRINTING[process] ? undefined : process,
    source: oneOrMany(source),
    export: oneOrMany(exported),
    auxiliary: allOf(part.auxiliary, pathOrUrl),
    material: oneOrMany(part.materials),
    'infill-percent': infillPercent,
    'resolution-mm': layerMm,
    'shell-thickness': shellMm,
    'top-bottom-thickness': topBottomMm,
    perimeters,
    supports,
    'raft-brim': brim,
    'outer-dimensions': boxOf(part.outerDimensions),
    mass: undefined,
    notes: part.notes,
  });
}
