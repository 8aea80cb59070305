// Orders, batches and portions in and out of Postgres. The rows of the orders are the locks under which everything of
// them changes; whoever needs several takes them in the order of their ids.

import { Injectable } from '@nestjs/common';
import { In, type EntityManager, type EntityTarget } from 'typeorm';
import { LIVING_BATCH, type PieceCount } from '#core/batch/batch';
import { BatchRow, MakingOrderRow, PortionRow } from './making.entity.js';

/** A batch with what of each order lies in it, the portions in the order in which they are labelled. */
export interface WholeBatch {
  readonly batch: BatchRow;
  readonly portions: readonly PortionRow[];
}

/** A batch whose orders are all locked. */
export interface LockedBatch extends WholeBatch {
  readonly orders: ReadonlyMap<string, MakingOrderRow>;
}

/** A portion with its batch. */
export interface PortionOf {
  readonly portion: PortionRow;
  readonly batch: BatchRow;
}

/** A job in a lab's queue. */
export interface WaitingJob {
  readonly jobId: string;
  readonly labId: string;
  readonly machineId: string;
  readonly seconds: number;
  readonly orderId: string;
  readonly batchId: string;
  readonly promisedAt: Date;
}

@Injectable()
export class MakingRepository {
  /**
   * The order, locked until the transaction ends together with all that share a living batch with it, because a fact
   * about the batch is told of each; undefined when the scheduler does not know it.
   */
  async lock(manager: EntityManager, orderId: string): Promise<MakingOrderRow | undefined> {
    const sharing: { orderId: string }[] = await manager.query(
      `select distinct other.order_id as "orderId" from portion mine
       join batch on batch.id = mine.batch_id and batch.state = any($2) join portion other on other.batch_id = batch.id
       where mine.order_id = $1`,
      [orderId, LIVING_BATCH],
    );
    const locked = await this.lockAll(manager, [orderId, ...sharing.map((each) => each.orderId)]);
    return locked.get(orderId);
  }

  /** These orders, locked. */
  async lockAll(manager: EntityManager, orderIds: readonly string[]): Promise<Map<string, MakingOrderRow>> {
    const orders = await manager.find(MakingOrderRow, {
      where: { id: In([...new Set(orderIds)]) },
      order: { id: 'asc' },
      lock: { mode: 'pessimistic_write' },
    });
    return new Map(orders.map((order) => [order.id, order]));
  }

  /** Locks all orders of a batch, then reads it. */
  async lockBatch(manager: EntityManager, batchId: string): Promise<LockedBatch> {
    const before = await manager.findBy(PortionRow, { batchId });
    const orders = await this.lockAll(manager, before.map(({ orderId }) => orderId)); // prettier-ignore
    return { ...(await this.whole(manager, batchId)), orders };
  }

  /** Orders as they are, without a lock. */
  async orders(manager: EntityManager, orderIds: readonly string[]): Promise<Map<string, MakingOrderRow>> {
    const orders = await manager.findBy(MakingOrderRow, { id: In([...orderIds]) });
    return new Map(orders.map((order) => [order.id, order]));
  }

  async whole(manager: EntityManager, batchId: string): Promise<WholeBatch> {
    const batch = await manager.findOneByOrFail(BatchRow, { id: batchId });
    const portions = await manager.find(PortionRow, { where: { batchId }, order: { orderId: 'asc' } });
    return { batch, portions };
  }

  /** Nobody else puts pieces on the plates of this machine, or closes them, until the transaction ends. */
  async lockGathering(manager: EntityManager, machineId: string): Promise<void> {
    await manager.query(`select pg_advisory_xact_lock(hashtextextended('gathering ' || $1, 0))`, [machineId]);
  }

  /** The batches of a machine that still gather pieces with these settings, oldest first. */
  async gathering(manager: EntityManager, machineId: string, settingsKey: string): Promise<WholeBatch[]> {
    const batches = await manager.find(BatchRow, {
      where: { machineId, settingsKey, state: 'gathering' },
      order: { id: 'asc' },
    });
    return Promise.all(batches.map(({ id }) => this.whole(manager, id)));
  }

