// The files somebody chose, each with its first look and how far its upload is.

import { isMeshFile } from '#core/geometry/read-mesh';
import type { Sha256 } from '#core/kernel/ids';
import { askMeasures, UnreadableMesh } from '../mesh/ask-mesh.js';
import type { MeasuredBody } from '../mesh/mesh-messages.js';

export type FirstLook =
  | { readonly kind: 'measured'; readonly bodies: readonly MeasuredBody[] }
  | { readonly kind: 'unreadable'; readonly message: string; readonly remedy: string | undefined }
  | { readonly kind: 'looking' }
  | { readonly kind: 'no-part' };

export interface ChosenFile {
  readonly path: string;
  readonly file: File;
  readonly look: FirstLook;
  /** Bytes that have gone, once it is being sent. */
  readonly sentBytes: number | undefined;
  /** Once it is all there. */
  readonly sha256: Sha256 | undefined;
  readonly fault: string | undefined;
}

/** A file as chosen, not yet looked at. */
export const chosen = (file: File, path: string): ChosenFile => ({
  path,
  file,
  look: { kind: isMeshFile(path) ? 'looking' : 'no-part' },
  sentBytes: undefined,
  sha256: undefined,
  fault: undefined,
});

/** What the gateway will say of it, said before anything is sent. */
export async function lookAt({ file, path }: ChosenFile): Promise<FirstLook> {
  try {
    return { kind: 'measured', bodies: await askMeasures({ source: file, fileName: path }) };
  } catch (error) {
    if (error instanceof UnreadableMesh) return { kind: 'unreadable', message: error.message, remedy: error.remedy };
    throw error;
  }
}

/** The path below the chosen folder, or the name. */
export const pathOf = (file: File): string =>
  file.webkitRelativePath === '' ? file.name : file.webkitRelativePath.split('/').slice(1).join('/');

interface DroppedFile {
  readonly kind: 'file';
  readonly getFile: () => Promise<File>;
}
interface DroppedFolder {
  readonly kind: 'directory';
  readonly name: string;
  readonly getEntries: () => AsyncIterable<Dropped>;
}
type Dropped = DroppedFile | DroppedFolder | { readonly kind: 'text' };

/** All files in what was dropped, folders opened. */
export async function filesIn(items: Iterable<Dropped> | AsyncIterable<Dropped>, below = ''): Promise<ChosenFile[]> {
  const found: ChosenFile[] = [];
  for await (const item of items) {
    if (item.kind === 'file') {
      const file = await item.getFile();
      found.push(chosen(file, `${below}${file.name}`));
    } else if (item.kind === 'directory') {
      // The dropped folder's own name is not part of the paths, as with a chosen folder.
      found.push(...(await filesIn(item.getEntries(), below === '' ? './' : `${below}${item.name}/`)));
    }
  }
  return found.map((each) => ({ ...each, path: each.path.replace(/^\.\//, '') }));
}
