// A machine behind a server of its own. Everything that keeps it safe, once for all makes: nothing starts twice, prints
// that are not ours are never touched, and "never began" is only said where it is proven.

import { setTimeout as delay } from 'node:timers/promises';
import type { JobRecord } from '#core/job/lab-journal-step';
import { SECOND_MS } from '#core/kernel/time';
import { ok, refuse, type Result } from '#core/kernel/result';
import type { Machine } from '#core/lab/lab';
import type { Clock } from '#platform/clock/clock';
import type { Abilities, ConfirmedStep, ConnectedMachine, Observation, StartOrder } from '../machine.js';
import { nameOfJob, type Dialect } from './dialect.js';
import { follow, Wake, type Pace } from './follow.js';
import { JobNotes } from './job-notes.js';
import { KeyRefused, NoAnswer } from './machine-server.js';

export interface ServedMachineParts {
  readonly machine: Machine;
  readonly dialect: Dialect;
  /** Where the driver's own notes are kept. */
  readonly notesFile: string;
  readonly clock: Clock;
  readonly pace: Pace;
}

/** So long a start may take to show. */
const BEGINS_WITHIN_MS = 60 * SECOND_MS;
const UNSURE: JobRecord = { kind: 'unknown' };

export class ServedMachine implements ConnectedMachine {
  readonly takes = 'gcode';
  readonly can: Abilities = {
    pause: { pause: () => this.hold('pause', 'printing'), resume: () => this.hold('resume', 'paused') },
    confirm: { confirm: (jobId, step, reason) => this.confirm(jobId, step, reason) },
  };
  private readonly notes: JobNotes;
  private readonly wake = new Wake();

  constructor(private readonly parts: ServedMachineParts) {
    this.notes = new JobNotes(parts.notesFile);
  }

  describe(): Machine {
    return this.parts.machine;
  }

  async start(order: StartOrder): Promise<Result<void>> {
    const { jobId } = order;
    const { dialect, machine } = this.parts;
    const name = nameOfJob(jobId);
    if (name === undefined) return refuse('machine/no-name', `${machine.name} can be given no file of that name.`);
    const prepared = await this.beforehand(() => this.prepare({ ...order, name }));
    if (!prepared.ok) return prepared;
    this.notes.write(jobId, { stage: 'commanded', before: prepared.value });
    const begun = await this.refusingKeys(() => dialect.begin(name));
    if (begun.ok) return this.untilBegun(jobId);
    this.notes.write(jobId, { stage: 'handed' });
    return begun;
  }

  async stop(jobId: string): Promise<Result<void>> {
    const record = await this.recall(jobId);
    if (record.kind === 'ended') return ok(undefined);
    const name = nameOfJob(jobId);
    if (record.kind !== 'running' || name === undefined)
      return refuse('machine/not-running', `${this.parts.machine.name} does not say that it is making this job.`);
    this.notes.write(jobId, { stopAsked: true });
    return this.commanding(() => this.parts.dialect.tell(name, 'cancel'));
  }

  async recall(jobId: string): Promise<JobRecord> {
    const note = this.notes.of(jobId);
    if (note?.ended) return { kind: 'ended', ...note.ended };
    const name = nameOfJob(jobId);
    if (name === undefined) return { kind: 'never' };
    try {
      const record = await this.parts.dialect.recordOf(name, note);
      // A look under way at the same time may have learnt the end.
      const learnt = this.notes.of(jobId)?.ended;
      if (learnt) return { kind: 'ended', ...learnt };
      if (record.kind === 'ended') this.notes.write(jobId, { ended: endOf(record) });
      if (record.kind === 'running' && note?.stage === 'commanded') this.notes.write(jobId, { seen: true });
      if (record.kind !== 'nothing') return record;
      // A file of ours without a note is left from an agent that has lost its memory: nobody knows what it did.
      const certain = note === undefined ? !record.fileIsThere : note.stage === 'handed' || record.isProof;
      // Records are written a moment after a print's end: what was seen at work has a fate, even if it is not told yet.
      return certain && note?.seen !== true ? { kind: 'never' } : UNSURE;
    } catch (error) {
      if (error instanceof NoAnswer || error instanceof KeyRefused) return UNSURE;
      throw error;
    }
  }

  async *observe(signal: AbortSignal): AsyncIterable<Observation> {
    const ending = new AbortController();
    const both = AbortSignal.any([signal, ending.signal]);
    void this.parts.dialect.listen(() => this.wake.wake(), both);
    try {
      yield* follow({ look: () => this.look(), pace: this.parts.pace, wake: this.wake, signal });
    } finally {
      ending.abort();
    }
  }

