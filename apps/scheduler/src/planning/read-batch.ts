// What the core needs to know of a batch: its portions with their parts and promises, and where it is to be made.

import { Inject, Injectable } from '@nestjs/common';
import type { Joining, PromisedPortion } from '#core/batch/gathering';
import { lying, type TurnedPart } from '#core/batch/lay-together';
import type { PartCount } from '#core/costing/plate-work';
import type { LabPrices, LiveMachine } from '#core/lab/lab';
import type { Tx } from '#platform/database/unit-of-work';
import { NetworkPicture } from '../network/network-picture.js';
import { Router } from '../quoting/router.js';
import type { BatchRow, MakingOrderRow } from './making.entity.js';
import { MakingRepository, type WholeBatch } from './making.repository.js';

/** Where a batch is to be made. */
export interface Site extends Pick<Joining, 'slot' | 'fromMs'> {
  readonly machine: LiveMachine;
  readonly prices: LabPrices;
}

/** Time for the machine to be made ready and for a look every second, milliseconds. */
const MARGIN_MS = 60_000;

@Injectable()
export class ReadBatch {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(NetworkPicture) private readonly picture: NetworkPicture,
    @Inject(Router) private readonly router: Router,
  ) {}

  /** The portions as the core sees them, in the order in which they are labelled. */
  async portions(manager: Tx['manager'], { portions }: WholeBatch): Promise<PromisedPortion[]> {
    const orders = await this.making.orders(manager, portions.map(({ orderId }) => orderId)); // prettier-ignore
    return portions.map(({ orderId, pieces, turned }) => portionOf(orders.get(orderId)!, pieces, turned));
  }

  /** The machine, its prices, and when it could begin; undefined when it is not in the network any more. */
  site({ labId, machineId }: Pick<BatchRow, 'labId' | 'machineId'>, nowMs: number): Site | undefined {
    const lab = this.picture.lab(labId);
    const machine = lab?.machines.find(({ id }) => id === machineId);
    if (!lab || !machine) return undefined;
    const fromMs = Math.max(nowMs + this.answerMs(labId) + MARGIN_MS, machine.freeAtMs);
    return { slot: { lab: lab.profile }, fromMs, machine, prices: lab.profile.prices };
  }

  /** When a batch must be offered, so that it begins at an instant even if the lab answers at the last moment. */
  closeAtMs(labId: string, latestStartMs: number): number {
    return latestStartMs - this.answerMs(labId) - MARGIN_MS;
  }

  private answerMs(labId: string): number {
    return this.router.policy.answerWithinMs[this.picture.answersOf(labId)];
  }
}

/** What of an order these counts are. */
export function portionOf(
  { placed, promisedAt }: MakingOrderRow,
  counts: readonly PartCount[],
  turned: readonly TurnedPart[],
): PromisedPortion {
  const used = placed.release.parts.filter(({ id }) => counts.some(({ partId }) => partId === id));
  const parts = lying(used, turned);
  const plain = counts.map(({ partId, count }) => ({ partId, count }));
  return { orderId: placed.orderId, parts, counts: plain, turned, promisedAtMs: promisedAt.getTime() };
}
