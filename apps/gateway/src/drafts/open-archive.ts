// A zip, entry by entry, streamed: the directory is believed for nothing that was not counted while unpacking.

import { Transform, type Readable } from 'node:stream';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { ok, refuse, type Result } from '#core/kernel/result';
import { checkPaths } from '../catalogue/file-names.js';

/** How much is unpacked before giving up. */
export interface ArchiveLimits {
  readonly entries: number;
  readonly totalBytes: number;
  readonly entryBytes: number;
  /** Unpacked : packed that is allowed once an entry unpacks to more than `ratioFreeBytes`. */
  readonly ratio: number;
  readonly ratioFreeBytes: number;
  /** Folders in folders. */
  readonly depth: number;
}

/** Takes one file; what it refuses ends the unpacking. */
export type TakeEntry = (path: string, content: Readable) => Promise<Result<unknown>>;

/** Bits of a Unix mode that say what kind of thing an entry is; a link is not a file. */
const KIND_MASK = 0o170000;
const REGULAR = 0o100000;
const ENCRYPTED = 0x1;

/**
 * Gives every plain file of the archive to `take`, in the archive's order. Files of version control, of desktops and
 * hidden ones are left out. Refuses `archive/unreadable`, `archive/too-large`, and `release/bad-name` for a name that
 * leads elsewhere or cannot be one.
 */
export async function openArchive(path: string, limits: ArchiveLimits, take: TakeEntry): Promise<Result<undefined>> {
  let zip: ZipFile;
  try {
    // yauzl turns backslashes of Windows into slashes, and refuses names that lead out of the folder.
    zip = await openPromise(path, { autoClose: false, validateEntrySizes: true });
  } catch (error) {
    return unreadable(error);
  }
  try {
    return await unpack(zip, limits, take);
  } catch (error) {
    if (error instanceof Exceeded) return tooLarge(error.message);
    if (error instanceof Error && !('code' in error)) return unreadable(error);
    throw error;
  } finally {
    zip.close();
  }
}

async function unpack(zip: ZipFile, limits: ArchiveLimits, take: TakeEntry): Promise<Result<undefined>> {
  if (zip.entryCount > limits.entries)
    return tooLarge(`it has ${zip.entryCount} entries; up to ${limits.entries} are read`);
  const seen: string[] = [];
  const total = { bytes: 0 };
  for await (const entry of zip.eachEntry()) {
    const name = sanitised(entry.fileName);
    if (name.endsWith('/') || isLeftOut(name) || !isFile(entry)) continue;
    const fault = checkPaths([...seen.filter((each) => each === name), name]);
    if (!fault.ok) return fault;
    if (name.split('/').length > limits.depth) return tooLarge(`${JSON.stringify(name.slice(0, 80))} lies too deep`);
    if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) return unreadable(new Error('it is encrypted'));
    seen.push(name);
    const stream = await zip.openReadStreamPromise(entry);
    const counted = stream.pipe(counting(entry, limits, total));
    stream.on('error', (error) => counted.destroy(error));
    const taken = await take(name, counted);
    if (!taken.ok) return taken;
  }
  return ok(undefined);
}

function counting(entry: Entry, limits: ArchiveLimits, total: { bytes: number }): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      total.bytes += chunk.length;
      const name = JSON.stringify(entry.fileName.slice(0, 80));
      if (bytes > limits.entryBytes) done(new Exceeded(`${name} unpacks to more than ${mega(limits.entryBytes)} MB`));
      else if (total.bytes > limits.totalBytes)
        done(new Exceeded(`it unpacks to more than ${mega(limits.totalBytes)} MB`));
      else if (bytes > limits.ratioFreeBytes && bytes > limits.ratio * entry.compressedSize)
        done(new Exceeded(`${name} unpacks to more than ${limits.ratio} times its size`));
      else done(null, chunk);
    },
  });
}

const mega = (bytes: number): number => Math.round(bytes / 2 ** 20);

/** Without what nobody can see or type; a name that is nothing afterwards is refused as a name. */
const sanitised = (name: string): string =>
  name
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is taken away
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/^(\.\/)+/, '')
    .normalize('NFC');

/** What no design needs: version control, hidden files, what desktops leave behind. */
const isLeftOut = (name: string): boolean =>
  /(^|\/)(\.[^/]+|node_modules|__MACOSX|Thumbs\.db|desktop\.ini)(\/|$)/.test(name) && !/(^|\/)\.\.?(\/|$)/.test(name);

/** Entries of systems without Unix modes say nothing, and are files. */
function isFile({ externalFileAttributes, versionMadeBy }: Entry): boolean {
  const mode = versionMadeBy >>> 8 === 3 ? (externalFileAttributes >>> 16) & KIND_MASK : 0;
  return mode === 0 || mode === REGULAR;
}

class Exceeded extends Error {
  override readonly name = 'Exceeded';
}

const tooLarge = (why: string): Result<never> =>
  refuse('archive/too-large', `The archive was not taken: ${why}.`, { remedy: 'Pack the folder of the design alone.' });

function unreadable(error: unknown): Result<never> {
  const why = error instanceof Error ? error.message : String(error);
  return refuse('archive/unreadable', `The archive cannot be read: ${why.replace(/\.$/, '')}.`, {
    remedy: 'Pack the folder as a plain zip.',
  });
}
