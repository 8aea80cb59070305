// Gets the plate of a job onto the lab's disk, beside everything else that goes on, again and again.

import { setTimeout as delay } from 'node:timers/promises';
import type { LabJob } from '#core/job/lab-journal';
import { hasEnded } from '#core/job/lab-journal';
import { refuse, type Result } from '#core/kernel/result';
import { AskPlate } from '#contracts/messages/lab-messages';
import type { Clock } from '#platform/clock/clock';
import type { Logger } from '#platform/logging/logger';
import { Unanswered } from '#platform/messaging/questions';
import type { PlateStore } from '../files/plate-store.js';
import type { Journal } from '../journal/journal.js';
import type { Link } from '../uplink/link.js';
import type { ReportMaker } from '../uplink/make-report.js';
import { endEntries } from './end-report.js';

export interface FetcherParts {
  readonly journal: Journal;
  readonly link: Link;
  readonly store: PlateStore;
  readonly reports: ReportMaker;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly networkUrl: string;
}

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 30_000;
/** So often a wrong plate, or none, is believed to be a passing fault. */
const TRIES_OF_WRONG = 3;

export class PlateFetcher {
  private readonly under = new Set<string>();

  constructor(private readonly parts: FetcherParts) {}

  /** Begins to fetch, unless that goes on already; the journal hears of the end. */
  async begin(job: LabJob, signal: AbortSignal): Promise<void> {
    if (this.under.has(job.jobId)) return;
    this.under.add(job.jobId);
    void this.fetch(job, signal)
      .catch((error: unknown) => this.parts.logger.error({ jobId: job.jobId, error: String(error) }, 'fetching failed'))
      .finally(() => this.under.delete(job.jobId));
  }

  /** Removes a plate that no open job needs. */
  async release({ plate }: LabJob): Promise<void> {
    const needed = [...this.parts.journal.knowledge.jobs.values()].some(
      (job) => !hasEnded(job) && (job.plate.sha256 === plate.sha256 || job.gcode?.sha256 === plate.sha256),
    );
    if (!needed) await this.parts.store.remove(plate.sha256);
  }

  private async fetch(job: LabJob, signal: AbortSignal): Promise<void> {
    const { journal, clock, reports, logger } = this.parts;
    let wrong = 0;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)) {
      const fetched = await this.attempt(job, signal);
      const now = journal.knowledge.jobs.get(job.jobId);
      if (signal.aborted || now?.stage !== 'assigned' || now.cancelled !== undefined) return;
      if (fetched.ok) return journal.append({ kind: 'plate-fetched', jobId: job.jobId });
      const { code, message } = fetched.refusal;
      logger.warn({ jobId: job.jobId, code, message }, 'plate not fetched');
      if (code !== 'plate/not-fetched' && code !== 'network/away') wrong += 1;
      if (wrong >= TRIES_OF_WRONG || code === 'plate/too-large') {
        const record = { kind: 'ended', outcome: 'failed', reason: message } as const;
        return journal.append(...endEntries({ job: now, record, how: 'seen', nowMs: clock.now() }, reports));
      }
      await delay(pauseMs, undefined, { signal }).catch(() => {});
    }
  }

  private async attempt({ jobId, plate }: LabJob, signal: AbortSignal): Promise<Result<string>> {
    const { store, link, networkUrl } = this.parts;
    if (await store.has(plate)) return { ok: true, value: store.pathOf(plate.sha256) };
    try {
      const answer = await link.ask(AskPlate, { jobId });
      if (!answer.found) return refuse('plate/unknown', `The network has no plate for this job: ${answer.message}`);
      if (answer.sha256 !== plate.sha256)
        return refuse('plate/other', 'The network offers another plate than the one that was assigned.');
      const url = URL.canParse(answer.url, networkUrl) ? new URL(answer.url, networkUrl) : undefined;
      if (url === undefined || !/^https?:$/.test(url.protocol))
        return refuse('plate/bad-address', 'The address of the plate is none that can be fetched.');
      return await store.fetch(plate, url, signal);
    } catch (error) {
      if (error instanceof Unanswered) return refuse('network/away', error.message);
      throw error;
    }
  }
}
