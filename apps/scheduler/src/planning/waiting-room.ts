// Whether a plate that could still wait had better close now: from who came to such plates before, and who may come.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { closeOrWait, MEMORY, shapeOf, type Closing } from '#core/batch/close-or-wait';
import type { Pricing } from '#core/batch/gathering';
import { estimatesOf } from '#core/costing/plate-work';
import { learnArrivals, type Learnt } from '#core/waiting/learn-arrivals';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import { Router } from '../quoting/router.js';
import type { BatchRow } from './making.entity.js';
import { MakingRepository, type WholeBatch } from './making.repository.js';
import { portionOf, ReadBatch } from './read-batch.js';

/** What was found of a batch as it was. */
interface Looked {
  readonly version: number;
  readonly againAtMs: number;
  /** Where other work was being made; undefined: nowhere. */
  readonly busy: Pick<BatchRow, 'labId' | 'machineId'> | undefined;
}

@Injectable()
export class WaitingRoom {
  @Inject(DATA_SOURCE) private readonly source!: DataSource;
  @Inject(CLOCK) private readonly clock!: Clock;
  @Inject(MakingRepository) private readonly making!: MakingRepository;
  @Inject(ReadBatch) private readonly readBatch!: ReadBatch;
  @Inject(Router) private readonly router!: Router;
  private readonly looked = new Map<string, Looked>();

  /** Looks at a gathering batch when somebody joined it, or when its time to be looked at again has come. */
  async isTime(batchId: string, version: number): Promise<boolean> {
    const before = this.looked.get(batchId);
    const nowMs = this.clock.now();
    const isKnown = before?.version === version && nowMs < before.againAtMs;
    if (isKnown && !this.isFreeSooner(before, nowMs)) return false;
    const whole = await this.making.whole(this.source.manager, batchId);
    const { labId, machineId } = whole.batch;
    const busy = this.busyUntil(whole.batch, nowMs) === undefined ? undefined : { labId, machineId };
    const closing = await this.judge(whole, nowMs);
    this.looked.set(batchId, { version, againAtMs: closing.close ? 0 : closing.lookAgainAtMs, busy });
    return closing.close;
  }

  /** Its machine was busy with other work when it was looked at, and is done before it was expected to be. */
  private isFreeSooner({ busy }: Looked, nowMs: number): boolean {
    return busy !== undefined && this.busyUntil(busy, nowMs) === undefined;
  }

  /** Until when closing a batch would begin nothing sooner; undefined: its machine is free, or gone. */
  private busyUntil(at: Pick<BatchRow, 'labId' | 'machineId'>, nowMs: number): number | undefined {
    const site = this.readBatch.site(at, nowMs);
    const untilMs = site && this.readBatch.closeAtMs(at.labId, site.machine.freeAtMs);
    return untilMs !== undefined && untilMs > nowMs ? untilMs : undefined;
  }

  /** Batches that gather no more need not be remembered. */
  forgetOthers(gathering: readonly string[]): void {
    if (this.looked.size <= gathering.length) return;
    const living = new Set(gathering);
    for (const id of this.looked.keys()) if (!living.has(id)) this.looked.delete(id);
  }

  private async judge(whole: WholeBatch, nowMs: number): Promise<Closing> {
    const { batch } = whole;
    const site = this.readBatch.site(batch, nowMs);
    const closeAtMs = batch.closeAt.getTime();
    if (!site) return { close: false, lookAgainAtMs: closeAtMs, reason: 'The lab is not in the network now.' };
    const busyUntilMs = this.busyUntil(batch, nowMs);
    if (busyUntilMs !== undefined)
      return {
        close: false,
        lookAgainAtMs: Math.min(busyUntilMs, closeAtMs),
        reason: 'The machine is busy until then.',
      };
    const portions = await this.readBatch.portions(this.source.manager, whole);
    const estimates = estimatesOf(portions.flatMap(({ parts }) => parts), batch.material); // prettier-ignore
    const pricing: Pricing = { prices: site.prices, policy: this.router.policy, estimates };
    const learnt = await this.learnt(whole, pricing);
    return closeOrWait({ portions, machine: site.machine, pricing, closeAtMs, nowMs, learnt });
  }

  private async learnt({ batch }: WholeBatch, { prices, policy }: Pricing): Promise<Learnt | undefined> {
    const { manager } = this.source;
    const late = await this.making.latePortions(manager, batch, MEMORY.jobs);
    const came = late.filter(({ pieces }) => pieces.length > 0);
    const orders = await this.making.orders(manager, came.map(({ orderId }) => orderId)); // prettier-ignore
    const events = came.map(({ orderId, pieces, plannedAt, promisedAt }) => {
      const portion = portionOf(orders.get(orderId)!, pieces, []);
      const shape = shapeOf(portion, { prices, policy, estimates: estimatesOf(portion.parts, batch.material) });
      const noticeMs = promisedAt.getTime() - plannedAt.getTime();
      return { atMs: plannedAt.getTime(), key: batch.settingsKey, job: { ...shape, noticeMs } };
    });
    return learnArrivals(new Map(), events, MEMORY).get(batch.settingsKey);
  }
}
