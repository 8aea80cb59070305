// What a manifest and the names of the files make of a draft: fields filled in, and remarks on each for the designer.

import type { DraftView } from '#contracts/http/drafts';
import type { PublishBody } from '#contracts/http/releases';
import { judgeLicense } from '#core/licensing/judge-license';
import { makingLicense, type Manifest, type ManifestReading } from '#core/manifest/manifest';
import { proposeFromFileName } from '#core/manifest/propose-from-file-name';
import { baseName, isDrawing, isMesh } from '../catalogue/file-names.js';
import { semanticVersion } from '../catalogue/understand-release.js';

type Findings = DraftView['findings'];

export interface UnderstoodDraft {
  readonly title: string;
  readonly contents: PublishBody;
  readonly findings: Findings;
  readonly proposals: DraftView['proposals'];
}

/** Fills in what the designer has not said; what was said stays as it is. */
export function understandDraft(said: PublishBody, reading: ManifestReading | undefined): UnderstoodDraft {
  const manifest = reading?.manifest ?? {};
  const stated = makingLicense(manifest);
  const filled: PublishBody = {
    ...withoutUndefined({
      title: manifest.title?.slice(0, 200),
      summary: manifest.description?.slice(0, 5000),
      version: manifest.version === undefined ? undefined : semanticVersion(manifest.version),
      license: stated?.expression,
    }),
    ...said,
    parts: partsOf(said, manifest),
  };
  return {
    title: filled.title ?? 'Untitled draft',
    contents: filled,
    findings: [...(reading?.notes ?? []), ...missingOf(filled)].slice(0, 1000),
    proposals: proposalsOf(filled),
  };
}

const withoutUndefined = <T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never;

function partsOf({ files, parts = [] }: PublishBody, manifest: Manifest): NonNullable<PublishBody['parts']> {
  const listed = (manifest.parts ?? []).flatMap((part) => {
    const names = [...(part.export ?? []), ...(part.source ?? [])];
    const file = files.find(({ path }) => names.some((name) => name === path || baseName(name) === baseName(path)));
    if (!file || !(isMesh(file.path) || isDrawing(file.path)) || parts.some(({ path }) => path === file.path))
      return [];
    const { infillPercent, layerMm, perimeters, supports } = part.settings ?? {};
    return [
      {
        path: file.path,
        ...withoutUndefined({
          name: part.name?.slice(0, 200),
          quantity: part.quantity,
          process: part.process,
          materials: part.materials?.map((material) => material.slice(0, 40)).slice(0, 50),
          note: part.notes?.slice(0, 1000),
          infillPercent,
          layerMm,
          perimeters,
          supports,
        }),
      },
    ];
  });
  return [...parts, ...listed];
}

function missingOf({ title, license, files, parts = [], nested = [] }: PublishBody): Findings {
  const missing = (field: string, message: string): Findings[number] => ({ kind: 'missing', field, message });
  const terms = license === undefined ? undefined : judgeLicense(license);
  const made = files.filter(({ path }) => isMesh(path) || parts.some((part) => part.path === path));
  const drawings = files.filter(({ path }) => isDrawing(path) && !parts.some((part) => part.path === path));
  return [
    ...(title === undefined ? [missing('title', 'The design has no title yet.')] : []),
    ...(license === undefined ? [missing('license', 'Without a licence nobody may make it.')] : []),
    ...(terms && !terms.ok
      ? [missing('license', `${terms.refusal.message} ${terms.refusal.remedy ?? ''}`.trim())]
      : []),
    ...(made.length === 0 && nested.length === 0 ? [missing('parts', 'None of the files is a part.')] : []),
    ...drawings.map(({ path }) =>
      missing(`parts.${path}`, `${path} is a drawing: say whether it is cut, and in which unit it is drawn.`),
    ),
  ];
}

function proposalsOf({ files, parts = [] }: PublishBody): DraftView['proposals'] {
  const said = new Set(parts.flatMap(({ path, quantity }) => (quantity === undefined ? [] : [path])));
  return files.flatMap(({ path }) => {
    if (!isMesh(path) || said.has(path)) return [];
    const { quantity, reason } = proposeFromFileName(baseName(path));
    return quantity === undefined || reason === undefined ? [] : [{ path, quantity, reason }];
  });
}