  /** One look. A machine that seems free while a job's fate is open waits for a person. */
  private async look(): Promise<Observation> {
    const { observation, learnt } = await this.parts.dialect.look();
    if (learnt !== undefined && this.notes.open.includes(learnt.jobId)) this.notes.write(learnt.jobId, learnt.change);
    if (observation.state !== 'idle') return observation;
    for (const jobId of this.notes.open) {
      const record = await this.recall(jobId);
      if (record.kind === 'unknown')
        return { how: 'seen', state: 'waiting', waitsFor: `a person to say what became of ${jobId}` };
    }
    return observation;
  }

  /** All that comes before the command: the server's newest record, or a refusal, which is certain here. */
  private async prepare({ jobId, file, name }: StartOrder & { name: string }): Promise<Result<string | undefined>> {
    const { dialect, machine } = this.parts;
    const record = await this.recall(jobId);
    if (record.kind === 'unknown')
      return refuse('machine/unsure', `${machine.name} does not say whether this job has been started before.`);
    if (record.kind !== 'never') return refuse('machine/begun-before', `${machine.name} has begun this job before.`);
    const before = await this.refuseUnlessIdle();
    if (!before.ok) return before;
    this.notes.write(jobId, { stage: 'handed' });
    const handed = await dialect.handOver({ path: file, name });
    if (!handed.ok) return handed;
    const newest = await dialect.ready(name);
    if (!newest.ok) return newest;
    // The upload may have taken minutes.
    const idle = await this.refuseUnlessIdle();
    return idle.ok ? newest : idle;
  }

  private async refuseUnlessIdle(): Promise<Result<void>> {
    const { state, waitsFor } = await this.look();
    if (state === 'idle') return ok(undefined);
    const why = waitsFor === undefined ? '' : ` (${waitsFor})`;
    return refuse('machine/busy', `${this.parts.machine.name} is ${state}${why}, nothing can be started on it.`);
  }

  /** A command was accepted: true only when the machine shows it. What stays open is thrown. */
  private async untilBegun(jobId: string): Promise<Result<void>> {
    const { clock, machine, pace } = this.parts;
    const end = clock.now() + BEGINS_WITHIN_MS;
    let record = await this.recall(jobId);
    while (record.kind !== 'running' && record.kind !== 'ended' && clock.now() < end) {
      await delay(Math.min(500, pace.busyMs));
      record = await this.recall(jobId);
    }
    this.wake.wake();
    if (record.kind === 'running' || record.kind === 'ended') return ok(undefined);
    throw new Error(`${machine.name} accepted the start of ${jobId} and does not show it.`);
  }

  private async hold(command: 'pause' | 'resume', from: Observation['state']): Promise<Result<void>> {
    return this.commanding(async () => {
      const { jobId, state } = (await this.parts.dialect.look()).observation;
      const name = jobId === undefined ? undefined : nameOfJob(jobId);
      if (name === undefined) return refuse('machine/not-ours', `${this.parts.machine.name} makes no job of ours.`);
      if (state !== from) return refuse('machine/wrong-state', `${this.parts.machine.name} is ${state}.`);
      return this.parts.dialect.tell(name, command);
    });
  }

  private async confirm(jobId: string, step: ConfirmedStep, reason?: string): Promise<Result<void>> {
    const record = await this.recall(jobId);
    if (record.kind !== 'unknown')
      return refuse('machine/knows-better', `${this.parts.machine.name} itself says what became of this job.`);
    if (step === 'started')
      return refuse('machine/unseen', `Only ${this.parts.machine.name} can say that it is at work on this job.`);
    const said = reason === undefined ? {} : { reason: reason.slice(0, 500) };
    if (step === 'not-started') this.notes.write(jobId, { stage: 'handed' });
    else this.notes.write(jobId, { stage: 'commanded', ended: { outcome: step, ...said } });
    this.wake.wake();
    return ok(undefined);
  }

  /** Nothing has been commanded yet, so silence is a refusal. */
  private async beforehand<T>(deed: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await this.refusingKeys(deed);
    } catch (error) {
      if (error instanceof NoAnswer) return refuse('machine/unreachable', error.message);
      throw error;
    }
  }

  private async refusingKeys<T>(deed: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await deed();
    } catch (error) {
      if (error instanceof KeyRefused) return refuse('machine/key-refused', error.message, { remedy: KEY_REMEDY });
      throw error;
    }
  }

  private async commanding(deed: () => Promise<Result<void>>): Promise<Result<void>> {
    const done = await this.beforehand(deed);
    this.wake.wake();
    return done;
  }
}

const KEY_REMEDY = 'Make a new key on the machine’s server and put it into lab.json.';

function endOf({ outcome, reason, seconds, massGrams }: Extract<JobRecord, { kind: 'ended' }>) {
  return {
    outcome,
    ...(reason === undefined ? {} : { reason: reason.slice(0, 500) }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(massGrams === undefined ? {} : { massGrams }),
  };
}
