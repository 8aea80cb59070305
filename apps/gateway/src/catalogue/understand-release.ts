// Puts together what the designer says and what the manifest says; the designer has the last word. Every step is told in a sentence.

import type { PublishBody } from '#contracts/http/releases';
import { ok, refuse, type Result } from '#core/kernel/result';
import { judgeLicense, type LicenseTerms } from '#core/licensing/judge-license';
import { makingLicense, type Manifest, type ManifestPart } from '#core/manifest/manifest';
import { proposeFromFileName } from '#core/manifest/propose-from-file-name';
import { baseName, isDrawing, isMesh, slugOf } from './file-names.js';
import type { FoundManifest } from './find-manifest.js';
import type { Bill } from './release.entity.js';

type SaidOfPart = NonNullable<PublishBody['parts']>[number];

export interface UnderstoodPart extends Omit<SaidOfPart, 'isPart'> {
  readonly sha256: string;
  readonly name: string;
  readonly quantity: number;
}

export interface Understanding {
  readonly slug: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly terms: LicenseTerms;
  readonly parts: readonly UnderstoodPart[];
  readonly bill: Bill;
  readonly credits: readonly string[];
  readonly changes: string | undefined;
  readonly understood: string[];
}

// semver.org, the suggested expression for version 2.0.0.
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$/;

/** What is to be published. */
export function understandRelease(body: PublishBody, { reading, said }: FoundManifest): Result<Understanding> {
  const manifest: Manifest = reading?.manifest ?? {};
  const understood = [
    ...said,
    ...(reading?.notes ?? []).flatMap(({ kind, message }) => (kind === 'guessed' ? [message] : [])),
  ];
  const stated = makingLicense(manifest);
  const terms = judgeLicense(body.license ?? stated?.expression ?? stated?.asWritten);
  if (!terms.ok) return terms;
  const version = versionOf(body.version, manifest.version, understood);
  if (!version.ok) return version;
  const parts = partsOf(body, manifest, understood);
  if (!parts.ok) return parts;
  const title = body.title ?? manifest.title?.slice(0, 200) ?? body.slug ?? parts.value[0]?.name ?? 'Design';
  if (body.license === undefined) understood.push(`The licence ${terms.value.expression} is the manifest’s.`);
  if (body.title === undefined && manifest.title !== undefined)
    understood.push(`The title “${title}” is the manifest’s.`);
  return ok({
    slug: body.slug ?? slugOf(title),
    version: version.value,
    title,
    summary: body.summary ?? manifest.description?.slice(0, 5000) ?? '',
    terms: terms.value,
    parts: parts.value,
    bill: billOf(body, manifest),
    credits: [...(manifest.licensors ?? []), ...(manifest.contributors ?? [])].flatMap(({ name }) =>
      name === undefined ? [] : [name.slice(0, 200)],
    ),
    changes: body.changes,
    understood: understood.slice(0, 500),
  });
}

function versionOf(given: string | undefined, manifest: string | undefined, understood: string[]): Result<string> {
  if (given !== undefined) {
    if (SEMVER.test(given)) return ok(given);
    return refuse('release/version-invalid', `“${given}” is not a semantic version.`, {
      remedy: 'Use three numbers, such as 1.0.0 or 2.1.0-beta.1.',
    });
  }
  if (manifest === undefined) {
    understood.push('No version is named: this is 1.0.0.');
    return ok('1.0.0');
  }
  const version = semanticVersion(manifest) ?? '1.0.0';
  understood.push(
    version === manifest
      ? `The version ${version} is the manifest’s.`
      : `The manifest’s version “${manifest.slice(0, 64)}” is not a semantic version; it is taken as ${version}.`,
  );
  return ok(version);
}

/** `2.1` → `2.1.0`, `v3` → `3.0.0`; undefined for what counts nothing. */
export function semanticVersion(text: string): string | undefined {
  if (SEMVER.test(text)) return text;
  const [, major, minor = '0', patch = '0'] = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/i.exec(text) ?? [];
  return major === undefined ? undefined : [major, minor, patch].map(Number).join('.');
}

