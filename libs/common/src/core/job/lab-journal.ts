// What one lab knows of its offers, jobs and reports: nothing but the fold of its journal's entries.

import type { DemandedSettings, Material } from '../design/part.js';
import type { JobId, MachineId, OfferId, Sha256 } from '../kernel/ids.js';
import type { Currency } from '../kernel/money.js';
import type { AtMs } from '../kernel/time.js';

/** An offer as it was heard; answered at most once. */
export interface HeardOffer {
  readonly offerId: OfferId;
  readonly machineId: MachineId;
  readonly title: string;
  readonly seconds: number;
  /** By the lab's own clock: receipt plus the span that the network gave. */
  readonly lapsesAtMs: AtMs;
  readonly correlationId: string;
  /** What the network offers for it, minor units; absent in journals of older agents. */
  readonly price?: { readonly labPriceMinor: number; readonly currency: Currency } | undefined;
  /** `countered`: accepted by the lab at another price or date; the network says whether the customers agree. */
  readonly state: 'open' | 'accepted' | 'countered' | 'declined' | 'withdrawn';
}

/**
 * How far a job is, as the lab knows it. `prepared`: its G-code is made and checked, where the machine takes G-code.
 * `commanded`: the machine has been, or was about to be, told to start. `made`: the machine is done, and a person has
 * not yet said whether the pieces are good, where the lab wants that.
 */
export type LabJobStage =
  'assigned' | 'fetched' | 'prepared' | 'commanded' | 'started' | 'made' | 'finished' | 'failed' | 'stopped';

/** G-code that was made of a job's plate, by content address, with what its slicer says of it. */
export interface PreparedGcode {
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly seconds: number;
  readonly massGrams: number;
}

/** What a machine said of a job that it finished. */
export interface MadeRecord {
  readonly how: 'seen' | 'inferred';
  readonly seconds?: number | undefined;
  readonly massGrams?: number | undefined;
}

export interface LabJob {
  readonly jobId: JobId;
  readonly offerId: OfferId;
  readonly machineId: MachineId;
  readonly fence: number;
  readonly title: string;
  readonly plate: { readonly sha256: Sha256; readonly bytes: number };
  readonly estimate: { readonly seconds: number; readonly massGrams: number };
  /** What it is made of; absent in journals of older agents. */
  readonly material?: Material | undefined;
  /** What the designers demand of the print; undefined in journals of before it was told. */
  readonly settings?: DemandedSettings | undefined;
  readonly correlationId: string;
  readonly assignedAtMs: AtMs;
  readonly stage: LabJobStage;
  readonly gcode?: PreparedGcode | undefined;
  readonly made?: MadeRecord | undefined;
  /** Picture of the bed at the end, by content address in the lab's home. */
  readonly photoSha256?: Sha256 | undefined;
  /** Why it is to be stopped; undefined: nobody asked. */
  readonly cancelled?: string | undefined;
  readonly endedAtMs?: AtMs | undefined;
}

/** Something said to the network; its id is fixed before it is sent, so that a repeat is known as one. */
export interface JournalReport {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly thing: { readonly kind: 'job' | 'offer' | 'lab'; readonly id: string };
  readonly correlationId: string;
  readonly atMs: AtMs;
  readonly data: unknown;
}

/** One thing the lab will not forget. Several are written as one where they belong together. */
export type JournalEntry =
  | { readonly kind: 'offer-heard'; readonly offer: HeardOffer }
  | { readonly kind: 'offer-settled'; readonly offerId: OfferId; readonly state: HeardOffer['state'] }
  | { readonly kind: 'job-assigned'; readonly job: LabJob }
  | { readonly kind: 'job-refenced'; readonly jobId: JobId; readonly fence: number }
  | { readonly kind: 'cancel-heard'; readonly jobId: JobId; readonly fence: number; readonly reason: string }
  | { readonly kind: 'plate-fetched'; readonly jobId: JobId }
  | { readonly kind: 'plate-lost'; readonly jobId: JobId }
  | ({ readonly kind: 'gcode-prepared'; readonly jobId: JobId } & PreparedGcode)
  | { readonly kind: 'gcode-lost'; readonly jobId: JobId }
  | { readonly kind: 'bed-used'; readonly machineId: MachineId }
  | { readonly kind: 'bed-cleared'; readonly machineId: MachineId }
  | { readonly kind: 'permission-granted'; readonly jobId: JobId; readonly fence: number }
  | { readonly kind: 'start-commanded'; readonly jobId: JobId; readonly fence: number }
  | { readonly kind: 'started'; readonly jobId: JobId; readonly how: 'seen' | 'inferred' }
  | { readonly kind: 'made'; readonly jobId: JobId; readonly record: MadeRecord }
  | { readonly kind: 'photographed'; readonly jobId: JobId; readonly sha256: Sha256 }
  | {
      readonly kind: 'ended';
      readonly jobId: JobId;
      readonly outcome: 'finished' | 'failed' | 'stopped';
      readonly atMs: AtMs;
    }
  | { readonly kind: 'report'; readonly report: JournalReport }
  | { readonly kind: 'report-acknowledged'; readonly id: string }
  | { readonly kind: 'reports-lost'; readonly sinceMs: AtMs }
  | { readonly kind: 'handled'; readonly key: string; readonly atMs: AtMs }
  | { readonly kind: 'forgotten'; readonly beforeMs: AtMs };

