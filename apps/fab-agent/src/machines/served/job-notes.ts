// What a driver itself has to remember of each job: how far it went in starting it, and how it ended. On disk before
// the machine is told anything, because machine servers forget.

import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const endedSchema = z.object({
  outcome: z.enum(['finished', 'failed', 'stopped']),
  reason: z.string().max(500).optional(),
  seconds: z.number().min(0).optional(),
  massGrams: z.number().min(0).optional(),
});

const noteSchema = z.object({
  /** `handed`: its file may be on the machine, no start was sent; `commanded`: a start was, or was about to be, sent. */
  stage: z.enum(['handed', 'commanded']),
  /** The newest thing in the server's own record before the start: while that is there, the record is not a new one. */
  before: z.string().max(300).optional(),
  /** We asked for its end, or saw somebody else do so. */
  stopAsked: z.boolean().optional(),
  /** It has been seen at work. */
  seen: z.boolean().optional(),
  ended: endedSchema.optional(),
});
export type JobNote = z.infer<typeof noteSchema>;

const fileSchema = z.array(z.object({ jobId: z.string().min(1).max(80), note: noteSchema }));
const MOST_NOTES = 1_000;

export class JobNotes {
  private notes: ReadonlyMap<string, JobNote>;

  /** Reads what there is; a damaged file throws, for without it a job could be made twice. */
  constructor(private readonly path: string) {
    const entries = existsSync(path) ? fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : [];
    this.notes = new Map(entries.map(({ jobId, note }) => [jobId, note]));
  }

  of(jobId: string): JobNote | undefined {
    return this.notes.get(jobId);
  }

  /** Jobs whose start was commanded and whose end is not known. */
  get open(): string[] {
    return [...this.notes].filter(([, note]) => note.stage === 'commanded' && !note.ended).map(([jobId]) => jobId);
  }

  /** Changes a job's note; on the disk when this returns. */
  write(jobId: string, change: Partial<JobNote>): void {
    const before = this.notes.get(jobId) ?? { stage: 'handed' as const };
    const after: JobNote = { ...before, ...change };
    if (this.notes.has(jobId) && JSON.stringify(before) === JSON.stringify(after)) return;
    this.keep(new Map([...this.notes, [jobId, after]]));
  }

  /** Of too many, the oldest that have ended go. */
  private keep(notes: Map<string, JobNote>): void {
    for (const [jobId, { ended }] of notes) {
      if (notes.size <= MOST_NOTES) break;
      if (ended) notes.delete(jobId);
    }
    writeDurably(this.path, JSON.stringify([...notes].map(([jobId, note]) => ({ jobId, note }))));
    this.notes = notes;
  }
}

/** Replaces a file as a whole; it and its name are on the disk when this returns. */
export function writeDurably(path: string, text: string): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