  /** Batches that gather pieces with these settings, on whichever machine; the newest, and not very many. */
  async gatheringAlike(manager: EntityManager, settingsKey: string): Promise<WholeBatch[]> {
    const batches = await manager.find(BatchRow, {
      where: { settingsKey, state: 'gathering' },
      order: { id: 'desc' },
      take: 20,
    });
    return Promise.all(batches.map(({ id }) => this.whole(manager, id)));
  }

  /** New rows are inserted as they are: saving would look first whether they are there. */
  async add(manager: EntityManager, row: MakingOrderRow | BatchRow | PortionRow): Promise<void> {
    await manager.insert(row.constructor as EntityTarget<typeof row>, row as never);
  }

  async saveOrder(manager: EntityManager, order: MakingOrderRow): Promise<void> {
    await manager.save(MakingOrderRow, order);
  }

  async saveBatch(manager: EntityManager, batch: BatchRow): Promise<void> {
    await manager.save(BatchRow, batch);
  }

  async savePortion(manager: EntityManager, portion: PortionRow): Promise<void> {
    await manager.save(PortionRow, portion);
  }

  /** What of an order lies in which batch; in the order of the batches' ids. */
  async portionsOf(manager: EntityManager, orderId: string): Promise<PortionOf[]> {
    const portions = await manager.find(PortionRow, { where: { orderId }, order: { batchId: 'asc' } });
    const batches = await manager.findBy(BatchRow, { id: In(portions.map(({ batchId }) => batchId)) });
    const byId = new Map(batches.map((batch) => [batch.id, batch]));
    return portions.map((portion) => ({ portion, batch: byId.get(portion.batchId)! }));
  }

  async livingBatches(manager: EntityManager, orderId: string): Promise<WholeBatch[]> {
    const living = (await this.portionsOf(manager, orderId)).filter(({ batch }) => LIVING_BATCH.includes(batch.state));
    return Promise.all(living.map(({ batch }) => this.whole(manager, batch.id)));
  }

  /** Who came to plates like this at the lab lately, oldest first. */
  latePortions(
    manager: EntityManager,
    { labId, settingsKey }: Pick<BatchRow, 'labId' | 'settingsKey'>,
    count: number,
  ): Promise<{ orderId: string; pieces: PieceCount[]; promisedAt: Date; plannedAt: Date }[]> {
    return manager.query(
      `select * from (
         select order_id as "orderId", pieces, promised_at as "promisedAt", decided_at as "plannedAt"
         from portion join batch on batch.id = batch_id join decision on decision.id = decision_id
         where lab_id = $1 and settings_key = $2 and portion.attempt = 1 order by decided_at desc limit $3
       ) as latest order by "plannedAt"`,
      [labId, settingsKey, count],
    );
  }

  /** Jobs that no machine has permission for yet, of batches that one order has alone; those accepted first come first. */
  waitingJobs(manager: EntityManager): Promise<WaitingJob[]> {
    return manager.query(
      `select job.id as "jobId", job.lab_id as "labId", job.machine_id as "machineId", estimate_seconds as seconds,
         portion.order_id as "orderId", portion.batch_id as "batchId", portion.promised_at as "promisedAt"
       from job join portion on portion.batch_id = job.batch_id
       where job.state = 'accepted'
         and not exists (select 1 from portion other where other.batch_id = job.batch_id and other.order_id <> portion.order_id)
       order by job.id limit 1000`,
    );
  }

  strandedOrderIds(manager: EntityManager): Promise<{ id: string }[]> {
    return manager.query(`select id from making_order where state = 'stranded' order by stranded_at limit 200`);
  }

  /** Batches that gather, those that must close first; a look at all of them costs little. */
  gatheringIds(manager: EntityManager): Promise<{ id: string; closeAt: Date; version: number }[]> {
    return manager.query(
      `select id, close_at as "closeAt", version from batch where state = 'gathering' order by close_at limit 1000`,
    );
  }
}
