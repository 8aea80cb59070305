// Whose time has come among the plates that gather: each is closed and offered, or, where its lab is not heard of or does not
// answer any more, given up and its pieces planned elsewhere.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { BatchDropped } from '#contracts/messages/making-messages';
import type { BatchId, LabId, OrderId } from '#core/kernel/ids';
import { PULSE_EVERY_MS } from '#core/lab/lab';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import { UNIT_OF_WORK, type Tx, type UnitOfWork } from '#platform/database/unit-of-work';
import type { RunsRegularly } from '#platform/messaging/handlers';
import { NetworkPicture } from '../network/network-picture.js';
import { MakeOffers } from '../offers/make-offers.js';
import { CloseBatch } from './close-batch.js';
import { MakingRepository, type LockedBatch } from './making.repository.js';
import { RouteAgain } from './route-again.js';
import { WaitingRoom } from './waiting-room.js';

/** A lab may have spoken while nobody listened: so long it is listened for, well within the margin of a plate's time. */
const LISTEN_MS = 2 * PULSE_EVERY_MS;

/** May its lab be asked now? A reason says why it never will be with this plate. */
type Asking = 'yes' | 'later' | { readonly no: string };

@Injectable()
export class CloseBatches implements RunsRegularly {
  @Inject(DATA_SOURCE) private readonly source!: DataSource;
  @Inject(UNIT_OF_WORK) private readonly unitOfWork!: UnitOfWork;
  @Inject(CLOCK) private readonly clock!: Clock;
  @Inject(MakingRepository) private readonly making!: MakingRepository;
  @Inject(NetworkPicture) private readonly picture!: NetworkPicture;
  @Inject(CloseBatch) private readonly closeBatch!: CloseBatch;
  @Inject(MakeOffers) private readonly makeOffers!: MakeOffers;
  @Inject(RouteAgain) private readonly routeAgain!: RouteAgain;
  @Inject(WaitingRoom) private readonly waitingRoom!: WaitingRoom;
  /** Of batches whose time has come, since when their labs are listened for. */
  private readonly listeningSince = new Map<string, number>();

  async run(): Promise<void> {
    const gathering = await this.making.gatheringIds(this.source.manager);
    for (const { id, closeAt, version } of gathering) {
      const isDue = closeAt.getTime() <= this.clock.now() || (await this.waitingRoom.isTime(id, version));
      if (isDue) await this.unitOfWork.run((tx) => this.close(tx, id));
    }
    const left = gathering.map(({ id }) => id);
    this.waitingRoom.forgetOthers(left);
    for (const id of this.listeningSince.keys()) if (!left.includes(id)) this.listeningSince.delete(id);
  }

  private async close(tx: Tx, batchId: string): Promise<void> {
    const { orders, batch } = await this.making.lockBatch(tx.manager, batchId);
    await this.making.lockGathering(tx.manager, batch.machineId);
    const whole = { ...(await this.making.whole(tx.manager, batchId)), orders };
    // Somebody joined, or closed it, while the locks were waited for: the next look is soon.
    if (whole.batch.state !== 'gathering' || whole.portions.some(({ orderId }) => !orders.has(orderId))) return;
    const asking = this.mayAsk(whole.batch, tx.nowMs);
    if (asking === 'later') return;
    if (asking !== 'yes') return this.giveUp(tx, whole, asking.no);
    await this.closeBatch.run(tx, whole);
    await this.makeOffers.offer(tx, whole);
  }

  private mayAsk({ id, labId, labName }: LockedBatch['batch'], nowMs: number): Asking {
    const sight = this.picture.lab(labId)?.sight ?? 'away';
    if (sight === 'live') {
      this.listeningSince.delete(id);
      return 'yes';
    }
    if (sight === 'quiet') return { no: `${labName} let offers lapse and has not said that it is back.` };
    // Nobody is heard of: then it is we who hear nothing, and nobody else could be asked either.
    if (!this.picture.all().some((lab) => lab.sight === 'live')) return 'later';
    const sinceMs = this.listeningSince.get(id) ?? nowMs;
    this.listeningSince.set(id, sinceMs);
    return nowMs - sinceMs < LISTEN_MS ? 'later' : { no: `${labName} is silent.` };
  }

  /** The batch ends, and each of its orders is planned anew. */
  private async giveUp(tx: Tx, { batch, portions, orders }: LockedBatch, reason: string): Promise<void> {
    batch.state = 'dropped';
    await this.making.saveBatch(tx.manager, batch);
    for (const portion of portions) {
      portion.missing = portion.pieces;
      await this.making.savePortion(tx.manager, portion);
      const { labId, labName } = batch;
      const ids = { orderId: portion.orderId as OrderId, batchId: batch.id as BatchId, labId: labId as LabId };
      await tx.tell(BatchDropped, { kind: 'order', id: portion.orderId }, { ...ids, labName, reason });
    }
    for (const { orderId } of portions) await this.routeAgain.run(tx, orders.get(orderId)!, batch.id, {});
  }
}