/** Everything the lab knows; maps keep the order in which things came. */
export interface LabKnowledge {
  readonly offers: ReadonlyMap<string, HeardOffer>;
  readonly jobs: ReadonlyMap<string, LabJob>;
  /** Cancelled before they were heard of: job id → fence up to which it is not taken. */
  readonly unwanted: ReadonlyMap<string, number>;
  readonly reports: ReadonlyMap<string, JournalReport>;
  /** Ids of reports that the broker does not have yet, oldest first. */
  readonly unsent: ReadonlySet<string>;
  /** Messages already handled, with the time of it. */
  readonly handled: ReadonlyMap<string, AtMs>;
  /** Machines that have begun something since a person said that their bed is clear. */
  readonly usedBeds: ReadonlySet<string>;
}

export const NOTHING_KNOWN: LabKnowledge = {
  offers: new Map(),
  jobs: new Map(),
  unwanted: new Map(),
  reports: new Map(),
  unsent: new Set(),
  handled: new Map(),
  usedBeds: new Set(),
};

/** True when nothing more happens to the job. */
export const hasEnded = ({ stage }: LabJob): boolean =>
  stage === 'finished' || stage === 'failed' || stage === 'stopped';

/** The knowledge after one more entry; entries about things unknown change nothing. */
export function evolve(known: LabKnowledge, entry: JournalEntry): LabKnowledge {
  switch (entry.kind) {
    case 'offer-heard':
      return { ...known, offers: put(known.offers, entry.offer.offerId, entry.offer) };
    case 'offer-settled':
      return { ...known, offers: change(known.offers, entry.offerId, { state: entry.state }) };
    case 'job-assigned':
      return { ...known, jobs: put(known.jobs, entry.job.jobId, entry.job) };
    case 'job-refenced':
      return { ...known, jobs: change(known.jobs, entry.jobId, { fence: entry.fence }) };
    case 'cancel-heard':
      return known.jobs.has(entry.jobId)
        ? { ...known, jobs: change(known.jobs, entry.jobId, { cancelled: entry.reason }) }
        : { ...known, unwanted: put(known.unwanted, entry.jobId, entry.fence) };
    case 'plate-fetched':
      return { ...known, jobs: change(known.jobs, entry.jobId, { stage: 'fetched' }) };
    case 'plate-lost':
      return { ...known, jobs: change(known.jobs, entry.jobId, { stage: 'assigned' }) };
    case 'gcode-prepared': {
      const { sha256, bytes, seconds, massGrams } = entry;
      const gcode = { sha256, bytes, seconds, massGrams };
      return { ...known, jobs: change(known.jobs, entry.jobId, { stage: 'prepared', gcode }) };
    }
    case 'gcode-lost':
      return { ...known, jobs: change(known.jobs, entry.jobId, { stage: 'fetched', gcode: undefined }) };
    case 'permission-granted':
      return known;
    case 'start-commanded':
      return { ...known, jobs: change(known.jobs, entry.jobId, { stage: 'commanded' }) };
    case 'bed-used':
      return { ...known, usedBeds: new Set([...known.usedBeds, entry.machineId]) };
    case 'bed-cleared':
      return { ...known, usedBeds: new Set([...known.usedBeds].filter((id) => id !== entry.machineId)) };
    case 'started': {
      const { machineId } = known.jobs.get(entry.jobId) ?? {};
      const usedBeds = machineId === undefined ? known.usedBeds : new Set([...known.usedBeds, machineId]);
      return { ...known, usedBeds, jobs: change(known.jobs, entry.jobId, { stage: 'started' }) };
    }
    case 'made':
      return { ...known, jobs: change(known.jobs, entry.jobId, { stage: 'made', made: entry.record }) };
    case 'photographed':
      return { ...known, jobs: change(known.jobs, entry.jobId, { photoSha256: entry.sha256 }) };
    case 'ended':
      return { ...known, jobs: change(known.jobs, entry.jobId, { stage: entry.outcome, endedAtMs: entry.atMs }) };
    case 'handled':
      return { ...known, handled: put(known.handled, entry.key, entry.atMs) };
    case 'forgotten':
      return forget(known, entry.beforeMs);
    case 'report':
    case 'report-acknowledged':
    case 'reports-lost':
      return evolveReports(known, entry);
  }
}

