// The unit of work of the agent: what a message brings about and the memory of having handled it are one line.

import type { JournalEntry, LabKnowledge } from '#core/job/lab-journal';
import type { AtMs } from '#core/kernel/time';
import type { Clock } from '#platform/clock/clock';
import type { Inbox } from '#platform/messaging/consumer-host';
import type { Journal } from './journal.js';

/** Collects what a use case wants remembered, and shows what is remembered already. */
export interface JournalUnit {
  readonly known: LabKnowledge;
  readonly nowMs: AtMs;
  record(...entries: readonly JournalEntry[]): void;
}

/** The inbox of a consumer host on the lab's journal. */
export function journalInbox(journal: Journal, clock: Clock): Inbox<JournalUnit> {
  return async (consumer, eventId, work) => {
    const key = `${consumer}|${eventId}`;
    if (journal.knowledge.handled.has(key)) return;
    const entries: JournalEntry[] = [];
    const nowMs = clock.now();
    await work({ known: journal.knowledge, nowMs, record: (...more) => void entries.push(...more) });
    await journal.append(...entries, { kind: 'handled', key, atMs: nowMs });
  };
}
