// Lays what is to be made on plates at a lab: decides, puts it on plates, and tells that the order is planned.

import { Inject, Injectable } from '@nestjs/common';
import { OrderPlanned, OrderStranded } from '#contracts/messages/making-messages';
import { missingOf, type PieceCount } from '#core/batch/batch';
import type { DecisionId, LabId, MachineId } from '#core/kernel/ids';
import type { Candidate } from '#core/routing/route';
import type { Tx } from '#platform/database/unit-of-work';
import { Router, type Decided, type RoutingRequest } from '../quoting/router.js';
import { CloseBatch } from './close-batch.js';
import { Gather } from './gather.js';
import type { BatchRow, LabRefusal, MakingOrderRow } from './making.entity.js';
import { MakingRepository } from './making.repository.js';
import { requestOf } from './request-of.js';

export interface ToPlan {
  readonly order: MakingOrderRow;
  readonly pieces: readonly PieceCount[];
  readonly attempt: number;
  /** Asked first if it can; the customer chose it. */
  readonly preferred?: PreferredPlace | undefined;
  /** What the lab may ask at most for these pieces, minor units of its own lines. */
  readonly mayCostMinor?: number | undefined;
}

export interface PreferredPlace {
  readonly labId: LabId;
  readonly machineId?: MachineId | undefined;
}

interface Chosen {
  readonly decided: Decided | undefined;
  readonly candidate: Candidate | undefined;
  /** Who could make it within the price, too. */
  readonly others: readonly Candidate[];
}

const MOST_ALTERNATIVES = 3;

/** How often a lab whose machine failed is tried again for the same order when nobody else can. */
const TRIES_AT_ONE_LAB = 3;

@Injectable()
export class Planner {
  @Inject(Router) private readonly router!: Router;
  @Inject(MakingRepository) private readonly making!: MakingRepository;
  @Inject(Gather) private readonly gather!: Gather;
  @Inject(CloseBatch) private readonly closeBatch!: CloseBatch;

  /**
   * Plans the pieces, all of one process, or strands the order with the reason and answers `false`. An order that is
   * stranded stays so, for its other pieces, until a retry has planned all. Its row must be locked.
   */
  async plan(tx: Tx, toPlan: ToPlan): Promise<boolean> {
    const { order } = toPlan;
    const { decided, candidate, others } = await this.choose(tx, toPlan);
    if (candidate === undefined || decided === undefined) {
      await this.strand(tx, order, decided);
      return false;
    }
    // What could not be kept is promised anew; what was promised for later stays so, for others to join.
    order.promisedAt = new Date(Math.max(order.promisedAt.getTime(), candidate.readyAtMs));
    order.unplanned = missingOf(order.unplanned, toPlan.pieces);
    await this.making.saveOrder(tx.manager, order);
    for (const one of candidate.shares?.map((share) => share.candidate) ?? [candidate])
      await this.planAt(tx, toPlan, { candidate: one, decisionId: decided.decisionId, others });
    return true;
  }

  private async planAt(
    tx: Tx,
    toPlan: ToPlan,
    { candidate, decisionId, others }: { candidate: Candidate; decisionId: DecisionId; others: readonly Candidate[] },
  ): Promise<void> {
    const { order } = toPlan;
    const batches = await this.place(tx, toPlan, { candidate, decisionId });
    await tx.tell(
      OrderPlanned,
      { kind: 'order', id: order.id },
      {
        orderId: order.placed.orderId,
        decisionId,
        labId: candidate.labId,
        labName: candidate.labName,
        batches: batches.map(({ batch, units }) => ({
          batchId: batch.id as `bat_${string}`,
          machineId: candidate.machineId,
          units: [...units],
          ...(batch.state === 'gathering' ? { gathersUntilMs: batch.closeAt.getTime() } : {}),
        })),
        readyAtMs: candidate.readyAtMs,
        again: toPlan.attempt > 1,
        ...(toPlan.attempt > 1 ? { alternatives: others.slice(0, MOST_ALTERNATIVES).map(alternative) } : {}),
      },
    );
  }

