// Puts together what the designer says and what the manifest says; the designer has the last word. Every step is told in a sentence.

import type { publishRelease } from '#contracts/http/catalogue';
import { ok, refuse, type Result } from '#core/kernel/result';
import { judgeLicense, type LicenseTerms } from '#core/licensing/judge-license';
import type { RouteInput } from '#platform/http/route-input';
import { baseName, isMesh, slugOf } from './file-names.js';
import type { Manifest } from './read-manifest.js';

export type PublishBody = RouteInput<typeof publishRelease>['body'];
type SaidOfPart = NonNullable<PublishBody['parts']>[number];

export interface Understanding {
  readonly slug: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly terms: LicenseTerms;
  readonly parts: readonly (Omit<SaidOfPart, 'path'> & {
    path: string;
    sha256: string;
    name: string;
    quantity: number;
  })[];
  readonly understood: string[];
}

// semver.org, the suggested expression for version 2.0.0.
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$/;

/** What is to be published; `understood` begins with the sentences given. */
export function understandRelease(
  body: PublishBody,
  manifest: Manifest,
  said: readonly string[],
): Result<Understanding> {
  const understood = [...said];
  const terms = judgeLicense(body.license ?? manifest.license);
  if (!terms.ok) return terms;
  const version = versionOf(body.version, manifest.version, understood);
  if (!version.ok) return version;
  const parts = partsOf(body, manifest, understood);
  if (!parts.ok) return parts;
  const title = body.title ?? manifest.title ?? body.slug ?? parts.value[0]!.name;
  if (body.license === undefined) understood.push(`The licence ${terms.value.expression} is the manifest’s.`);
  if (body.title === undefined && manifest.title !== undefined)
    understood.push(`The title “${title}” is the manifest’s.`);
  return ok({
    slug: body.slug ?? slugOf(title),
    version: version.value,
    title,
    summary: body.summary ?? manifest.summary ?? '',
    terms: terms.value,
    parts: parts.value,
    understood,
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
  const [, major, minor = '0', patch = '0'] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?$/i.exec(manifest) ?? [];
  const version = SEMVER.test(manifest)
    ? manifest
    : major === undefined
      ? '1.0.0'
      : [major, minor, patch].map(Number).join('.');
  understood.push(
    version === manifest
      ? `The version ${version} is the manifest’s.`
      : `The manifest’s version “${manifest.slice(0, 64)}” is not a semantic version; it is taken as ${version}.`,
  );
  return ok(version);
}

function partsOf(body: PublishBody, manifest: Manifest, understood: string[]): Result<Understanding['parts']> {
  const meshes = body.files.filter(({ path }) => isMesh(path));
  if (meshes.length === 0) {
    return refuse('release/no-parts', 'None of the files is a part: a part is a .stl, .3mf or .obj.', {
      remedy: 'Export the bodies that are to be made, and add the files.',
    });
  }
  const stray = body.parts?.find(({ path }) => !meshes.some((mesh) => mesh.path === path));
  if (stray) {
    return refuse('request/invalid', `parts names ${JSON.stringify(stray.path)}, which is no mesh among the files.`, {
      remedy: 'Name the path exactly as in files.',
    });
  }
  const sources = body.files.length - meshes.length;
  if (sources > 0)
    understood.push(
      `${sources === 1 ? '1 file is' : `${sources} files are`} kept as they are (sources, documentation).`,
    );
  return ok(meshes.map((mesh) => partOf(mesh, body, manifest, understood)));
}

function partOf(
  mesh: PublishBody['files'][number],
  body: PublishBody,
  manifest: Manifest,
  understood: string[],
): Understanding['parts'][number] {
  const { path, ...said } = body.parts?.find((part) => part.path === mesh.path) ?? { path: mesh.path };
  const listed = manifest.parts.find((part) =>
    part.paths.some((each) => each === path || baseName(each) === baseName(path)),
  );
  const quantity = said.quantity ?? listed?.quantity ?? 1;
  if (said.quantity === undefined && listed?.quantity !== undefined)
    understood.push(`${path}: ${quantity} pieces, as the manifest says.`);
  const proposed = Number(/[_\s-](?:x(\d{1,3})|(\d{1,3})x)(?=[_\s.-])/i.exec(baseName(path))?.slice(1).find(Boolean));
  if (proposed > 1 && proposed !== quantity)
    understood.push(
      `${path}: the name may mean ${proposed} pieces; ${quantity} was taken. Say the quantity if it is not so.`,
    );
  const name = said.name ?? listed?.name ?? baseName(path).replace(/\.[^.]+$/, '');
  return { ...said, path, sha256: mesh.sha256, name, quantity };
}
