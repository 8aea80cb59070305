// Makes the G-code of jobs whose plates are here: one after the other in the whole lab, beside everything else.

import { hasEnded, type LabJob } from '#core/job/lab-journal';
import { MINUTE_MS, type AtMs } from '#core/kernel/time';
import type { Machine } from '#core/lab/lab';
import type { Clock } from '#platform/clock/clock';
import type { Logger } from '#platform/logging/logger';
import type { PlateStore } from '../files/plate-store.js';
import type { Journal } from '../journal/journal.js';
import type { GcodeMaker } from '../slicing/make-gcode.js';
import type { ReportMaker } from '../uplink/make-report.js';
import { endEntries } from './end-report.js';

export interface PreparerParts {
  readonly journal: Journal;
  readonly store: PlateStore;
  readonly maker: GcodeMaker;
  readonly reports: ReportMaker;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** After a fault of the lab's own computer, a full disk for one. */
const PAUSE_AFTER_FAULT_MS = MINUTE_MS;

export class Preparer {
  /** Jobs under preparation and those that wait for it, in their order. */
  private readonly line: string[] = [];
  private slicer: Promise<void> = Promise.resolve();
  private readonly notBefore = new Map<string, AtMs>();

  constructor(private readonly parts: PreparerParts) {}

  /** Begins, unless that goes on already; the journal hears of the end. What the job waits for, in words. */
  begin(job: LabJob, machine: Machine, signal: AbortSignal): string {
    const { jobId } = job;
    if ((this.notBefore.get(jobId) ?? 0) > this.parts.clock.now()) return 'the next attempt to make its G-code';
    const place = this.line.indexOf(jobId);
    if (place < 0) this.enter(job, machine, signal);
    const before = place < 0 ? this.line.length - 1 : place;
    return before === 0 ? 'its G-code, which is being made' : `the slicer, which has ${before} before it`;
  }

  /** Lets go of a job that has ended, and of G-code that no open job needs. */
  async release({ jobId, gcode }: LabJob): Promise<void> {
    this.notBefore.delete(jobId);
    if (gcode === undefined) return;
    const isNeeded = [...this.parts.journal.knowledge.jobs.values()].some(
      (job) => !hasEnded(job) && (job.gcode?.sha256 === gcode.sha256 || job.plate.sha256 === gcode.sha256),
    );
    if (!isNeeded) await this.parts.store.remove(gcode.sha256);
  }

  /** Resolves when nothing is being made. */
  async rest(): Promise<void> {
    await this.slicer;
  }

  private enter(job: LabJob, machine: Machine, signal: AbortSignal): void {
    const { jobId } = job;
    this.line.push(jobId);
    this.slicer = this.slicer
      .then(() => this.prepare(job, machine, signal))
      .catch((error: unknown) => {
        this.notBefore.set(jobId, this.parts.clock.now() + PAUSE_AFTER_FAULT_MS);
        this.parts.logger.error({ jobId, error: String(error) }, 'preparing failed; it is tried again');
      })
      .finally(() => this.line.splice(this.line.indexOf(jobId), 1));
  }

  private async prepare(asked: LabJob, machine: Machine, signal: AbortSignal): Promise<void> {
    const { journal, store, maker, reports, clock, logger } = this.parts;
    const { jobId } = asked;
    const job = journal.knowledge.jobs.get(jobId);
    if (signal.aborted || job?.stage !== 'fetched' || job.cancelled !== undefined) return;
    if (!(await store.has(job.plate))) return journal.append({ kind: 'plate-lost', jobId });
    const made = await maker.make(job, machine, signal);
    const now = journal.knowledge.jobs.get(jobId);
    if (signal.aborted || now?.stage !== 'fetched' || now.cancelled !== undefined) {
      if (made.ok) await this.release({ ...job, gcode: made.value });
      return;
    }
    if (made.ok) {
      logger.info({ jobId, ...made.value }, 'G-code made and checked');
      return journal.append({ kind: 'gcode-prepared', jobId, ...made.value });
    }
    const { code, message, details } = made.refusal;
    logger.warn({ jobId, code, message, details }, 'no G-code for the job');
    const record = { kind: 'ended', outcome: 'failed', reason: message } as const;
    await journal.append(...endEntries({ job: now, record, how: 'seen', nowMs: clock.now() }, reports));
  }
}
