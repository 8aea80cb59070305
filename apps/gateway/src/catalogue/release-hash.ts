// The content address of a release: everything that is promised about it, and nothing of when or by whom.

import { createHash } from 'node:crypto';
import type { PartView } from '#contracts/http/releases';
import type { ReleaseId, Sha256 } from '#core/kernel/ids';
import type { Bill } from './release.entity.js';

export interface HashedRelease {
  readonly title: string;
  readonly version: string;
  readonly license: string;
  readonly parts: readonly PartView[];
  readonly files: readonly { readonly path: string; readonly sha256: Sha256 }[];
  readonly bill: Bill;
  readonly forkOf: ReleaseId | undefined;
}

/** SHA-256 of the canonical JSON: keys in order, parts and files by path. */
export function hashRelease({ title, version, license, parts, files, bill, forkOf }: HashedRelease): Sha256 {
  const ordered = {
    bill,
    files: files.map(({ path, sha256 }) => ({ path, sha256 })).toSorted(byPath),
    forkOf: forkOf ?? null,
    license,
    parts: parts
      .map(({ fileName, fileSha256, materials, name, process, quantity, ...part }) => ({
        ...(part.body === undefined ? {} : { body: part.body }),
        fileSha256,
        infillPercent: part.infillPercent ?? null,
        layerMm: part.layerMm ?? null,
        // Only where there is one: the hashes of all others stay what they are.
        ...(part.license === undefined ? {} : { license: part.license }),
        materials,
        name,
        note: part.note ?? null,
        optional: part.optional ?? false,
        path: fileName,
        perimeters: part.perimeters ?? null,
        process,
        quantity,
        supports: part.supports ?? null,
        ...(part.unit === undefined ? {} : { unit: part.unit }),
        variant: part.variant ?? null,
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
