// A gathering batch closes: its plate is fixed and composed, and each order's share of its cost is told.

import { Inject, Injectable } from '@nestjs/common';
import { BatchShared } from '#contracts/messages/making-messages';
import { workOf } from '#core/batch/lay-together';
import { shareCosts } from '#core/batch/share-costs';
import { labShareMinor, priceOfPlate } from '#core/costing/price-plate';
import { estimatesOf } from '#core/costing/plate-work';
import type { BatchId, LabId, OrderId } from '#core/kernel/ids';
import type { Tx } from '#platform/database/unit-of-work';
import { Router } from '../quoting/router.js';
import { MakingRepository, type LockedBatch, type WholeBatch } from './making.repository.js';
import { PlateMaker } from './plate-maker.js';
import { ReadBatch } from './read-batch.js';

@Injectable()
export class CloseBatch {
  @Inject(MakingRepository) private readonly making!: MakingRepository;
  @Inject(ReadBatch) private readonly readBatch!: ReadBatch;
  @Inject(Router) private readonly router!: Router;
  @Inject(PlateMaker) private readonly plates!: PlateMaker;

  /** Fixes what lies on the plate; all orders of the batch must be locked. */
  async run(tx: Tx, whole: LockedBatch): Promise<void> {
    const { batch, portions, orders } = whole;
    const releases = portions.map(({ orderId }) => orders.get(orderId)!.placed.release);
    const parts = releases.flatMap((release) => release.parts);
    const title = [...new Set(releases.map((release) => release.title))].join(', ');
    batch.plate = await this.plates.make(title, parts, batch.plan);
    batch.state = 'planned';
    await this.making.saveBatch(tx.manager, batch);
    const cheaper = portions.some(({ owed, promisedMinor }) => labShareMinor(owed) < promisedMinor);
    if (portions.length > 1 || cheaper) await this.share(tx, whole);
  }

  private async share(tx: Tx, whole: WholeBatch): Promise<void> {
    const { batch, portions } = whole;
    const prices = this.readBatch.site(batch, tx.nowMs)?.prices;
    // A lab that is gone will not answer the offer; what it asks is then nobody's question.
    if (!prices) return;
    const read = await this.readBatch.portions(tx.manager, whole);
    const estimates = estimatesOf(read.flatMap(({ parts }) => parts), batch.material); // prettier-ignore
    const shares = shareCosts(read.length, (members) => {
      const some = members.map((member) => read[member]!);
      return priceOfPlate(workOf(some, estimates), prices, this.router.policy);
    });
    for (const [index, portion] of portions.entries()) {
      portion.owed = shares[index]!;
      // Rounding may cost one of them a minor unit; nobody pays more than was promised.
      portion.savedMinor = Math.max(0, portion.promisedMinor - labShareMinor(portion.owed));
      await this.making.savePortion(tx.manager, portion);
      if (portions.length === 1) continue;
      await tx.tell(
        BatchShared,
        { kind: 'order', id: portion.orderId },
        {
          orderId: portion.orderId as OrderId,
          batchId: batch.id as BatchId,
          labId: batch.labId as LabId,
          labName: batch.labName,
          orders: portions.length,
          savedMinor: portion.savedMinor,
          currency: prices.currency,
        },
      );
    }
  }
}
