// Files that are announced by what they contain: what has to be there for them, and which of them is not.

import type { PublishBody } from '#contracts/http/releases';
import type { Sha256 } from '#core/kernel/ids';
import { refuse, type Result } from '#core/kernel/result';

type Files = PublishBody['files'];

/** What files are made of, once each: their own content, and that of the file each was repaired from. */
export const contentsOf = (files: Files): Sha256[] => [
  ...new Set(
    files.flatMap(({ sha256, derivedFrom }) => (derivedFrom === undefined ? [sha256] : [sha256, derivedFrom])),
  ),
];

/** Refuses the first file whose content, or whose original's, is not there. */
export function refuseAbsent(files: Files, known: { has(sha256: Sha256): boolean }): Result<never> | undefined {
  const wanted = files.flatMap(({ path, sha256, derivedFrom }) =>
    [sha256, derivedFrom].flatMap((content) => (content === undefined ? [] : [{ path, content }])),
  );
  const absent = wanted.find(({ content }) => !known.has(content));
  if (!absent) return undefined;
  const { path, content: sha256 } = absent;
  return refuse('file/not-found', `${path} was announced with the content ${sha256}, which was not uploaded.`, {
    remedy: 'Upload it to /api/files first.',
    details: { path, sha256 },
  });
}
