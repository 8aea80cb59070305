// What a draft's files say of it and what they leave open: fields filled in, and remarks on each for the designer.

import type { DraftView } from '#contracts/http/drafts';
import type { PublishBody } from '#contracts/http/releases';
import { judgeLicense } from '#core/licensing/judge-license';
import { proposeFromFileName } from '#core/manifest/propose-from-file-name';
import { baseName, isDrawing, isMesh } from '../catalogue/file-names.js';
import { fillIn } from '../catalogue/fill-in.js';
import type { Sources } from '../catalogue/read-sources.js';

type Findings = DraftView['findings'];

export interface UnderstoodDraft {
  readonly title: string;
  readonly contents: PublishBody;
  readonly findings: Findings;
  readonly proposals: DraftView['proposals'];
}

/** Fills in what the designer has not said; what was said stays as it is. */
export function understandDraft(said: PublishBody, sources: Sources): UnderstoodDraft {
  const { contents } = fillIn(said, sources);
  const broken = sources.said.filter((sentence) => sentence.startsWith('Warning'));
  return {
    title: contents.title ?? 'Untitled draft',
    contents,
    findings: [
      ...broken.map((message) => ({ kind: 'missing' as const, field: 'manifest', message })),
      ...sources.notes,
      ...missingOf(contents),
    ].slice(0, 1000),
    proposals: proposalsOf(contents),
  };
}

function missingOf({ title, license, files, parts = [], nested = [] }: PublishBody): Findings {
  const missing = (field: string, message: string): Findings[number] => ({ kind: 'missing', field, message });
  const terms = license === undefined ? undefined : judgeLicense(license);
  const saidOf = new Map(parts.map((part) => [part.path, part]));
  const made = files.filter(({ path }) => saidOf.get(path)?.isPart ?? (isMesh(path) || saidOf.has(path)));
  const drawings = files.filter(({ path }) => isDrawing(path) && !saidOf.has(path));
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
  const settled = new Set(
    parts.flatMap(({ path, quantity, isPart = true }) => (quantity !== undefined || !isPart ? [path] : [])),
  );
  return files.flatMap(({ path }) => {
    // A 3MF places its pieces itself.
    if (!isMesh(path) || /\.3mf$/i.test(path) || settled.has(path)) return [];
    const { quantity, reason } = proposeFromFileName(baseName(path));
    return quantity === undefined || reason === undefined ? [] : [{ path, quantity, reason }];
  });
}
