// What was seen of files before they were sent, kept while the page is open: a draft shows it until its release is measured.

import type { Sha256 } from '#core/kernel/ids';
import type { ChosenFile, FirstLook } from './chosen-files.js';

const looks = new Map<Sha256, FirstLook>();

/** Keeps the looks of files by content. */
export function keepLooks(files: readonly ChosenFile[], sent: readonly { path: string; sha256: Sha256 }[]): void {
  for (const { path, sha256 } of sent) {
    const look = files.find((each) => each.path === path)?.look;
    if (look && look.kind !== 'looking') looks.set(sha256, look);
  }
}

export const lookOf = (sha256: Sha256): FirstLook | undefined => looks.get(sha256);
