// Lays what is to be made on plates at a lab: decides, composes, writes the batches and tells that the order is planned.

import { Inject, Injectable } from '@nestjs/common';
import { OrderPlanned, OrderStranded } from '#contracts/messages/making-messages';
import { labShareMinor, priceOfPlate } from '#core/costing/price-plate';
import type { PieceCount } from '#core/batch/batch';
import type { LabId, NewId } from '#core/kernel/ids';
import type { Candidate } from '#core/routing/route';
import { NEW_ID } from '#platform/clock/clock';
import type { Tx } from '#platform/database/unit-of-work';
import { NetworkPicture } from '../network/network-picture.js';
import { Router, type Decided, type RoutingRequest } from '../quoting/router.js';
import { BatchRow, type MakingOrderRow, type LabRefusal } from './making.entity.js';
import { MakingRepository } from './making.repository.js';
import { PlateMaker } from './plate-maker.js';

export interface ToPlan {
  readonly order: MakingOrderRow;
  readonly pieces: readonly PieceCount[];
  readonly attempt: number;
  /** Asked first if it can; the customer chose it. */
  readonly preferredLabId?: LabId | undefined;
  /** What the lab may ask at most for these pieces, minor units of its own lines. */
  readonly mayCostMinor?: number | undefined;
}

/** How often a lab whose machine failed is tried again for the same order when nobody else can. */
const TRIES_AT_ONE_LAB = 3;

@Injectable()
export class Planner {
  @Inject(Router) private readonly router!: Router;
  @Inject(NetworkPicture) private readonly picture!: NetworkPicture;
  @Inject(MakingRepository) private readonly making!: MakingRepository;
  @Inject(PlateMaker) private readonly plates!: PlateMaker;
  @Inject(NEW_ID) private readonly newId!: NewId;

  /** Plans the pieces, or strands the order with the reason. The order's row must be locked. */
  async plan(tx: Tx, toPlan: ToPlan): Promise<void> {
    const { order } = toPlan;
    const { decided, candidate } = await this.choose(tx, toPlan);
    if (candidate === undefined) return this.strand(tx, order, decided);
    const batches = await this.write(tx, toPlan, { candidate, decisionId: decided.decisionId });
    order.state = 'making';
    order.strandedAt = null;
    await this.making.saveOrder(tx.manager, order);
    await tx.tell(
      OrderPlanned,
      { kind: 'order', id: order.id },
      {
        orderId: order.placed.orderId,
        decisionId: decided.decisionId,
        labId: candidate.labId,
        labName: candidate.labName,
        batches: batches.map((batch) => ({
          batchId: batch.id as `bat_${string}`,
          machineId: candidate.machineId,
          units: batch.pieces,
        })),
        readyAtMs: candidate.readyAtMs,
        again: toPlan.attempt > 1,
      },
    );
  }

  private async choose(tx: Tx, toPlan: ToPlan): Promise<{ decided: Decided; candidate: Candidate | undefined }> {
    const { order, preferredLabId, mayCostMinor = Infinity } = toPlan;
    const affordable = ({ breakdown }: Candidate): boolean => {
      const { material, machineTime, setUp, labour, energy } = breakdown;
      return material + machineTime + setUp + labour + energy <= mayCostMinor;
    };
    const tries: Partial<RoutingRequest>[] = [
      ...(preferredLabId === undefined ? [] : [{ onlyLabId: preferredLabId }]),
      { refused: refusals(order, () => true) },
      // Nobody else can: a lab whose machine failed may try again, one that declined may not be asked twice.
      { refused: refusals(order, ({ kind, times }) => kind === 'declined' || times >= TRIES_AT_ONE_LAB) },
    ];
    let decided!: Decided;
    for (const one of tries) {
      decided = await this.router.decide({ ...this.requestFor(toPlan), ...one }, tx.manager);
      const candidate = decided.candidates.find(affordable);
      if (candidate) return { decided, candidate };
    }
    return { decided, candidate: undefined };
  }

  private requestFor({ order, pieces, attempt }: ToPlan): RoutingRequest {
    const { release, material, color, to, delivery } = order.placed;
    return { kind: attempt === 1 ? 'order' : 'again', release, counts: pieces, material, color, to, delivery };
  }

  private async write(
    tx: Tx,
    { order, attempt }: ToPlan,
    chosen: { candidate: Candidate; decisionId: string },
  ): Promise<BatchRow[]> {
    const { candidate, decisionId } = chosen;
    const { release } = order.placed;
    const prices = this.picture.lab(candidate.labId)!.profile.prices;
    const nameOf = new Map(release.parts.map((part) => [part.id, part.name]));
    const batches: BatchRow[] = [];
    for (const plan of candidate.platePlans) {
      const owed = priceOfPlate(plan, prices, this.router.policy);
      const parts = release.parts.filter((part) => plan.counts.some(({ partId }) => partId === part.id));
      const batch = Object.assign(new BatchRow(), {
        id: this.newId('batch'),
        orderId: order.id,
        labId: candidate.labId,
        labName: candidate.labName,
        machineId: candidate.machineId,
        machineName: candidate.machineName,
        distanceKm: candidate.distanceKm,
        state: 'planned' as const,
        attempt,
        pieces: plan.counts.map(({ partId, count }) => ({ partId, partName: nameOf.get(partId) ?? partId, count })),
        missing: [],
        plan,
        plate: await this.plates.make(release.title, parts, plan),
        owed,
        promisedMinor: labShareMinor(owed),
        decisionId,
        shipmentId: null,
      });
      await this.making.saveBatch(tx.manager, batch);
      batches.push(batch);
    }
    return batches;
  }

  private async strand(tx: Tx, order: MakingOrderRow, decided: Decided): Promise<void> {
    const wasStranded = order.state === 'stranded';
    order.state = 'stranded';
    order.strandedAt = new Date(tx.nowMs);
    await this.making.saveOrder(tx.manager, order);
    if (wasStranded) return;
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

const refusals = (order: MakingOrderRow, counts: (refusal: LabRefusal) => boolean): ReadonlyMap<LabId, string> =>
  new Map(
    Object.entries(order.refused)
      .filter(([, refusal]) => counts(refusal))
      .map(([labId, { reason }]) => [labId as LabId, reason]),
  );