function partsOf(body: PublishBody, manifest: Manifest, understood: string[]): Result<UnderstoodPart[]> {
  const saidOf = new Map(body.parts?.map((part) => [part.path, part]));
  const stray = body.parts?.find(
    ({ path, isPart = true }) =>
      !body.files.some((file) => file.path === path) || (isPart && !isMesh(path) && !isDrawing(path)),
  );
  if (stray) {
    return refuse('request/invalid', `parts names ${JSON.stringify(stray.path)}, which is no part among the files.`, {
      remedy: 'Name the path of a .stl, .3mf, .obj, .dxf or .svg exactly as in files.',
    });
  }
  const made = body.files.filter(({ path }) => saidOf.get(path)?.isPart ?? (isMesh(path) || saidOf.has(path)));
  if (made.length === 0 && (body.nested ?? []).length === 0) {
    return refuse('release/no-parts', 'None of the files is a part: a part is a .stl, .3mf, .obj, .dxf or .svg.', {
      remedy: 'Export the bodies that are to be made, and add the files; say which drawings are to be cut.',
    });
  }
  const kept = body.files.length - made.length;
  if (kept > 0)
    understood.push(`${kept === 1 ? '1 file is' : `${kept} files are`} kept as they are (sources, documentation).`);
  return ok(made.map((file) => partOf(file, saidOf.get(file.path), manifest, understood)));
}

function partOf(
  { path, sha256 }: PublishBody['files'][number],
  said: SaidOfPart | undefined,
  manifest: Manifest,
  understood: string[],
): UnderstoodPart {
  const { isPart: _isPart, ...own } = said ?? { path };
  const listed = manifest.parts?.find((part) => filesOf(part).some((each) => isSameFile(each, path)));
  const { infillPercent, layerMm, perimeters, supports } = listed?.settings ?? {};
  const fromManifest = Object.fromEntries(
    Object.entries({
      process: listed?.process,
      materials: listed?.materials?.slice(0, 50),
      infillPercent,
      layerMm,
      perimeters,
      supports,
    }).filter(([, value]) => value !== undefined),
  );
  const quantity = own.quantity ?? listed?.quantity ?? 1;
  if (own.quantity === undefined && listed?.quantity !== undefined)
    understood.push(`${path}: ${quantity} pieces, as the manifest says.`);
  const proposal = proposeFromFileName(baseName(path));
  if (proposal.quantity !== undefined && proposal.quantity !== quantity && own.quantity === undefined)
    understood.push(
      `${path}: the name may mean ${proposal.quantity} pieces; ${quantity} was taken. Say the quantity if it is not so.`,
    );
  const name = own.name ?? listed?.name?.slice(0, 200) ?? baseName(path).replace(/\.[^.]+$/, '');
  const process = isDrawing(path) ? { process: 'laser-cutting' as const } : {};
  return { ...process, ...fromManifest, ...own, path, sha256, name, quantity };
}

const filesOf = ({ export: made = [], source = [], auxiliary = [] }: ManifestPart): readonly string[] => [
  ...made,
  ...source,
  ...auxiliary,
];
const isSameFile = (listed: string, path: string): boolean => listed === path || baseName(listed) === baseName(path);

function billOf({ boughtIn, tools, steps, nested = [] }: PublishBody, manifest: Manifest): Bill {
  return {
    boughtIn:
      boughtIn ??
      manifest.boughtIn?.map(({ name, quantity = 1, unit, link }) => ({
        name: name.slice(0, 200),
        quantity,
        ...(unit === undefined ? {} : { unit }),
        ...(link === undefined || !/^https?:\/\//.test(link) ? {} : { link }),
      })) ??
      [],
    tools: tools ?? manifest.tools?.map(({ name }) => ({ name: name.slice(0, 200) })) ?? [],
    steps: steps ?? [],
    nested,
  };
}
