// How a job's end is remembered and told.

import type { JournalEntry, LabJob } from '#core/job/lab-journal';
import type { EndedRecord } from '#core/job/lab-journal-step';
import type { AtMs } from '#core/kernel/time';
import { JobFailedAtLab, JobFinishedAtLab, JobStoppedAtLab } from '#contracts/messages/lab-messages';
import type { ReportMaker } from '../uplink/make-report.js';

export interface JobEnd {
  readonly job: LabJob;
  readonly record: EndedRecord;
  readonly how: 'seen' | 'inferred';
  readonly nowMs: AtMs;
}

/** The entries of an end: what became of the job, and the report of it. */
export function endEntries({ job, record, how, nowMs }: JobEnd, reports: ReportMaker): JournalEntry[] {
  const { jobId, fence, correlationId } = job;
  const thing = { kind: 'job', id: jobId } as const;
  const ended = (outcome: EndedRecord['outcome'], report: JournalEntry): JournalEntry[] => [
    { kind: 'ended', jobId, outcome, atMs: nowMs },
    report,
  ];
  if (record.outcome === 'finished') {
    const { seconds, massGrams } = record;
    const used = { ...(seconds === undefined ? {} : { seconds }), ...(massGrams === undefined ? {} : { massGrams }) };
    return ended(
      'finished',
      reports.make(JobFinishedAtLab, thing, { data: { jobId, fence, how, ...used }, correlationId }),
    );
  }
  if (record.outcome === 'stopped' && job.cancelled !== undefined)
    return ended('stopped', reports.make(JobStoppedAtLab, thing, { data: { jobId, fence }, correlationId }));
  // Stopped without a word from the network: somebody at the lab did it.
  const reason = record.reason ?? (record.outcome === 'stopped' ? 'It was stopped at the machine.' : 'It failed.');
  const data = { jobId, fence, reason: reason.slice(0, 500), made: [] };
  return ended('failed', reports.make(JobFailedAtLab, thing, { data, correlationId }));
}

/** The entry of a job that the machine has finished and whose pieces nobody has looked at. */
export function madeEntry(
  { jobId }: LabJob,
  { seconds, massGrams }: EndedRecord,
  how: 'seen' | 'inferred',
): JournalEntry {
  return { kind: 'made', jobId, record: { how, seconds, massGrams } };
}
