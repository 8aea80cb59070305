// An offer waits for a person: whoever is named in lab.json is told, again after a while where that does not arrive.

import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { HeardOffer } from '#core/job/lab-journal';
import { SECOND_MS } from '#core/kernel/time';
import { LOGGER, type Logger } from '#platform/logging/logger';
import { Availability } from '../availability/availability.js';
import { Journal } from '../journal/journal.js';
import { noticeOf, type Notice } from './notice.js';
import { sendEmail } from './send-email.js';
import { sendWebhook } from './send-webhook.js';

/** So long between one try and the next: the network gives a person a quarter of an hour. */
const PAUSES_MS = [0, 2, 10, 30, 60, 120].map((seconds) => seconds * SECOND_MS);

@Injectable()
export class NotifyPerson {
  private readonly ending = new AbortController();

  constructor(
    @Inject(Journal) private readonly journal: Journal,
    @Inject(Availability) private readonly availability: Availability,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const { webhook, email } = availability.lab.notify ?? {};
    if (webhook === undefined && email === undefined) return;
    // One that was killed may not have told it; being told twice is better than not at all.
    for (const offer of journal.knowledge.offers.values()) if (this.isOpen(offer.offerId)) this.tell(offer);
    journal.onAppend((entries) => {
      for (const entry of entries)
        if (entry.kind === 'offer-heard' && entry.offer.state === 'open') this.tell(entry.offer);
    });
  }

  /** Tells no more: the agent ends. */
  stop(): void {
    this.ending.abort();
  }

  private tell(offer: HeardOffer): void {
    const { lab, clock } = this.availability;
    const { webhook, email } = lab.notify ?? {};
    const machine = lab.machines.find((entry) => entry.machine.id === offer.machineId)?.machine.name ?? 'a machine';
    const notice = noticeOf(offer, lab.labName, machine);
    if (webhook !== undefined) void this.insist(notice, 'webhook', () => sendWebhook(notice, webhook, clock.now()));
    if (email !== undefined) void this.insist(notice, 'e-mail', () => sendEmail(notice, email));
  }

  /** Tries until it arrives, until the offer is answered or lapses, or until all pauses are used up. */
  private async insist(notice: Notice, way: string, send: () => Promise<void>): Promise<void> {
    const { offerId } = notice;
    for (const [index, pauseMs] of PAUSES_MS.entries()) {
      await delay(pauseMs, undefined, { signal: this.ending.signal, ref: false }).catch(() => {});
      if (this.ending.signal.aborted || !this.isOpen(offerId)) return;
      try {
        await send();
        return this.logger.info({ offerId, way }, 'a person is told that an offer waits');
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        this.logger.warn({ error: why, tries: index + 1 }, `nobody is told by ${way} that an offer waits`);
      }
    }
  }

  private isOpen(offerId: string): boolean {
    const offer = this.journal.knowledge.offers.get(offerId);
    return offer?.state === 'open' && offer.lapsesAtMs > this.availability.clock.now();
  }
}
