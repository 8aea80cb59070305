// The work at one machine: looks at it, and takes each of its jobs one step further. Every machine has its own, so
// that one which hangs holds up no other.

import { setTimeout as delay } from 'node:timers/promises';
import { hasEnded, type JournalEntry, type LabJob } from '#core/job/lab-journal';
import { nextStep, type EndedRecord, type JobStep } from '#core/job/lab-journal-step';
import { JobStartedAtLab, JobProgressedAtLab } from '#contracts/messages/lab-messages';
import type { Clock } from '#platform/clock/clock';
import { correlated } from '#platform/logging/correlation';
import type { Logger } from '#platform/logging/logger';
import type { Journal } from '../journal/journal.js';
import type { ConnectedMachine, Observation } from '../machines/machine.js';
import { Pump } from '../pump.js';
import type { ReportMaker } from '../uplink/make-report.js';
import { endEntries, madeEntry } from './end-report.js';
import type { Photographer } from './photograph.js';
import type { PlateFetcher } from './plate-fetcher.js';
import type { Preparer } from './preparer.js';
import { isDue, NO_PROGRESS, type ProgressMark } from './progress.js';
import type { Starter } from './starter.js';

export interface WorkParts {
  readonly machine: ConnectedMachine;
  readonly journal: Journal;
  readonly plates: PlateFetcher;
  readonly preparer: Preparer;
  readonly starter: Starter;
  /** True for machines after whose jobs a person says that the bed is clear. */
  readonly asksForBed: (machineId: string) => boolean;
  /** What a start waits for that would take so many seconds: the lab is paused, the machine is serviced. */
  readonly holdOf: (machineId: string, seconds: number) => string | undefined;
  readonly photographer: Photographer;
  /** True where a person says whether pieces are good before the network hears of them. */
  readonly asksQuality: boolean;
  readonly reports: ReportMaker;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onStateChange: (work: MachineWork) => void;
}

const UNREACHABLE: Observation = { how: 'inferred', state: 'unreachable' };
const BEFORE_START: ReadonlySet<LabJob['stage']> = new Set(['assigned', 'fetched', 'prepared']);
const LOOK_AGAIN_MS = 1_000;
const LONGEST_LOOK_AGAIN_MS = 30_000;

export class MachineWork {
  readonly machine: ConnectedMachine;
  private observation: Observation = UNREACHABLE;
  private readonly ending = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private readonly stepping = new Pump(() => this.stepAll());
  /** Jobs that this process has seen the machine make. */
  private readonly watched = new Set<string>();
  private readonly marks = new Map<string, ProgressMark>();
  private readonly waitsFor = new Map<string, string>();

  constructor(private readonly parts: WorkParts) {
    this.machine = parts.machine;
  }

  /** What is seen; a free machine whose bed nobody has cleared, or that is held, is one that waits. */
  get seen(): Observation {
    if (this.observation.state !== 'idle') return this.observation;
    const hold = this.parts.holdOf(this.machine.describe().id, 0);
    const waitsFor = this.isBedUsed ? 'a person to say that the bed is clear' : hold;
    return waitsFor === undefined ? this.observation : { ...this.observation, state: 'waiting', waitsFor };
  }

  get isBedUsed(): boolean {
    const { id } = this.machine.describe();
    return this.parts.asksForBed(id) && this.parts.journal.knowledge.usedBeds.has(id);
  }

  /** This machine's jobs that have not ended, in the order in which they are made. */
  get jobs(): LabJob[] {
    const { id } = this.machine.describe();
    return [...this.parts.journal.knowledge.jobs.values()].filter((job) => job.machineId === id && !hasEnded(job));
  }

  /** Jobs that wait for this machine. */
  get queue(): number {
    return this.jobs.filter(({ stage }) => BEFORE_START.has(stage)).length;
  }

  /** What a job waits for, in words for a person. */
  waitOf(jobId: string): string | undefined {
    return this.parts.starter.waitOf(jobId) ?? this.waitsFor.get(jobId);
  }

  start(): void {
    this.following = this.follow();
  }

  /** Ends the step under way and leaves; the machine goes on. */
  async stop(): Promise<void> {
    this.ending.abort();
    this.parts.starter.stop();
    await Promise.all([this.following, this.stepping.stop()]);
  }

  /** Looks at all jobs once more, soon. */
  wake(): void {
    this.stepping.wake();
  }

  private async follow(): Promise<void> {
    const { signal } = this.ending;
    let pauseMs = LOOK_AGAIN_MS;
    while (!signal.aborted) {
      try {
        for await (const observation of this.machine.observe(signal)) {
          pauseMs = LOOK_AGAIN_MS;
          this.see(observation);
          if (signal.aborted) return;
        }
      } catch (error) {
        if (signal.aborted) return;
        this.parts.logger.warn({ machine: this.machine.describe().name, error: String(error) }, 'machine out of sight');
        this.see(UNREACHABLE);
      }
      await delay(pauseMs, undefined, { signal }).catch(() => {});
      pauseMs = Math.min(LONGEST_LOOK_AGAIN_MS, 2 * pauseMs);
    }
  }

