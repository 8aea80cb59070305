// Puts what the designer says and what the files say into one: the designer has the last word.

import type { PublishBody } from '#contracts/http/releases';
import type { BomPart } from '#core/design/bill-of-materials';
import { makingLicense } from '#core/manifest/manifest';
import { baseName, isDrawing, isMesh, plainWords } from './file-names.js';
import type { Sources } from './read-sources.js';
import { semanticVersion } from './semantic-version.js';

type SaidOfPart = NonNullable<PublishBody['parts']>[number];

/** The contents with every field filled in that the sources know; what was taken from them is told in sentences. */
export function fillIn(body: PublishBody, sources: Sources): { contents: PublishBody; taken: string[] } {
  const { manifest, bom } = sources;
  const taken: string[] = [];
  const stated = makingLicense(manifest);
  const version = manifest.version === undefined ? undefined : (semanticVersion(manifest.version) ?? '1.0.0');
  const found = {
    title: manifest.title?.slice(0, 200),
    license: stated?.expression ?? stated?.asWritten.slice(0, 200),
    version,
    summary: manifest.description?.slice(0, 5000),
  };
  if (body.license === undefined && found.license !== undefined)
    taken.push(`The licence ${found.license} is the manifest’s.`);
  if (body.title === undefined && found.title !== undefined)
    taken.push(`The title “${found.title}” is the manifest’s.`);
  if (body.version === undefined && version !== undefined) taken.push(aboutVersion(version, manifest.version!));
  const boughtIn = bom.boughtIn.slice(0, 1000).map(({ name, quantity, unit, link, price }) => ({
    name: name.slice(0, 200),
    quantity: Math.min(quantity, 1e6),
    unit: unit.slice(0, 20),
    ...(link !== undefined && /^https?:\/\/\S{1,480}$/.test(link) && URL.canParse(link) ? { link } : {}),
    ...(price === undefined ? {} : { note: `Price as written: ${price}`.slice(0, 1000) }),
  }));
  const tools = bom.tools.slice(0, 200).map(({ name }) => ({ name: name.slice(0, 200) }));
  const steps = bom.steps.slice(0, 500).map(({ text, pictures }) => ({
    text: text.slice(0, 10_000),
    pictures: pictures.slice(0, 50),
    parts: [],
  }));
  const contents: PublishBody = {
    ...withoutUndefined(found),
    ...(boughtIn.length === 0 ? {} : { boughtIn }),
    ...(tools.length === 0 ? {} : { tools }),
    ...(steps.length === 0 ? {} : { steps }),
    ...withoutUndefined(body),
    files: body.files,
    parts: partsOf(body, sources, taken),
  };
  return { contents, taken };
}

const aboutVersion = (version: string, written: string): string =>
  version === written
    ? `The version ${version} is the manifest’s.`
    : `The manifest’s version “${written.slice(0, 64)}” is not a semantic version; it is taken as ${version}.`;

function partsOf({ files, parts = [] }: PublishBody, { bom, keptPaths }: Sources, taken: string[]): SaidOfPart[] {
  const said = new Map(parts.map((part) => [part.path, part]));
  const filled = files.flatMap(({ path }): SaidOfPart[] => {
    if (!isMesh(path) && !isDrawing(path)) return [];
    const own = said.get(path);
    const listed = bom.parts.filter((part) => isOf(part, path));
    said.delete(path);
    if (own?.isPart === false) return [own];
    if (own === undefined && keptPaths.includes(path)) return [{ path, isPart: false }];
    // Of several sources the first that speaks of a thing counts.
    const known = Object.assign({}, ...listed.toReversed().map(saidByBom)) as Partial<SaidOfPart>;
    if (own?.quantity === undefined && known.quantity !== undefined)
      taken.push(`${path}: ${known.quantity} ${known.quantity === 1 ? 'piece' : 'pieces'}, as its papers say.`);
    return own || listed.length > 0 ? [{ ...known, ...withoutUndefined(own ?? {}), path }] : [];
  });
  return [...filled, ...said.values()];
}

/** By path, by file name, or, where a table names no files, by what the part is called. */
const isOf = (part: BomPart, path: string): boolean =>
  part.path === path || baseName(part.path) === baseName(path) || stemOf(part.path) === stemOf(path);

const PART_FILE = /\.(stl|3mf|obj|dxf|svg)$/i;
const stemOf = (path: string): string =>
  plainWords(baseName(path).replace(PART_FILE, ''))
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

function saidByBom({ name, quantity, process, materials, settings, optional, notes }: BomPart): Partial<SaidOfPart> {
  const { mustBeSolid, layerMm, perimeters, supports } = settings;
  const infillPercent = mustBeSolid === true ? 100 : settings.infillPercent;
  return withoutUndefined({
    // Tables often call a part as its file is called.
    name: name.replace(PART_FILE, '').slice(0, 200),
    quantity: quantity <= 10_000 ? quantity : undefined,
    process,
    materials: materials.length === 0 ? undefined : materials.map((one) => one.slice(0, 40)).slice(0, 50),
    infillPercent: within(infillPercent, 0, 100),
    layerMm: within(layerMm, 0.01, 2),
    perimeters: within(perimeters, 1, 100),
    supports,
    optional: optional ? true : undefined,
    note: notes?.slice(0, 1000),
  });
}

const within = (value: number | undefined, least: number, most: number): number | undefined =>
  value !== undefined && value >= least && value <= most ? value : undefined;

const withoutUndefined = <T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never;
