// The lab's memory on disk: what is appended is on the disk before the promise resolves, and is known at once here.

import { mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  evolve,
  freeze,
  NOTHING_KNOWN,
  thaw,
  type FrozenKnowledge,
  type JournalEntry,
  type LabKnowledge,
} from '#core/job/lab-journal';
import type { Logger } from '#platform/logging/logger';
import { Pump } from '../pump.js';
import { die, isFailpoint } from './failpoint.js';
import { encodeLine, JournalDamaged, readLines } from './journal-lines.js';

type Line = { readonly entries: readonly JournalEntry[] } | { readonly known: FrozenKnowledge };

/** Told after entries are on the disk. */
export type JournalListener = (entries: readonly JournalEntry[]) => void;

interface Waiting {
  readonly entries: readonly JournalEntry[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export interface JournalOptions {
  readonly path: string;
  readonly logger: Logger;
  /** From this size on, a journal that has grown fourfold since is written anew. */
  readonly compactBytes?: number;
}

const COMPACT_BYTES = 1_000_000;

export class Journal {
  private known: LabKnowledge = NOTHING_KNOWN;
  private readonly listeners = new Set<JournalListener>();
  private waiting: Waiting[] = [];
  private readonly writing = new Pump(() => this.write());
  private broken: Error | undefined;
  private tellBroken: (error: Error) => void = () => {};
  /** Resolves when the disk has failed and nothing more can be remembered. */
  readonly failure = new Promise<Error>((resolve) => (this.tellBroken = resolve));
  private bytes = 0;
  private compactAt: number;

  private constructor(
    private readonly options: JournalOptions,
    private file: FileHandle,
  ) {
    this.compactAt = options.compactBytes ?? COMPACT_BYTES;
  }

  /** Opens or begins a journal; cuts off a torn last line, throws on damage before it. */
  static async open(options: JournalOptions): Promise<Journal> {
    await mkdir(dirname(options.path), { recursive: true, mode: 0o700 });
    const { known, bytes, soundBytes } = await read(options.path);
    const file = await open(options.path, 'a', 0o600);
    const journal = new Journal(options, file);
    if (soundBytes < bytes) {
      options.logger.warn(
        { path: options.path, cutBytes: bytes - soundBytes },
        'journal ended in a torn line; cut off',
      );
      await file.truncate(soundBytes);
      await file.sync();
    }
    await syncFolder(dirname(options.path));
    journal.known = known;
    journal.bytes = soundBytes;
    return journal;
  }

  get knowledge(): LabKnowledge {
    return this.known;
  }

  onAppend(listener: JournalListener): void {
    this.listeners.add(listener);
  }

  /** Resolves when the entries are on the disk, all or none. Afterwards a fault of the disk makes every append fail. */
  append(...entries: readonly JournalEntry[]): Promise<void> {
    if (this.broken !== undefined) return Promise.reject(this.broken);
    // Known at once, so that a decision taken while the disk is busy does not repeat this one.
    this.known = entries.reduce(evolve, this.known);
    return new Promise((done, failed) => {
      this.waiting.push({ entries, done, failed });
      this.writing.wake();
    });
  }

  /** Waits for what is being written and closes the file. */
  async close(): Promise<void> {
    await this.writing.rest();
    this.broken ??= new Error('The journal is closed.');
    await this.file.close();
  }

  /** All that waits goes to the disk as one line and one fsync, so that only the very last line can ever be torn. */
  private async write(): Promise<void> {
    const batch = this.waiting;
    this.waiting = [];
    if (batch.length === 0) return;
    const entries = batch.flatMap((waiting) => waiting.entries);
    try {
      await this.dieIf('before', entries);
      await this.writeLine({ entries });
      await this.dieIf('after', entries);
      if (this.bytes > this.compactAt) await this.compact();
    } catch (error) {
      this.fail(error, batch);
      return;
    }
    for (const { done } of batch) done();
    for (const listener of this.listeners) listener(entries);
  }

  /** In tests of crashes alone: before the line is on the disk, with half of it there, or right after. */
  private async dieIf(when: 'before' | 'after', entries: readonly JournalEntry[]): Promise<void> {
    const at = (moment: string): boolean =>
      isFailpoint(this.options.path, entries.map(({ kind }) => `${moment} ${kind}`)); // prettier-ignore
    if (at(when)) return die();
    if (when === 'after' || !at('torn')) return;
    const text = encodeLine({ entries });
    await this.file.appendFile(text.slice(0, text.length / 2));
    await this.file.datasync();
    die();
  }

  private fail(cause: unknown, batch: readonly Waiting[]): void {
    this.broken = new Error('The journal cannot be written; nothing is begun without it.', { cause });
    for (const { failed } of [...batch, ...this.waiting]) failed(this.broken);
    this.waiting = [];
    this.tellBroken(this.broken);
  }

  private async writeLine(line: Line): Promise<void> {
    const text = encodeLine(line);
    await this.file.appendFile(text);
    await this.file.datasync();
    this.bytes += Buffer.byteLength(text);
  }

  /** The whole knowledge as the one line of a new file that takes the old one's place. */
  private async compact(): Promise<void> {
    const { path, logger, compactBytes = COMPACT_BYTES } = this.options;
    const before = this.bytes;
    // What waits for the disk is known already, and would be written twice; an entry twice is an entry once.
    const text = encodeLine({ known: freeze(this.known) } satisfies Line);
    const next = `${path}.new`;
    await rm(next, { force: true });
    const file = await open(next, 'a', 0o600);
    await file.appendFile(text);
    await file.sync();
    await rename(next, path);
    await syncFolder(dirname(path));
    await this.file.close();
    this.file = file;
    this.bytes = Buffer.byteLength(text);
    this.compactAt = Math.max(compactBytes, 4 * this.bytes);
    logger.info({ before, after: this.bytes }, 'journal compacted');
  }
}

/** What a journal file says, without opening it for writing. */
export async function readJournal(path: string): Promise<LabKnowledge> {
  return (await read(path)).known;
}

async function read(path: string): Promise<{ known: LabKnowledge; bytes: number; soundBytes: number }> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  try {
    const { values, soundBytes } = readLines(bytes);
    const known = (values as readonly Line[]).reduce(
      (so, line) => ('known' in line ? thaw(line.known) : line.entries.reduce(evolve, so)),
      NOTHING_KNOWN,
    );
    return { known, bytes: bytes.length, soundBytes };
  } catch (error) {
    if (!(error instanceof JournalDamaged)) throw error;
    throw new JournalDamaged(
      `${path}: ${error.message} Look at the machines, move the file away, and enrol this lab again.`,
    );
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
