// The content address of a release: everything that is promised about it, and nothing of when or by whom.

import { createHash } from 'node:crypto';
import type { Sha256 } from '#core/kernel/ids';
import type { PartView } from './release.entity.js';

export interface HashedRelease {
  readonly title: string;
  readonly version: string;
  readonly license: string;
  readonly parts: readonly PartView[];
  readonly files: readonly { readonly path: string; readonly sha256: Sha256 }[];
}

/** SHA-256 of the canonical JSON: keys in order, parts and files by path. */
export function hashRelease({ title, version, license, parts, files }: HashedRelease): Sha256 {
  const ordered = {
    files: files.map(({ path, sha256 }) => ({ path, sha256 })).toSorted(byPath),
    license,
    parts: parts
      .map(({ fileName, fileSha256, infillPercent, materials, name, process, quantity }) => ({
        fileSha256,
        infillPercent: infillPercent ?? null,
        materials,
        name,
        path: fileName,
        process,
        quantity,
      }))
      .toSorted(byPath),
    title,
    version,
  };
  return createHash('sha256').update(JSON.stringify(ordered, keysInOrder)).digest('hex');
}

const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

const keysInOrder = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;
