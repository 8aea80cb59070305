// Looks at what waits in the queues of labs that let accepted work go, and moves what another lab can begin so much sooner
// that it is worth the trouble. What a machine has permission to start stays, and so does what others share.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { relieveQueues, type QueuedJob, type Way } from '#core/assignment/relieve-queues';
import { labShareMinor } from '#core/costing/price-plate';
import type { LabId, MachineId } from '#core/kernel/ids';
import type { Candidate } from '#core/routing/route';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import { UNIT_OF_WORK, type Tx, type UnitOfWork } from '#platform/database/unit-of-work';
import type { RunsRegularly } from '#platform/messaging/handlers';
import { ChangeJob } from '../jobs/change-job.js';
import { NetworkPicture } from '../network/network-picture.js';
import { Router } from '../quoting/router.js';
import type { MakingOrderRow, PortionRow } from './making.entity.js';
import { MakingRepository, type WaitingJob } from './making.repository.js';
import { requestOf } from './request-of.js';
import { RouteAgain } from './route-again.js';

/** Jobs that are looked at again at once, and time to think, milliseconds. */
const MOST_JOBS = 100;
const BUDGET_MS = 200;
/** An hour beyond what was promised counts as so many hours of waiting; a move must save half an euro. */
const LATE_FACTOR = 10;
const TROUBLE_MINOR = 50;
const REASON = 'Another lab can begin much sooner, and this one lets such work go.';

/** So much more a longer way may cost; the commons fund carries it, as whenever an order is routed again. */
const MOST_WAY_MINOR = 100;

/** A machine to which a job may go. */
interface Elsewhere {
  readonly labId: LabId;
  readonly machineId: MachineId;
}

@Injectable()
export class RelieveQueues implements RunsRegularly {
  @Inject(DATA_SOURCE) private readonly source!: DataSource;
  @Inject(UNIT_OF_WORK) private readonly unitOfWork!: UnitOfWork;
  @Inject(CLOCK) private readonly clock!: Clock;
  @Inject(MakingRepository) private readonly making!: MakingRepository;
  @Inject(NetworkPicture) private readonly picture!: NetworkPicture;
  @Inject(Router) private readonly router!: Router;
  @Inject(ChangeJob) private readonly changeJob!: ChangeJob;
  @Inject(RouteAgain) private readonly routeAgain!: RouteAgain;

  async run(): Promise<void> {
    const waiting = await this.making.waitingJobs(this.source.manager);
    const movable = waiting.filter((job) => this.letsGo(job.labId)).slice(0, MOST_JOBS);
    if (movable.length === 0) return;
    const elsewhere = new Map<string, Elsewhere>();
    const ways = new Map<string, { candidate: Candidate; moreMinor: number }[]>();
    for (const job of movable) ways.set(job.jobId, await this.waysOf(job));
    for (const { candidate } of [...ways.values()].flat()) elsewhere.set(candidate.machineId, candidate);
    const machines = [...new Set([...waiting.map(({ machineId }) => machineId), ...elsewhere.keys()])];
    const jobs = waiting.map(({ jobId, machineId, seconds, promisedAt }): QueuedJob => {
      const theirs = (ways.get(jobId) ?? []).map(({ candidate, moreMinor }): Way => {
        return { machine: machines.indexOf(candidate.machineId), seconds: candidate.machineSeconds, moreMinor };
      });
      return { machine: machines.indexOf(machineId), seconds, dueAtMs: promisedAt.getTime(), ways: theirs };
    });
    const freeAtMs = this.freeAt(machines, waiting);
    const { hourMinor } = this.router.policy;
    const worth = { hourMinor, lateHourMinor: LATE_FACTOR * hourMinor, troubleMinor: TROUBLE_MINOR };
    const untilMs = this.clock.now() + BUDGET_MS;
    const { moves } = relieveQueues({ freeAtMs, jobs }, worth, () => this.clock.now() < untilMs);
    for (const { job, to } of moves) {
      const place = elsewhere.get(machines[to]!)!;
      await this.unitOfWork.run((tx) => this.move(tx, waiting[job]!, place));
    }
  }

  private letsGo(labId: string): boolean {
    return this.picture.lab(labId)?.profile.rules?.letsGo === true;
  }

  /** When each machine is done with what it is busy with, without what waits for it. */
  private freeAt(machineIds: readonly string[], waiting: readonly WaitingJob[]): number[] {
    const nowMs = this.clock.now();
    const all = new Map<string, number>();
    for (const { machines } of this.picture.all()) for (const { id, freeAtMs } of machines) all.set(id, freeAtMs);
    return machineIds.map((machineId) => {
      const theirs = waiting.filter((job) => job.machineId === machineId);
      const seconds = theirs.reduce((sum, job) => sum + job.seconds, 0);
      return Math.max(nowMs, (all.get(machineId) ?? nowMs) - seconds * 1000);
    });
  }

  /** Who could make it for no more than was promised, and hardly a longer way; whoever collects it goes where it was to be. */
  private async waysOf({
    orderId,
    batchId,
    labId,
  }: WaitingJob): Promise<{ candidate: Candidate; moreMinor: number }[]> {
    const order = (await this.making.orders(this.source.manager, [orderId])).get(orderId);
    const portion = (await this.making.whole(this.source.manager, batchId)).portions[0];
    if (!order || !portion || order.placed.delivery !== 'shipping') return [];
    const refused = new Map(Object.entries(order.refused).map(([id, { reason }]) => [id as LabId, reason]));
    const candidates = this.router.look({ ...requestOf(order, portion.pieces, 'again'), refused });
    return candidates
      .filter((one) => one.labId !== labId && !one.shares && costsNoMore(order, portion, one))
      .map((candidate) => ({
        candidate,
        moreMinor: labShareMinor(candidate.breakdown) - labShareMinor(portion.owed) + longerWayMinor(order, candidate),
      }));
  }

  private async move(tx: Tx, { orderId, jobId, batchId }: WaitingJob, place: Elsewhere): Promise<void> {
    const order = await this.making.lock(tx.manager, orderId);
    const { batch, portions } = await this.making.whole(tx.manager, batchId);
    if (order?.state !== 'making' || portions.length !== 1 || !this.letsGo(batch.labId)) return;
    const decided = await this.changeJob.run(tx, jobId, { kind: 'let-go', reason: REASON });
    // Routed here: of what the cancelled job leaves behind nothing is missing then.
    if (decided?.ok === true) await this.routeAgain.run(tx, order, batchId, { preferred: place });
  }
}

const longerWayMinor = ({ placed }: MakingOrderRow, { breakdown }: Candidate): number =>
  Math.max(0, breakdown.transport - placed.option.breakdown.transport);

const costsNoMore = (order: MakingOrderRow, { promisedMinor }: PortionRow, candidate: Candidate): boolean =>
  labShareMinor(candidate.breakdown) <= promisedMinor && longerWayMinor(order, candidate) <= MOST_WAY_MINOR;
