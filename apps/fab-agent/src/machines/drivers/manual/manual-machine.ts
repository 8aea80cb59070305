// A machine with a person before it: a mill, a laser, anything. The agent hands over, the person says what happened.

import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { JobRecord } from '#core/job/lab-journal-step';
import { ok, refuse, type Result } from '#core/kernel/result';
import type { Machine } from '#core/lab/lab';
import type { Abilities, ConfirmedStep, ConnectedMachine, Observation, StartOrder } from '../../machine.js';
import { follow, Wake, type Pace } from '../../served/follow.js';
import { JobNotes, type JobNote } from '../../served/job-notes.js';

/** What lab.json says about a machine that a person runs. */
export const manualDriverSchema = z.object({ kind: z.literal('manual') });

export interface ManualMachineParts {
  readonly machine: Machine;
  readonly notesFile: string;
  readonly pace: Pace;
}

export class ManualMachine implements ConnectedMachine {
  readonly takes = 'plate';
  readonly can: Abilities = { confirm: { confirm: async (jobId, step, reason) => this.confirm(jobId, step, reason) } };
  private readonly notes: JobNotes;
  private readonly wake = new Wake();

  constructor(private readonly parts: ManualMachineParts) {
    this.notes = new JobNotes(parts.notesFile);
  }

  describe(): Machine {
    return this.parts.machine;
  }

  /** Lays the job before the person. It has begun when the person says so. */
  async start({ jobId, file }: StartOrder): Promise<Result<void>> {
    const { name } = this.parts.machine;
    if (this.record(jobId).kind !== 'never')
      return refuse('machine/begun-before', `${name} has been given this job before.`);
    const [other] = this.notes.open;
    if (other !== undefined) return refuse('machine/busy', `${name} has ${other} before it.`);
    if (!existsSync(file)) return refuse('machine/no-file', `${name} was given a plate that is not there.`);
    this.note(jobId, { stage: 'commanded' });
    return ok(undefined);
  }

  /** Asks the person to stop it; it has stopped when the person says so. */
  async stop(jobId: string): Promise<Result<void>> {
    const { kind } = this.record(jobId);
    if (kind === 'never') return refuse('machine/not-running', `${this.parts.machine.name} was not given this job.`);
    if (kind !== 'ended') this.note(jobId, { stopAsked: true });
    return ok(undefined);
  }

  async recall(jobId: string): Promise<JobRecord> {
    return this.record(jobId);
  }

  async *observe(signal: AbortSignal): AsyncIterable<Observation> {
    yield* follow({ look: async () => this.look(), pace: this.parts.pace, wake: this.wake, signal });
  }

  private look(): Observation {
    const [jobId] = this.notes.open;
    const note = jobId === undefined ? undefined : this.notes.of(jobId);
    if (jobId === undefined || note === undefined) return { how: 'seen', state: 'idle' };
    if (!note.seen)
      return {
        how: 'seen',
        state: 'waiting',
        waitsFor: `a person to ${note.stopAsked ? 'put away' : 'start'} ${jobId}`,
      };
    const asked = note.stopAsked ? { waitsFor: `a person to stop ${jobId}` } : {};
    return { how: 'seen', state: 'printing', jobId, ...asked };
  }

  private record(jobId: string): JobRecord {
    const note = this.notes.of(jobId);
    if (note === undefined || note.stage === 'handed') return { kind: 'never' };
    if (note.ended) return { kind: 'ended', ...note.ended };
    return { kind: note.seen ? 'running' : 'unknown' };
  }

  private confirm(jobId: string, step: ConfirmedStep, reason?: string): Result<void> {
    const { kind } = this.record(jobId);
    if (kind === 'never' || kind === 'ended')
      return refuse('machine/not-open', `${this.parts.machine.name} has no open job ${jobId}.`);
    if (step === 'not-started' && kind === 'running')
      return refuse('machine/begun-before', 'This job was said to have been started.');
    const said = reason === undefined ? {} : { reason: reason.slice(0, 500) };
    if (step === 'started') this.note(jobId, { seen: true });
    else if (step === 'not-started') this.note(jobId, { stage: 'handed' });
    else this.note(jobId, { ended: { outcome: step, ...said } });
    return ok(undefined);
  }

  private note(jobId: string, change: Partial<JobNote>): void {
    this.notes.write(jobId, change);
    this.wake.wake();
  }
}
