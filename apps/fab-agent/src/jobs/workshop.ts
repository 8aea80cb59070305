// All machines of the lab, each with its own work.

import { hasEnded, type JournalEntry, type LabKnowledge } from '#core/job/lab-journal';
import { MINUTE_MS } from '#core/kernel/time';
import type { Clock } from '#platform/clock/clock';
import type { Journal } from '../journal/journal.js';
import type { ConnectedMachine } from '../machines/machine.js';
import { MachineWork, type WorkParts } from './machine-work.js';

/** So long an accepted offer counts as work that is coming, after its time to be answered. */
const ASSIGNED_WITHIN_MS = 10 * MINUTE_MS;

export class Workshop {
  readonly works: readonly MachineWork[];
  private readonly journal: Journal;
  private readonly clock: Clock;
  private readonly preparer: WorkParts['preparer'];
  private tell: (work: MachineWork) => void = () => {};

  constructor(machines: readonly ConnectedMachine[], parts: Omit<WorkParts, 'machine' | 'onStateChange'>) {
    this.journal = parts.journal;
    this.clock = parts.clock;
    this.preparer = parts.preparer;
    this.works = machines.map(
      (machine) => new MachineWork({ ...parts, machine, onStateChange: (work) => this.tell(work) }),
    );
    this.journal.onAppend((entries) => {
      if (entries.some(concernsWork)) for (const work of this.works) work.wake();
    });
  }

  start(): void {
    for (const work of this.works) work.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.works.map((work) => work.stop()));
    await this.preparer.rest();
  }

  onStateChange(tell: (work: MachineWork) => void): void {
    this.tell = tell;
  }

  /** What the lab's journal knows. */
  get known(): LabKnowledge {
    return this.journal.knowledge;
  }

  /** The work at a machine, if the lab has it. */
  at(machineId: string): MachineWork | undefined {
    return this.works.find(({ machine }) => machine.describe().id === machineId);
  }

  /** Jobs, and offers accepted or countered, that a machine has not done yet. */
  queueOf(machineId: string): number {
    const { jobs, offers } = this.journal.knowledge;
    const taken = new Set([...jobs.values()].map(({ offerId }) => offerId));
    const coming = [...offers.values()].filter(
      (offer) =>
        offer.machineId === machineId &&
        (offer.state === 'accepted' || offer.state === 'countered') &&
        !taken.has(offer.offerId) &&
        offer.lapsesAtMs + ASSIGNED_WITHIN_MS > this.clock.now(),
    );
    return [...jobs.values()].filter((job) => job.machineId === machineId && !hasEnded(job)).length + coming.length;
  }
}

const concernsWork = ({ kind }: JournalEntry): boolean =>
  kind === 'job-assigned' ||
  kind === 'job-refenced' ||
  kind === 'cancel-heard' ||
  kind === 'plate-fetched' ||
  kind === 'plate-lost' ||
  kind === 'gcode-prepared' ||
  kind === 'gcode-lost' ||
  kind === 'bed-cleared' ||
  kind === 'made';
