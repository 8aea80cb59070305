// When a lab has nothing of an order left to make, what it made is one shipment.

import { Inject, Injectable } from '@nestjs/common';
import { ShipmentReady } from '#contracts/messages/making-messages';
import { addPieces, LIVING_BATCH } from '#core/batch/batch';
import { addBreakdowns } from '#core/costing/price-plate';
import type { LabId, NewId, ShipmentId } from '#core/kernel/ids';
import { transportMinor } from '#core/routing/route';
import { NEW_ID } from '#platform/clock/clock';
import type { Tx } from '#platform/database/unit-of-work';
import type { MakingOrderRow } from '../planning/making.entity.js';
import { MakingRepository, type PortionOf } from '../planning/making.repository.js';
import { Router } from '../quoting/router.js';
import { ShipmentRow } from './shipment.entity.js';

@Injectable()
export class GatherShipment {
  constructor(
    @Inject(MakingRepository) private readonly making: MakingRepository,
    @Inject(Router) private readonly router: Router,
    @Inject(NEW_ID) private readonly newId: NewId,
  ) {}

  async run(tx: Tx, { placed, id: orderId }: MakingOrderRow): Promise<void> {
    const all = await this.making.portionsOf(tx.manager, orderId);
    const waiting = all.filter(isWaiting);
    const stillMaking = new Set(
      all.filter(({ batch }) => LIVING_BATCH.includes(batch.state)).map(({ batch }) => batch.labId),
    );
    for (const labId of new Set(waiting.map(({ batch }) => batch.labId))) {
      if (stillMaking.has(labId)) continue;
      const theirs = waiting.filter(({ batch }) => batch.labId === labId);
      const { labName } = theirs[0]!.batch;
      const portions = theirs.map(({ portion }) => portion);
      const owed = addBreakdowns(portions.map((portion) => portion.owed));
      const transport = transportMinor(portions[0]!.distanceKm, placed.delivery, this.router.policy);
      const shipment = Object.assign(new ShipmentRow(), {
        id: this.newId('shipment'),
        orderId,
        labId,
        labName,
        state: 'ready' as const,
        units: addPieces(portions.map(({ pieces }) => pieces)),
        owed: { ...owed, transport },
        savedMinor: portions.reduce((sum, portion) => sum + portion.savedMinor, 0),
        moreMinor: portions.reduce((sum, portion) => sum + portion.moreMinor, 0),
      });
      await tx.manager.insert(ShipmentRow, shipment as never);
      for (const portion of portions) {
        portion.shipmentId = shipment.id;
        await this.making.savePortion(tx.manager, portion);
      }
      await tx.tell(
        ShipmentReady,
        { kind: 'order', id: orderId },
        {
          shipmentId: shipment.id as ShipmentId,
          orderId: placed.orderId,
          labId: labId as LabId,
          labName,
          delivery: placed.delivery,
          units: shipment.units,
        },
      );
    }
  }
}

/** Made, at least in part, and in no shipment yet. */
export const isWaiting = ({ portion, batch }: PortionOf): boolean =>
  batch.state === 'made' && portion.shipmentId === null && portion.pieces.length > 0;
