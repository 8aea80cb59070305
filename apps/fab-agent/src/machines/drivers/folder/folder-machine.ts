// A machine whose program watches a folder: a job is a file put there, its end a result file that the program writes.

import { constants, copyFile, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { JobRecord } from '#core/job/lab-journal-step';
import { ok, refuse, type Result } from '#core/kernel/result';
import type { Machine } from '#core/lab/lab';
import type { ConnectedMachine, Observation, StartOrder } from '../../machine.js';
import { follow, Wake, type Pace } from '../../served/follow.js';
import { JobNotes } from '../../served/job-notes.js';
import { NoAnswer } from '../../served/machine-server.js';
import { readResult, readState, recordOf, type FolderResult } from './folder-result.js';

/** What lab.json says about a machine behind a folder. */
export const folderDriverSchema = z.object({
  kind: z.literal('folder'),
  folder: z.string().min(1).max(1_000),
  takes: z.enum(['plate', 'gcode']).default('plate'),
});

export interface FolderMachineParts {
  readonly machine: Machine;
  readonly settings: Omit<z.infer<typeof folderDriverSchema>, 'kind'>;
  readonly notesFile: string;
  readonly pace: Pace;
}

const LONGEST_RESULT_BYTES = 64_000;
const JOB = /^[A-Za-z0-9_-]{1,80}$/;

export class FolderMachine implements ConnectedMachine {
  readonly can = {};
  readonly takes: 'plate' | 'gcode';
  private readonly notes: JobNotes;
  private readonly wake = new Wake();

  constructor(private readonly parts: FolderMachineParts) {
    this.takes = parts.settings.takes;
    this.notes = new JobNotes(parts.notesFile);
  }

  describe(): Machine {
    return this.parts.machine;
  }

  /** The file comes under another name first: giving it its own name is the start, and happens whole or not at all. */
  async start({ jobId, file }: StartOrder): Promise<Result<void>> {
    const { name } = this.parts.machine;
    if (!JOB.test(jobId)) return refuse('machine/no-name', `${name} can be given no file of that name.`);
    if ((await this.recall(jobId)).kind !== 'never')
      return refuse('machine/begun-before', `${name} may have been given this job before.`);
    const other = this.notes.open.find((one) => one !== jobId);
    if (other !== undefined) return refuse('machine/busy', `${name} has ${other} in its folder.`);
    if (!(await isThere(file))) return refuse('machine/no-file', `${name} was given a file that is not there.`);
    if (!(await isThere(this.parts.settings.folder)))
      return refuse('machine/unreachable', `${name}’s folder is not there.`);
    await copyFile(file, this.place(jobId, '.part'), constants.COPYFILE_FICLONE);
    await sync(this.place(jobId, '.part'));
    this.notes.write(jobId, { stage: 'commanded' });
    await rename(this.place(jobId, '.part'), this.place(jobId));
    await sync(this.parts.settings.folder);
    this.wake.wake();
    return ok(undefined);
  }

  /** Asks the program for the end by a file `<name>.stop`; it has stopped when its result says so. */
  async stop(jobId: string): Promise<Result<void>> {
    const { kind } = await this.recall(jobId);
    if (kind === 'ended') return ok(undefined);
    if (!this.notes.open.includes(jobId))
      return refuse('machine/not-running', `${this.parts.machine.name} was not given this job.`);
    const file = await open(this.place(jobId, '.stop'), 'a').catch(() => undefined);
    if (file === undefined) return refuse('machine/unreachable', `${this.parts.machine.name}’s folder is not there.`);
    await file.close();
    return ok(undefined);
  }

  async recall(jobId: string): Promise<JobRecord> {
    const note = this.notes.of(jobId);
    if (note?.ended) return { kind: 'ended', ...note.ended };
    if (!JOB.test(jobId)) return { kind: 'never' };
    if (!(await isThere(this.parts.settings.folder))) return { kind: 'unknown' };
    const result = await this.result(jobId);
    const record: JobRecord = result === undefined ? { kind: 'unknown' } : recordOf(result);
    if (record.kind === 'ended' && note) {
      const { kind: _, ...ended } = record;
      this.notes.write(jobId, { ended });
    }
    if (record.kind !== 'unknown') return record;
    const isProof =
      note === undefined ? !(await isThere(this.place(jobId))) : await isThere(this.place(jobId, '.part'));
    return isProof || note?.stage === 'handed' ? { kind: 'never' } : record;
  }

  async *observe(signal: AbortSignal): AsyncIterable<Observation> {
    yield* follow({ look: () => this.look(), pace: this.parts.pace, wake: this.wake, signal });
  }

  private async look(): Promise<Observation> {
    const { folder } = this.parts.settings;
    if (!(await isThere(folder))) throw new NoAnswer(`The folder of ${this.parts.machine.name} is not there.`);
    for (const jobId of this.notes.open) {
      const record = await this.recall(jobId);
      if (record.kind === 'running' || record.kind === 'unknown') return readState(jobId, await this.result(jobId));
    }
    return { how: 'seen', state: 'idle' };
  }

  private async result(jobId: string): Promise<FolderResult | undefined> {
    const path = this.place(jobId, '.result.json');
    const { size } = await stat(path).catch(() => ({ size: Infinity }));
    return size > LONGEST_RESULT_BYTES ? undefined : readResult(await readFile(path, 'utf8').catch(() => ''));
  }

  private place(jobId: string, ending = ''): string {
    const name = `fabcommons-${jobId}${this.takes === 'gcode' ? '.gcode' : '.3mf'}`;
    return join(this.parts.settings.folder, ending === '.part' ? `.${name}.part` : `${name}${ending}`);
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