  private async choose(tx: Tx, toPlan: ToPlan): Promise<Chosen> {
    const { order, preferred, mayCostMinor = Infinity } = toPlan;
    const affordable = ({ breakdown }: Candidate): boolean => {
      const { material, machineTime, setUp, labour, energy } = breakdown;
      return material + machineTime + setUp + labour + energy <= mayCostMinor;
    };
    const tries: Partial<RoutingRequest>[] = [
      ...(preferred?.machineId === undefined ? [] : [{ only: preferred }]),
      ...(preferred === undefined ? [] : [{ only: { labId: preferred.labId } }]),
      { refused: refusals(order, () => true) },
      // Nobody else can: a lab whose machine failed may try again, one that declined may not be asked twice.
      { refused: refusals(order, ({ kind, times }) => kind === 'declined' || times >= TRIES_AT_ONE_LAB) },
    ];
    let decided: Decided | undefined;
    for (const one of tries) {
      const request = { ...this.requestFor(toPlan), ...one };
      // An order that waits for the network to change is looked at often: only what changes something is kept.
      if (order.state === 'stranded' && !this.router.look(request).some(affordable)) continue;
      decided = await this.router.decide(request, tx.manager);
      const [candidate, ...others] = this.inOrder(decided.candidates.filter(affordable), toPlan);
      if (candidate) return { decided, candidate, others };
    }
    return { decided, candidate: undefined, others: [] };
  }

  /** How many machines make it, the customer has said: several only where that was chosen, or nobody can alone. */
  private inOrder(candidates: readonly Candidate[], { order, attempt }: ToPlan): readonly Candidate[] {
    if (attempt > 1 && order.placed.option.shares) return candidates;
    return candidates.toSorted((a, b) => Number(a.shares !== undefined) - Number(b.shares !== undefined));
  }

  private requestFor({ order, pieces, attempt }: ToPlan): RoutingRequest {
    return requestOf(order, pieces, attempt === 1 ? 'order' : 'again');
  }

  private async place(
    tx: Tx,
    { order, attempt }: ToPlan,
    chosen: { candidate: Candidate; decisionId: string },
  ): Promise<{ batch: BatchRow; units: readonly PieceCount[] }[]> {
    const placed: { batch: BatchRow; units: readonly PieceCount[] }[] = [];
    for (const plan of chosen.candidate.platePlans) {
      const { id, state } = await this.gather.place(tx, { order, plan, attempt, ...chosen });
      const whole = await this.making.whole(tx.manager, id);
      if (state === 'planned') await this.closeBatch.run(tx, { ...whole, orders: new Map([[order.id, order]]) });
      placed.push({ batch: whole.batch, units: whole.portions.find(({ orderId }) => orderId === order.id)!.pieces });
    }
    return placed;
  }

  private async strand(tx: Tx, order: MakingOrderRow, decided: Decided | undefined): Promise<void> {
    const wasStranded = order.state === 'stranded';
    order.state = 'stranded';
    order.strandedAt = new Date(tx.nowMs);
    await this.making.saveOrder(tx.manager, order);
    if (wasStranded || !decided) return;
    const [first] = decided.answer.tally;
    const reason =
      decided.candidates.length > 0
        ? 'The labs that could make it now ask much more than was agreed.'
        : first === undefined
          ? 'There is no lab in the network.'
          : `No lab can make it now; most fail this: ${first.requirement} (${first.labsRemoved} of ${decided.answer.labsConsidered} labs).`;
    await tx.tell(
      OrderStranded,
      { kind: 'order', id: order.id },
      { orderId: order.placed.orderId, decisionId: decided.decisionId, reason },
    );
  }
}

const alternative = ({ labId, labName, distanceKm, priceMinor, readyAtMs }: Candidate) => ({
  labId,
  labName,
  distanceKm,
  priceMinor,
  readyAtMs,
});

const refusals = (order: MakingOrderRow, counts: (refusal: LabRefusal) => boolean): ReadonlyMap<LabId, string> =>
  new Map(
    Object.entries(order.refused)
      .filter(([, refusal]) => counts(refusal))
      .map(([labId, { reason }]) => [labId as LabId, reason]),
  );
