// An order leaves a plate that still gathers: the others' pieces stay where they lie.

import { Inject, Injectable } from '@nestjs/common';
import { planTogether } from '#core/batch/lay-together';
import { estimatesOf } from '#core/costing/plate-work';
import type { Tx } from '#platform/database/unit-of-work';
import { PortionRow } from './making.entity.js';
import { MakingRepository, type WholeBatch } from './making.repository.js';
import { ReadBatch } from './read-batch.js';

@Injectable()
export class LeaveBatch {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(ReadBatch) private readonly readBatch: ReadBatch,
  ) {}

  /** The order and the machine's gathering must be locked, and the batch still gather. */
  async run(tx: Tx, { batch, portions }: WholeBatch, orderId: string): Promise<void> {
    const others = portions.filter((portion) => portion.orderId !== orderId);
    await tx.manager.delete(PortionRow, { batchId: batch.id, orderId });
    const read = await this.readBatch.portions(tx.manager, { batch, portions: others });
    const laid = batch.plan.placements.filter((piece) => piece.orderId !== orderId);
    const estimates = estimatesOf(read.flatMap(({ parts }) => parts), batch.material); // prettier-ignore
    batch.plan = planTogether(read, laid, estimates);
    if (others.length === 0) batch.state = 'cancelled';
    await this.making.saveBatch(tx.manager, batch);
  }
}