  private see(observation: Observation): void {
    const before = this.observation;
    this.observation = observation;
    if (observation.jobId !== undefined && observation.how === 'seen') this.watched.add(observation.jobId);
    if (before.state !== observation.state || before.jobId !== observation.jobId) this.parts.onStateChange(this);
    this.wake();
  }

  private async stepAll(): Promise<void> {
    for (const { jobId, correlationId } of this.jobs) {
      if (this.ending.signal.aborted) return;
      await correlated(correlationId, () => this.advance(jobId)).catch((error: unknown) =>
        this.parts.logger.error(
          { jobId, error: error instanceof Error ? error.stack : String(error) },
          'a step of the job failed; it is looked at again',
        ),
      );
    }
  }

  private async advance(jobId: string): Promise<void> {
    const job = this.parts.journal.knowledge.jobs.get(jobId);
    if (job === undefined || hasEnded(job)) return;
    const commanded = job.stage === 'commanded' || job.stage === 'started';
    const record = commanded ? await this.machine.recall(jobId) : ({ kind: 'never' } as const);
    const isNext = this.jobs.find((one) => this.parts.starter.mayTry(one, this.machine.takes))?.jobId === jobId;
    const { takes } = this.machine;
    const step = nextStep({ job, state: this.observation.state, record, isNext, takes, isBedUsed: this.isBedUsed });
    // Stopped by the machine's own record: it had begun, however far.
    if (step.kind === 'record-end' && step.record === record && job.stage === 'commanded')
      await this.parts.journal.append({ kind: 'bed-used', machineId: job.machineId });
    await this.take(step, job);
    if (record.kind === 'running') await this.reportProgress(job);
  }

  private async take(step: JobStep, job: LabJob): Promise<void> {
    if (step.kind === 'wait') this.waitsFor.set(job.jobId, step.for);
    else this.waitsFor.delete(job.jobId);
    switch (step.kind) {
      case 'nothing':
      case 'wait':
        return;
      case 'fetch-plate':
        return this.parts.plates.begin(job, this.ending.signal);
      case 'prepare-gcode': {
        const { preparer } = this.parts;
        this.waitsFor.set(job.jobId, preparer.begin(job, this.machine.describe(), this.ending.signal));
        return;
      }
      case 'ask-and-start': {
        const hold = this.parts.holdOf(job.machineId, (job.gcode ?? job.estimate).seconds);
        if (hold !== undefined) return void this.waitsFor.set(job.jobId, hold);
        return this.parts.starter.askAndStart(job, this.machine, () => this.wake());
      }
      case 'record-started':
        return this.parts.journal.append(...this.startedEntries(job, 'seen'));
      case 'record-end':
        return this.end(job, step.record);
      case 'stop-machine': {
        const stopped = await this.machine.stop(job.jobId);
        if (!stopped.ok) this.parts.logger.warn({ jobId: job.jobId, ...stopped.refusal }, 'machine did not stop');
      }
    }
  }

  private async end(job: LabJob, record: EndedRecord): Promise<void> {
    const { journal, plates, reports, clock, logger } = this.parts;
    const how = job.made?.how ?? (this.watched.has(job.jobId) ? 'seen' : 'inferred');
    const began = job.stage === 'commanded' && record.outcome !== 'stopped' ? this.startedEntries(job, how) : [];
    const asks = this.parts.asksQuality && record.outcome === 'finished' && job.stage !== 'made';
    const ends = asks ? [madeEntry(job, record, how)] : endEntries({ job, record, how, nowMs: clock.now() }, reports);
    await journal.append(...began, ...ends);
    logger.info({ jobId: job.jobId, outcome: record.outcome, how }, asks ? 'job made, not judged' : 'job ended');
    if (job.stage !== 'made') void this.parts.photographer.photograph(job, this.machine);
    this.watched.delete(job.jobId);
    this.marks.delete(job.jobId);
    this.waitsFor.delete(job.jobId);
    this.parts.starter.forget(job);
    if (asks) return;
    await plates.release(job);
    await this.parts.preparer.release(job);
  }

  private startedEntries(job: LabJob, how: 'seen' | 'inferred'): JournalEntry[] {
    const { jobId, fence, correlationId } = job;
    const thing = { kind: 'job', id: jobId } as const;
    const report = this.parts.reports.make(JobStartedAtLab, thing, { data: { jobId, fence, how }, correlationId });
    this.parts.logger.info({ jobId, how }, 'job started');
    return [{ kind: 'started', jobId, how }, report];
  }

  private async reportProgress({ jobId, fence, correlationId, stage }: LabJob): Promise<void> {
    const { percent, remainingSeconds } = this.observation;
    if (stage !== 'started' || this.observation.jobId !== jobId || percent === undefined) return;
    const mark = { percent, atMs: this.parts.clock.now() };
    if (!isDue(this.marks.get(jobId) ?? NO_PROGRESS, mark)) return;
    this.marks.set(jobId, mark);
    const data = { jobId, fence, percent, ...(remainingSeconds === undefined ? {} : { remainingSeconds }) };
    const thing = { kind: 'job', id: jobId } as const;
    await this.parts.journal.append(this.parts.reports.make(JobProgressedAtLab, thing, { data, correlationId }));
  }
}
