// Pieces of an order find their plate: one that gathers at the machine, where that is better for all on it, or a new one.

import { Inject, Injectable } from '@nestjs/common';
import { judgeJoining, latestStart, settingsKey } from '#core/batch/gathering';
import { planTogether, type BatchPlan, type TurnedPart } from '#core/batch/lay-together';
import { labShareMinor, priceOfPlate } from '#core/costing/price-plate';
import type { PlatePlan } from '#core/costing/plan-plates';
import { estimatesOf } from '#core/costing/plate-work';
import type { NewId } from '#core/kernel/ids';
import type { Candidate } from '#core/routing/route';
import { NEW_ID } from '#platform/clock/clock';
import type { Tx } from '#platform/database/unit-of-work';
import { NetworkPicture } from '../network/network-picture.js';
import { Router } from '../quoting/router.js';
import { BatchRow, PortionRow, type MakingOrderRow } from './making.entity.js';
import { MakingRepository, type WholeBatch } from './making.repository.js';
import { Nest } from './nest.js';
import { portionOf, ReadBatch } from './read-batch.js';
import { requestOf } from './request-of.js';

/** Some pieces of an order for one plate of one machine. */
export interface ToPlace {
  readonly order: MakingOrderRow;
  readonly plan: PlatePlan;
  readonly candidate: Candidate;
  readonly decisionId: string;
  readonly attempt: number;
}

/** A gathering plate with what is to join it. */
interface Joint {
  readonly whole: WholeBatch;
  readonly plan: BatchPlan;
  readonly latestStartMs: number;
  readonly savesMinor: number;
}

@Injectable()
export class Gather {
  @Inject(MakingRepository) private readonly making!: MakingRepository;
  @Inject(ReadBatch) private readonly readBatch!: ReadBatch;
  @Inject(NetworkPicture) private readonly picture!: NetworkPicture;
  @Inject(Router) private readonly router!: Router;
  @Inject(Nest) private readonly nest!: Nest;
  @Inject(NEW_ID) private readonly newId!: NewId;

  /** Puts the pieces on a plate and answers it; the order's row must be locked. */
  async place(tx: Tx, toPlace: ToPlace): Promise<BatchRow> {
    const { order, candidate, plan } = toPlace;
    const { parts } = portionOf(order, plan.counts, candidate.turned);
    const { material, color } = requestOf(order, plan.counts, 'order');
    const key = settingsKey(parts, material, color);
    await this.making.lockGathering(tx.manager, candidate.machineId);
    const gathering = await this.making.gathering(tx.manager, candidate.machineId, key);
    const joints: Joint[] = [];
    for (const whole of gathering) {
      const joint = await this.consider(tx, toPlace, whole);
      if (joint) joints.push(joint);
    }
    const [best] = joints.sort((a, b) => b.savesMinor - a.savesMinor);
    const batch = best ? await this.join(tx, toPlace, best) : await this.open(tx, toPlace, key);
    await this.making.add(tx.manager, this.portionRow(toPlace, batch.id));
    return batch;
  }

  private async consider(tx: Tx, { order, plan, candidate }: ToPlace, whole: WholeBatch): Promise<Joint | undefined> {
    if (whole.portions.some(({ orderId }) => orderId === order.id)) return undefined;
    const there = await this.readBatch.portions(tx.manager, whole);
    const joining = portionOf(order, plan.counts, turnedIn(candidate));
    const all = [...there, joining];
    const estimates = estimatesOf(all.flatMap(({ parts }) => parts), whole.batch.material); // prettier-ignore
    const site = this.readBatch.site(whole.batch, tx.nowMs);
    if (!site) return undefined;
    const pricing = { prices: site.prices, policy: this.router.policy, estimates };
    const judged = judgeJoining({ there, joining, pricing, ...site });
    if (!judged) return undefined;
    const laid = await this.nest.together(all, { machine: site.machine, gapMm: this.router.policy.gapMm });
    return laid && { whole, plan: planTogether(all, laid, estimates), ...judged };
  }

  private async join(tx: Tx, { order, attempt }: ToPlace, joint: Joint): Promise<BatchRow> {
    const { batch } = joint.whole;
    batch.plan = joint.plan;
    batch.attempt = Math.max(batch.attempt, attempt);
    // Who does not want to wait is not kept waiting: the plate closes at the next look.
    const closeAtMs = mayWait(order) ? this.readBatch.closeAtMs(batch.labId, joint.latestStartMs) : tx.nowMs;
    batch.closeAt = new Date(Math.min(batch.closeAt.getTime(), closeAtMs));
    await this.making.saveBatch(tx.manager, batch);
    return batch;
  }

  private async open(tx: Tx, toPlace: ToPlace, key: string): Promise<BatchRow> {
    const { order, plan, candidate, attempt } = toPlace;
    const { labId, labName, machineId, machineName } = candidate;
    const { material, color = null } = requestOf(order, plan.counts, 'order');
    const own = portionOf(order, plan.counts, turnedIn(candidate));
    const laid = plan.placements.map(({ tag: partId, xMm, yMm, turned }) => {
      return { orderId: order.placed.orderId, partId, xMm, yMm, rotationDeg: turned ? 90 : 0 } as const;
    });
    const batch = Object.assign(new BatchRow(), {
      id: this.newId('batch'),
      labId,
      labName,
      machineId,
      machineName,
      material,
      color,
      attempt,
      state: 'planned' as const,
      settingsKey: key,
      closeAt: new Date(tx.nowMs),
      plan: planTogether([own], laid, estimatesOf(own.parts, material)),
      plate: null,
    });
    const site = mayWait(order) ? this.readBatch.site(batch, tx.nowMs) : undefined;
    const latestMs = site && latestStart([own], plan, site);
    const closeAtMs = latestMs === undefined ? tx.nowMs : this.readBatch.closeAtMs(labId, latestMs);
    if (closeAtMs > tx.nowMs) Object.assign(batch, { state: 'gathering', closeAt: new Date(closeAtMs) });
    await this.making.add(tx.manager, batch);
    return batch;
  }

  private portionRow({ order, plan, candidate, decisionId, attempt }: ToPlace, batchId: string): PortionRow {
    const { prices } = this.picture.lab(candidate.labId)!.profile;
    const owed = priceOfPlate(plan, prices, this.router.policy);
    const nameOf = new Map(order.placed.release.parts.map((part) => [part.id, part.name]));
    return Object.assign(new PortionRow(), {
      batchId,
      orderId: order.id,
      attempt,
      pieces: plan.counts.map(({ partId, count }) => ({ partId, partName: nameOf.get(partId) ?? partId, count })),
      turned: turnedIn(candidate),
      missing: [],
      owed,
      promisedMinor: labShareMinor(owed),
      savedMinor: 0,
      moreMinor: 0,
      promisedAt: order.promisedAt,
      waits: mayWait(order),
      distanceKm: candidate.distanceKm,
      counterMoreMinor: null,
      counterAgreed: null,
      decisionId,
      shipmentId: null,
    });
  }
}

const turnedIn = ({ turned }: Candidate): TurnedPart[] =>
  turned.map(({ partId, rotation, boxMm }) => ({ partId, rotation, boxMm }));

/** The customer chose to wait for others. */
const mayWait = ({ placed }: MakingOrderRow): boolean => (placed.canWaitMs ?? 0) > 0;
