// Plates and their G-code on the agent's disk, by content address. A file under its hash is that content; the network names no files here.

import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, refuse, type Refusal, type Result } from '#core/kernel/result';

/** A plate that is to be fetched. `bytes` is the most that is read. */
export interface WantedPlate {
  readonly sha256: string;
  readonly bytes: number;
}

export const LARGEST_PLATE_BYTES = 1024 ** 3;
const SILENT_MS = 60_000;

/** `plate/wrong-content`: what came is not the plate. `plate/not-fetched`: it may come another time. */
export type PlateRefusal = Refusal<'plate/wrong-content' | 'plate/not-fetched' | 'plate/too-large'>;

export class PlateStore {
  private readonly lanes = new Map<string, Promise<unknown>>();

  constructor(private readonly folder: string) {}

  /** Where the plate is or will be. */
  pathOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('A plate is named by its SHA-256.');
    return join(this.folder, sha256);
  }

  /** True when the plate is here, read again from the disk. */
  async has({ sha256, bytes }: WantedPlate): Promise<boolean> {
    const path = this.pathOf(sha256);
    const size = await sizeOf(path);
    if (size === 0) return false;
    const hash = createHash('sha256');
    await hashFile(path, hash);
    if (size === bytes && hash.digest('hex') === sha256) return true;
    await rm(path, { force: true });
    return false;
  }

  /**
   * Fetches a plate unless it is here, going on where an earlier attempt broke off; it bears its name only when its
   * hash is right. Two jobs with one plate fetch it one after the other, the second from the disk.
   */
  fetch(plate: WantedPlate, url: URL, signal: AbortSignal): Promise<Result<string, PlateRefusal>> {
    const before = this.lanes.get(plate.sha256) ?? Promise.resolve();
    const mine = before.then(
      () => this.fetchAlone(plate, url, signal),
      () => this.fetchAlone(plate, url, signal),
    );
    this.lanes.set(plate.sha256, mine);
    const leave = (): void => void (this.lanes.get(plate.sha256) === mine && this.lanes.delete(plate.sha256));
    mine.then(leave, leave);
    return mine;
  }

  private async fetchAlone(plate: WantedPlate, url: URL, signal: AbortSignal): Promise<Result<string, PlateRefusal>> {
    const path = this.pathOf(plate.sha256);
    if (await this.has(plate)) return ok(path);
    if (plate.bytes > LARGEST_PLATE_BYTES)
      return refuse('plate/too-large', `The plate has ${plate.bytes} bytes; ${LARGEST_PLATE_BYTES} are taken at most.`);
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const part = `${path}.part`;
    try {
      await this.load({ plate, url, part, signal });
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      return refuse('plate/not-fetched', `The plate could not be fetched from ${url.host}: ${String(cause)}`);
    }
    const hash = createHash('sha256');
    await hashFile(part, hash);
    if ((await sizeOf(part)) !== plate.bytes || hash.digest('hex') !== plate.sha256) {
      await rm(part, { force: true });
      return refuse('plate/wrong-content', 'What was fetched is not the plate: its SHA-256 is another.');
    }
    await rename(part, path);
    return ok(path);
  }

  /** Takes over a finished file of the lab's own disk under its content's name; it is on the disk when this resolves. */
  async adopt(from: string): Promise<WantedPlate> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = await open(from, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    const hash = createHash('sha256');
    await hashFile(from, hash);
    const sha256 = hash.digest('hex');
    await rename(from, this.pathOf(sha256));
    return { sha256, bytes: await sizeOf(this.pathOf(sha256)) };
  }

  /** Removes all but the files of these hashes, also of those only the parts that came: what a killed agent left. */
  async keepOnly(wanted: ReadonlySet<string>): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.folder)) {
      if (!wanted.has(name.replace(/\.part$/, ''))) await rm(join(this.folder, name), { recursive: true, force: true });
    }
  }

  async remove(sha256: string): Promise<void> {
    await rm(this.pathOf(sha256), { force: true });
    await rm(`${this.pathOf(sha256)}.part`, { force: true });
  }

  private async load({ plate, url, part, signal }: Load): Promise<void> {
    const have = await sizeOf(part);
    if (have === plate.bytes) return;
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(new Error('nothing came for a minute')), SILENT_MS);
    try {
      const response = await fetch(url, {
        headers: have > 0 && have < plate.bytes ? { range: `bytes=${have}-` } : {},
        redirect: 'error',
        signal: AbortSignal.any([signal, silence.signal]),
      });
      if (!response.ok || response.body === null) throw new Error(`the answer was ${response.status}`);
      const goesOn = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${have}-`);
      const file = await open(part, goesOn === true ? 'a' : 'w', 0o600);
      try {
        const room = plate.bytes - (goesOn === true ? have : 0);
        await pour(response.body, file, { room, heard: () => timer.refresh() });
      } finally {
        await file.close();
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

interface Load {
  readonly plate: WantedPlate;
  readonly url: URL;
  readonly part: string;
  readonly signal: AbortSignal;
}

/** Writes what comes, and one byte more than wanted at most: too long shows in the size. */
async function pour(
  body: ReadableStream<Uint8Array>,
  file: FileHandle,
  { room, heard }: { room: number; heard: () => void },
): Promise<void> {
  let left = room + 1;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    heard();
    await file.write(chunk.subarray(0, left));
    left -= Math.min(left, chunk.length);
    if (left === 0) break;
  }
  await file.sync();
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return 0;
      throw error;
    },
  );
}

async function hashFile(path: string, hash: Hash): Promise<void> {
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
}
