// The gateway confirmed that a shipment left the lab: it is closed, and what is owed is told to the ledger.

import { Inject, Injectable } from '@nestjs/common';
import type { DataOf } from '#contracts/define-message';
import type { HandoverConfirmed } from '#contracts/messages/order-messages';
import { ShipmentHandedOver } from '#contracts/messages/making-messages';
import { LIVING_BATCH } from '#core/batch/batch';
import type { LabId } from '#core/kernel/ids';
import { decideHandOver } from '#core/shipment/shipment';
import type { Tx } from '#platform/database/unit-of-work';
import type { MakingOrderRow } from '../planning/making.entity.js';
import { MakingRepository } from '../planning/making.repository.js';
import { isWaiting } from './gather-shipment.js';
import { ShipmentRow } from './shipment.entity.js';

@Injectable()
export class HandOver {
  constructor(@Inject(MakingRepository) private readonly making: MakingRepository) {}

  async run(tx: Tx, order: MakingOrderRow, confirmed: DataOf<typeof HandoverConfirmed>): Promise<void> {
    const shipment = await tx.manager.findOneBy(ShipmentRow, { id: confirmed.shipmentId, orderId: order.id });
    if (shipment === null || !decideHandOver(shipment.state).ok) return;
    shipment.state = 'handed-over';
    await tx.manager.save(ShipmentRow, shipment);
    const orderComplete = await this.isComplete(tx, order);
    if (orderComplete) {
      order.state = 'complete';
      await this.making.saveOrder(tx.manager, order);
    }
    const { placed } = order;
    await tx.tell(
      ShipmentHandedOver,
      { kind: 'order', id: order.id },
      {
        shipmentId: confirmed.shipmentId,
        orderId: placed.orderId,
        labId: shipment.labId as LabId,
        labName: shipment.labName,
        delivery: placed.delivery,
        by: confirmed.by,
        carrier: confirmed.carrier,
        tracking: confirmed.tracking,
        owed: shipment.owed,
        savedMinor: shipment.savedMinor,
        moreMinor: shipment.moreMinor,
        currency: placed.currency,
        orderComplete,
      },
    );
  }

  /** Everything that was to be made is handed over. */
  async isComplete(tx: Tx, order: MakingOrderRow): Promise<boolean> {
    const portions = await this.making.portionsOf(tx.manager, order.id);
    const unmade = order.unplanned.length > 0 || order.held.length > 0;
    const open = portions.some(
      (each) => LIVING_BATCH.includes(each.batch.state) || each.portion.missing.length > 0 || isWaiting(each),
    );
    const waiting = await tx.manager.existsBy(ShipmentRow, { orderId: order.id, state: 'ready' });
    return !open && !unmade && !waiting && order.state !== 'stranded';
  }
}
