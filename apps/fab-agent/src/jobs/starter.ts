// The one place from which a machine is started: permission first, then the journal, then the machine.

import type { LabJob } from '#core/job/lab-journal';
import { MINUTE_MS, SECOND_MS, type AtMs } from '#core/kernel/time';
import { AskPermission } from '#contracts/messages/lab-messages';
import type { Clock } from '#platform/clock/clock';
import type { Logger } from '#platform/logging/logger';
import { Unanswered } from '#platform/messaging/questions';
import type { PlateStore } from '../files/plate-store.js';
import type { Journal } from '../journal/journal.js';
import type { ConnectedMachine } from '../machines/machine.js';
import type { Link } from '../uplink/link.js';
import type { StartTurns } from './start-turns.js';

export interface StarterParts {
  readonly journal: Journal;
  readonly link: Link;
  readonly store: PlateStore;
  readonly turns: StartTurns;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface PutBack {
  readonly jobId: string;
  readonly pauseMs: number;
  /** What the job waits for. */
  readonly why: string;
  readonly lookAgain: () => void;
}

const UNANSWERED_PAUSE_MS = 2 * SECOND_MS;
const REFUSED_PAUSE_MS = 15 * SECOND_MS;
const LONGEST_REFUSED_PAUSE_MS = 5 * MINUTE_MS;
/** Refusals that no later question changes: the job is called off, so that what was not made is given elsewhere. */
const FINAL: ReadonlySet<string> = new Set(['job/ended', 'job/unknown', 'job/not-startable', 'job/other-machine']);

export class Starter {
  private readonly notBefore = new Map<string, AtMs>();
  private readonly reasons = new Map<string, string>();
  private readonly refusals = new Map<string, number>();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(private readonly parts: StarterParts) {}

  /** False for jobs that cannot be the next one now: without plate or G-code, called off, or put back for a while. */
  mayTry({ jobId, stage, cancelled }: LabJob, takes: ConnectedMachine['takes']): boolean {
    if (stage === 'commanded' || stage === 'started') return true;
    const isReady = stage === 'prepared' || (stage === 'fetched' && takes === 'plate');
    return isReady && cancelled === undefined && (this.notBefore.get(jobId) ?? 0) <= this.parts.clock.now();
  }

  /** Why a job was put back for a while, in words; undefined when it was not. */
  waitOf(jobId: string): string | undefined {
    return (this.notBefore.get(jobId) ?? 0) > this.parts.clock.now() ? this.reasons.get(jobId) : undefined;
  }

  /** Lets go of a job that has ended. */
  forget({ jobId }: LabJob): void {
    this.notBefore.delete(jobId);
    this.reasons.delete(jobId);
    this.refusals.delete(jobId);
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  /** Asks, and starts if and only if the answer is a permission for this job under this fence. */
  async askAndStart(job: LabJob, machine: ConnectedMachine, lookAgain: () => void): Promise<void> {
    const { jobId, fence } = job;
    const { journal, logger, store, turns } = this.parts;
    if ((this.notBefore.get(jobId) ?? 0) > this.parts.clock.now()) return;
    const wanted = machine.takes === 'gcode' ? job.gcode : job.plate;
    if (wanted === undefined || !(await store.has(wanted))) {
      logger.warn({ jobId }, 'what is to be made is not on the disk as it was left there; it is made ready again');
      return journal.append({ kind: machine.takes === 'gcode' ? 'gcode-lost' : 'plate-lost', jobId });
    }
    const turnInMs = turns.take();
    if (turnInMs > 0) return this.putBack({ jobId, pauseMs: turnInMs, why: 'its turn to heat up', lookAgain });
    const refusal = await this.permission(job, machine.describe().id);
    if (refusal !== undefined) {
      turns.giveBack();
      logger.info({ jobId, fence, ...refusal }, 'not started: no permission');
      if (FINAL.has(refusal.code))
        return journal.append({ kind: 'cancel-heard', jobId, fence, reason: refusal.message.slice(0, 500) });
      const why = `the network’s permission: ${refusal.message}`;
      return this.putBack({ jobId, pauseMs: refusal.pauseMs, why, lookAgain });
    }
    const now = journal.knowledge.jobs.get(jobId);
    if (now?.fence !== fence || now.cancelled !== undefined) {
      turns.giveBack();
      return lookAgain();
    }
    await journal.append({ kind: 'permission-granted', jobId, fence }, { kind: 'start-commanded', jobId, fence });
    // A cancel may have been heard while the disk was busy: it stops what it can see, so nothing may start behind it.
    if (journal.knowledge.jobs.get(jobId)?.cancelled !== undefined) return lookAgain();
    const file = store.pathOf(wanted.sha256);
    const { seconds, massGrams } = job.gcode ?? job.estimate;
    const started = await machine.start({ jobId, file, estimate: { seconds, massGrams } });
    if (started.ok) return lookAgain();
    turns.giveBack();
    logger.warn({ jobId, ...started.refusal }, 'the machine did not start');
    const why = `the machine: ${started.refusal.message}`;
    this.putBack({ jobId, pauseMs: UNANSWERED_PAUSE_MS, why, lookAgain });
  }

  private async permission(
    { jobId, fence }: LabJob,
    machineId: LabJob['machineId'],
  ): Promise<{ code: string; message: string; pauseMs: number } | undefined> {
    try {
      const answer = await this.parts.link.ask(AskPermission, { jobId, fence, machineId });
      const pauseMs = this.refusedPauseMs(jobId);
      if (!answer.granted) return { code: answer.code, message: answer.message, pauseMs };
      if (answer.jobId !== jobId || answer.fence !== fence)
        return { code: 'permission/other', message: 'The permission is for something else.', pauseMs };
      this.refusals.delete(jobId);
      return undefined;
    } catch (error) {
      if (error instanceof Unanswered)
        return { code: 'permission/unanswered', message: error.message, pauseMs: UNANSWERED_PAUSE_MS };
      throw error;
    }
  }

  /** Longer each time: a job that is refused for good is called off by the network. */
  private refusedPauseMs(jobId: string): number {
    const times = this.refusals.get(jobId) ?? 0;
    this.refusals.set(jobId, times + 1);
    return Math.min(LONGEST_REFUSED_PAUSE_MS, REFUSED_PAUSE_MS * 2 ** times);
  }

  private putBack({ jobId, pauseMs, why, lookAgain }: PutBack): void {
    this.reasons.set(jobId, why);
    this.notBefore.set(jobId, this.parts.clock.now() + pauseMs);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      lookAgain();
    }, pauseMs + 10);
    this.timers.add(timer);
  }
}
