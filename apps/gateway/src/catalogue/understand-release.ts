// From contents to what is to be published: complete, or refused with what is missing. Every step is told in a sentence.

import type { PublishBody } from '#contracts/http/releases';
import { ok, refuse, type Result } from '#core/kernel/result';
import { judgeLicense, type LicenseTerms } from '#core/licensing/judge-license';
import { proposeFromFileName } from '#core/manifest/propose-from-file-name';
import { baseName, isDrawing, isMesh, slugOf } from './file-names.js';
import { fillIn } from './fill-in.js';
import type { Sources } from './read-sources.js';
import type { Bill } from './release.entity.js';
import { isSemanticVersion } from './semantic-version.js';

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

/** What is to be published. */
export function understandRelease(body: PublishBody, sources: Sources): Result<Understanding> {
  const { contents, taken } = fillIn(body, sources);
  const guessed = sources.notes.flatMap(({ kind, message }) => (kind === 'guessed' ? [message] : []));
  const understood = [...sources.said, ...guessed, ...taken];
  const terms = judgeLicense(contents.license);
  if (!terms.ok) return terms;
  const { version = '1.0.0' } = contents;
  if (contents.version === undefined) understood.push('No version is named: this is 1.0.0.');
  if (!isSemanticVersion(version)) {
    return refuse('release/version-invalid', `“${version}” is not a semantic version.`, {
      remedy: 'Use three numbers, such as 1.0.0 or 2.1.0-beta.1.',
    });
  }
  const parts = partsOf(contents, understood);
  if (!parts.ok) return parts;
  const title = contents.title ?? contents.slug ?? parts.value[0]?.name ?? 'Design';
  const { boughtIn = [], tools = [], steps = [], nested = [] } = contents;
  const { licensors = [], contributors = [] } = sources.manifest;
  return ok({
    slug: contents.slug ?? slugOf(title),
    version,
    title,
    summary: contents.summary ?? '',
    terms: terms.value,
    parts: parts.value,
    bill: { boughtIn, tools, steps, nested },
    credits: [...licensors, ...contributors].flatMap(({ name }) => (name === undefined ? [] : [name.slice(0, 200)])),
    changes: contents.changes,
    understood: understood.slice(0, 500),
  });
}

function partsOf({ files, parts = [], nested = [] }: PublishBody, understood: string[]): Result<UnderstoodPart[]> {
  const said = new Map(parts.map((part) => [part.path, part]));
  const stray = parts.find(
    ({ path, isPart = true }) =>
      !files.some((file) => file.path === path) || (isPart && !isMesh(path) && !isDrawing(path)),
  );
  if (stray) {
    return refuse('request/invalid', `parts names ${JSON.stringify(stray.path)}, which is no part among the files.`, {
      remedy: 'Name the path of a .stl, .3mf, .obj, .dxf or .svg exactly as in files.',
    });
  }
  const made = files.filter(({ path }) => said.get(path)?.isPart ?? (isMesh(path) || said.has(path)));
  if (made.length === 0 && nested.length === 0) {
    return refuse('release/no-parts', 'None of the files is a part: a part is a .stl, .3mf, .obj, .dxf or .svg.', {
      remedy: 'Export the bodies that are to be made, and add the files; say which drawings are to be cut.',
    });
  }
  const kept = files.length - made.length;
  if (kept > 0)
    understood.push(`${kept === 1 ? '1 file is' : `${kept} files are`} kept as they are (sources, documentation).`);
  return ok(made.map((file) => partOf(file, said.get(file.path), understood)));
}

function partOf(
  { path, sha256 }: PublishBody['files'][number],
  said: SaidOfPart | undefined,
  understood: string[],
): UnderstoodPart {
  const { isPart: _isPart, ...own } = said ?? { path };
  // A 3MF places its pieces itself.
  const proposal = /\.3mf$/i.test(path) ? undefined : proposeFromFileName(baseName(path));
  if (proposal?.quantity !== undefined && own.quantity === undefined)
    understood.push(
      `${path}: the name may mean ${proposal.quantity} pieces; 1 was taken. Say the quantity if it is not so.`,
    );
  const name = own.name ?? baseName(path).replace(/\.[^.]+$/, '');
  const process = isDrawing(path) ? { process: 'laser-cutting' as const } : {};
  return { ...process, ...own, path, sha256, name, quantity: own.quantity ?? 1 };
}
