// A folder into the commons: what the network lacks is uploaded by content address, then the release is published.

import { createHash } from 'node:crypto';
import { createReadStream, openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { callRoute, type Connection } from '#contracts/http/call-route';
import { hasFiles, MAX_FILE_BYTES, putFile } from '#contracts/http/files';
import { startDraft, type DraftView } from '#contracts/http/drafts';
import { publishRelease, type PublishBody, type ReleaseView } from '#contracts/http/releases';
import { filesInGit } from './files-in-git.js';
import { InputRefused } from './exit.js';

export interface PublishChoices {
  readonly license?: string | undefined;
  readonly title?: string | undefined;
  readonly version?: string | undefined;
  readonly slug?: string | undefined;
}

export interface PublishProgress {
  /** Called once, with the bytes and files that have to be uploaded, and the files that are there already. */
  begin?(totalBytes: number, files: number, known: number): void;
  uploaded?(bytes: number): void;
  end?(): void;
}

interface LocalFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

const MAX_FILES = 10_000;

/**
 * Publishes a folder, or one file. Of a Git checkout, what Git ignores stays at home; elsewhere hidden files and folders
 * and `node_modules` do.
 */
export async function publishFolder(
  connection: Connection,
  path: string,
  choices: PublishChoices,
  progress: PublishProgress = {},
): Promise<ReleaseView> {
  const body = await send(connection, path, choices, progress);
  return callRoute(connection, publishRelease, { body });
}

/** The same as a draft, which may lack a licence or anything else. */
export async function draftFolder(
  connection: Connection,
  path: string,
  choices: PublishChoices,
  progress: PublishProgress = {},
): Promise<DraftView> {
  const contents = await send(connection, path, choices, progress);
  return callRoute(connection, startDraft, { body: { from: 'files', contents } });
}

/** Uploads what the network lacks; answers what is to be published. */
async function send(
  connection: Connection,
  path: string,
  choices: PublishChoices,
  progress: PublishProgress,
): Promise<PublishBody> {
  const files = await filesOf(path);
  const { known } = await callRoute(connection, hasFiles, { body: { sha256s: files.map((file) => file.sha256) } });
  const there = new Set(known);
  const missing = [
    ...new Map(files.filter((file) => !there.has(file.sha256)).map((file) => [file.sha256, file])).values(),
  ];
  progress.begin?.(
    missing.reduce((sum, file) => sum + file.bytes, 0),
    missing.length,
    files.length - missing.length,
  );
  let uploaded = 0;
  for (const file of missing) {
    const { sha256 } = await callRoute(connection, putFile, { body: await openAsBlob(file.path) });
    if (sha256 !== file.sha256) throw changedMeanwhile(file.name);
    progress.uploaded?.((uploaded += file.bytes));
  }
  progress.end?.();
  return {
    ...choices,
    title: choices.title ?? titleFor(resolve(path), files),
    files: files.map(({ name, sha256 }) => ({ path: name, sha256 })),
  };
}

/** Without a manifest the name of the folder or file stands in; with one, the manifest's title counts. */
function titleFor(path: string, files: readonly LocalFile[]): string | undefined {
  if (files.some(({ name }) => /(^|\/)(([^/]*\.)?okh|okh-[^/]*)\.(toml|ya?ml)$/i.test(name))) return undefined;
  const isFile = files.length === 1 && files[0]!.path === path;
  const name = isFile ? basename(path).replace(/\.[^.]+$/, '') : basename(path);
  return name.replaceAll(/[_-]+/g, ' ').trim().slice(0, 200) || undefined;
}

const changedMeanwhile = (name: string): InputRefused =>
  new InputRefused({
    code: 'file/changed-meanwhile',
    message: `${name} changed while it was sent.`,
    remedy: 'Publish again once nothing writes into the folder.',
  });

async function filesOf(given: string): Promise<LocalFile[]> {
  const path = resolve(given);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined)
    throw new InputRefused({
      code: 'file/not-found',
      message: `There is no file or folder ${given}.`,
      remedy: 'Check the path.',
    });
  const paths = found.isDirectory() ? ((await filesInGit(path)) ?? (await walk(path))) : [path];
  const root = found.isDirectory() ? path : dirname(path);
  if (paths.length > MAX_FILES)
    throw new InputRefused({
      code: 'file/too-many',
      message: `The folder has more than ${MAX_FILES} files.`,
      remedy: 'Publish a folder that holds the design alone.',
    });
  const files: LocalFile[] = [];
  for (const one of paths.toSorted()) {
    const { size: bytes } = await stat(one);
    const name = relative(root, one).split(sep).join('/');
    if (bytes > MAX_FILE_BYTES)
      throw new InputRefused({
        code: 'file/too-large',
        message: `${name} has more than ${MAX_FILE_BYTES / 2 ** 20} MB.`,
        remedy: 'Leave it out: move it elsewhere, or name it in .gitignore.',
      });
    if (bytes > 0) files.push({ path: one, name, bytes, sha256: await hashOf(one) });
  }
  return files;
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries.map(async (entry): Promise<string[]> => {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : entry.isFile() ? [path] : [];
  });
  return (await Promise.all(nested)).flat();
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
