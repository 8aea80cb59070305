// Orders and batches in and out of Postgres. The order's row is the lock under which everything of it changes.

import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { LIVING_BATCH } from '#core/batch/batch';
import { BatchRow, MakingOrderRow } from './making.entity.js';

@Injectable()
export class MakingRepository {
  /** The order, locked until the transaction ends; undefined when the scheduler does not know it. */
  async lock(manager: EntityManager, orderId: string): Promise<MakingOrderRow | undefined> {
    const order = await manager.findOne(MakingOrderRow, {
      where: { id: orderId },
      lock: { mode: 'pessimistic_write' },
    });
    return order ?? undefined;
  }

  async saveOrder(manager: EntityManager, order: MakingOrderRow): Promise<void> {
    await manager.save(MakingOrderRow, order);
  }

  async saveBatch(manager: EntityManager, batch: BatchRow): Promise<void> {
    await manager.save(BatchRow, batch);
  }

  async batch(manager: EntityManager, batchId: string): Promise<BatchRow> {
    return manager.findOneByOrFail(BatchRow, { id: batchId });
  }

  batchesOf(manager: EntityManager, orderId: string): Promise<BatchRow[]> {
    return manager.find(BatchRow, { where: { orderId }, order: { id: 'asc' } });
  }

  livingBatches(manager: EntityManager, orderId: string): Promise<BatchRow[]> {
    return manager.find(BatchRow, { where: { orderId, state: In([...LIVING_BATCH]) }, order: { id: 'asc' } });
  }

  strandedOrderIds(manager: EntityManager): Promise<{ id: string }[]> {
    return manager.query(`select id from making_order where state = 'stranded' order by stranded_at limit 200`);
  }
}