type ReportEntry = Extract<JournalEntry, { kind: 'report' | 'report-acknowledged' | 'reports-lost' }>;

function evolveReports(known: LabKnowledge, entry: ReportEntry): LabKnowledge {
  switch (entry.kind) {
    case 'report':
      return {
        ...known,
        reports: put(known.reports, entry.report.id, entry.report),
        unsent: new Set([...known.unsent, entry.report.id]),
      };
    case 'report-acknowledged': {
      const unsent = new Set([...known.unsent].filter((id) => id !== entry.id));
      return { ...known, unsent, reports: keep(known.reports, ({ id, name }) => id !== entry.id || !isPassing(name)) };
    }
    case 'reports-lost': {
      // In the order of the journal: what is not sent yet stands behind what was lost.
      const again = [...known.reports.values()].filter(({ id, atMs }) => atMs >= entry.sinceMs || known.unsent.has(id));
      return { ...known, unsent: new Set(again.map(({ id }) => id)) };
    }
  }
}

/** Nobody asks later how far a job was. */
const isPassing = (name: string): boolean => name === 'job.progressed';

/** Drops what ended, was sent or was handled before an instant; what is still open is never forgotten. */
function forget(known: LabKnowledge, beforeMs: AtMs): LabKnowledge {
  const jobs = keep(known.jobs, (job) => job.endedAtMs === undefined || job.endedAtMs >= beforeMs);
  const offers = keep(known.offers, ({ lapsesAtMs }) => lapsesAtMs >= beforeMs);
  const reports = keep(known.reports, ({ id, atMs }) => atMs >= beforeMs || known.unsent.has(id));
  return { ...known, jobs, offers, reports, handled: keep(known.handled, (atMs) => atMs >= beforeMs) };
}

const put = <V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> =>
  new Map([...map, [key, value]]);

function change<V>(map: ReadonlyMap<string, V>, key: string, fields: Partial<V>): ReadonlyMap<string, V> {
  const value = map.get(key);
  return value === undefined ? map : new Map([...map, [key, { ...value, ...fields }]]);
}

const keep = <V>(map: ReadonlyMap<string, V>, wanted: (value: V) => boolean): ReadonlyMap<string, V> =>
  new Map([...map].filter(([, value]) => wanted(value)));

/** The knowledge as plain data, for a compacted journal. */
export interface FrozenKnowledge {
  readonly offers: readonly HeardOffer[];
  readonly jobs: readonly LabJob[];
  readonly unwanted: readonly (readonly [string, number])[];
  readonly reports: readonly JournalReport[];
  readonly unsent: readonly string[];
  readonly handled: readonly (readonly [string, AtMs])[];
  /** Absent in journals of older agents. */
  readonly usedBeds?: readonly string[] | undefined;
}

export const freeze = (known: LabKnowledge): FrozenKnowledge => ({
  offers: [...known.offers.values()],
  jobs: [...known.jobs.values()],
  unwanted: [...known.unwanted],
  reports: [...known.reports.values()],
  unsent: [...known.unsent],
  handled: [...known.handled],
  usedBeds: [...known.usedBeds],
});

export const thaw = (frozen: FrozenKnowledge): LabKnowledge => ({
  offers: new Map(frozen.offers.map((offer) => [offer.offerId, offer])),
  jobs: new Map(frozen.jobs.map((job) => [job.jobId, job])),
  unwanted: new Map(frozen.unwanted),
  reports: new Map(frozen.reports.map((report) => [report.id, report])),
  unsent: new Set(frozen.unsent),
  handled: new Map(frozen.handled),
  usedBeds: new Set(frozen.usedBeds),
});
