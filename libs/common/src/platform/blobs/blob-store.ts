// Files by what they contain: the name is the SHA-256. Written beside and moved into place, so that a file is whole or
// not there; the same file twice is one file.

import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Sha256 } from '#core/kernel/ids';
import { refuse, ok, type Result } from '#core/kernel/result';

export const BLOBS = Symbol('BLOBS');

/** A stored file. */
export interface Blob {
  readonly sha256: Sha256;
  readonly bytes: number;
}

/** Bytes of a file, both ends included. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

/** The time of change of a file that may be swept: no file that is there for good has it. */
const SWEEPABLE = new Date(0);

/** Content-addressed files in one folder, two levels deep; safe for several processes. */
export class BlobStore {
  constructor(private readonly folder: string) {}

  /**
   * Streams a file in, at most `maxBytes`; never whole in memory. Refuses `file/too-large` and `file/empty`.
   * A `sweepable` one may be removed again by {@link sweep}, unless anybody else has put the same file for good.
   */
  async put(source: Readable, maxBytes: number, { sweepable = false } = {}): Promise<Result<Blob>> {
    const incoming = join(this.folder, 'incoming');
    await mkdir(incoming, { recursive: true });
    const path = join(incoming, randomUUID());
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      await pipeline(
        source,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            bytes += chunk.length;
            if (bytes > maxBytes) throw new TooLarge();
            hash.update(chunk);
            yield chunk;
          }
        },
        createWriteStream(path, { flush: true }),
      );
      if (bytes === 0) return refuse('file/empty', 'The file is empty.', { remedy: 'Choose a file with content.' });
      const blob = { sha256: hash.digest('hex'), bytes };
      await mkdir(this.parentOf(blob.sha256), { recursive: true });
      if (sweepable && (await this.find(blob.sha256))) return ok(blob);
      if (sweepable) await utimes(path, SWEEPABLE, SWEEPABLE);
      await rename(path, this.pathOf(blob.sha256));
      return ok(blob);
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      return refuse('file/too-large', `The file has more than ${Math.round(maxBytes / 1e6)} MB.`, {
        remedy: 'Split it, or reduce the number of triangles.',
      });
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Its size, or undefined when it is not there. */
  async find(sha256: Sha256): Promise<Blob | undefined> {
    const found = await stat(this.pathOf(sha256)).catch(() => undefined);
    return found && { sha256, bytes: found.size };
  }

  /** The file, or a span of it. */
  read(sha256: Sha256, span?: ByteSpan): ReadStream {
    return createReadStream(this.pathOf(sha256), span);
  }

  /** Removes a file that was put as sweepable; one that somebody put for good stays. */
  async sweep(sha256: Sha256): Promise<void> {
    const path = this.pathOf(sha256);
    const found = await stat(path).catch(() => undefined);
    if (found?.mtimeMs === SWEEPABLE.getTime()) await rm(path, { force: true });
  }

  /** Where the file lies; the name is checked, so that nothing outside the folder can be named. */
  pathOf(sha256: Sha256): string {
    return join(this.parentOf(sha256), sha256);
  }

  private parentOf(sha256: Sha256): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('not a content address');
    return join(this.folder, sha256.slice(0, 2), sha256.slice(2, 4));
  }
}

class TooLarge extends Error {}
