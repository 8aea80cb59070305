// The parts leave the lab: the customer's one-time code is right, or a carrier has them.

import { Inject, Injectable } from '@nestjs/common';
import { createHash, timingSafeEqual } from 'node:crypto';
import { HandoverConfirmed } from '#contracts/messages/order-messages';
import type { ShipmentId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { MINUTE_MS } from '#core/kernel/time';
import { UNIT_OF_WORK, type UnitOfWork, type Tx } from '#platform/database/unit-of-work';
import { hasRole, type Identity } from '#platform/http/identity';
import { LabsRepository } from '../labs/labs.repository.js';
import type { ShipmentRow } from './order.entity.js';
import type { ShipmentView } from './order-fact.js';
import { OrdersRepository } from './orders.repository.js';

const WRONG_CODES_ALLOWED = 5;
const LOCKED_FOR_MS = 10 * MINUTE_MS;

@Injectable()
export class HandOver {
  constructor(
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(OrdersRepository) private readonly orders: OrdersRepository,
    @Inject(LabsRepository) private readonly labs: LabsRepository,
  ) {}

  /** At the lab: the customer says the code. Five wrong ones close the shipment for ten minutes. */
  byCode(account: Identity, shipmentId: ShipmentId, code: string): Promise<Result<ShipmentView>> {
    return this.unitOfWork.run(async (tx) => {
      const found = await this.findReady(tx, account, shipmentId);
      if (!found.ok) return found;
      const shipment = found.value;
      if (shipment.pickupCode === null) {
        return refuse('shipment/not-ready', 'This shipment is to be sent; there is no code for it.', {
          remedy: 'Give it to a carrier.',
        });
      }
      const refused = await this.checkCode(tx, shipment, shipment.pickupCode, code);
      return refused ?? this.confirm(tx, shipment, { by: 'pickup-code' });
    });
  }

  byCarrier(
    account: Identity,
    shipmentId: ShipmentId,
    sent: { carrier: string; tracking?: string | undefined },
  ): Promise<Result<ShipmentView>> {
    return this.unitOfWork.run(async (tx) => {
      const found = await this.findReady(tx, account, shipmentId);
      if (!found.ok) return found;
      if (found.value.delivery === 'pickup') {
        return refuse('shipment/not-ready', 'The customer collects this shipment; it is not to be sent.', {
          remedy: 'Ask for the pick-up code.',
        });
      }
      return this.confirm(tx, found.value, { by: 'carrier', ...sent });
    });
  }

  private async findReady(tx: Tx, account: Identity, id: ShipmentId): Promise<Result<ShipmentRow>> {
    const shipment = await this.orders.findShipmentLocked(tx.manager, id);
    const lab = shipment && (await this.labs.find(shipment.labId, tx.manager));
    // Somebody else's shipment is as good as none: its existence is nobody's business.
    if (!shipment || (lab?.ownerId !== account.accountId && !hasRole(account, 'steward'))) {
      return refuse('shipment/not-found', `No lab of yours has a shipment ${id}.`, {
        remedy: 'Look at the lab’s work.',
      });
    }
    if (shipment.confirmedAt === null) return ok(shipment);
    return refuse(
      'shipment/already-handed-over',
      `The shipment was handed over on ${shipment.confirmedAt.toISOString()}.`,
    );
  }

  private async checkCode(
    tx: Tx,
    shipment: ShipmentRow,
    expected: string,
    given: string,
  ): Promise<Result<never> | undefined> {
    const lockedMs = (shipment.lockedUntil?.getTime() ?? 0) - tx.nowMs;
    if (lockedMs > 0) return closedFor(lockedMs);
    if (sameText(given.trim(), expected)) return undefined;
    const wrongCodes = shipment.wrongCodes + 1;
    const left = WRONG_CODES_ALLOWED - wrongCodes;
    await this.orders.updateShipment(tx.manager, shipment.id, {
      wrongCodes: left > 0 ? wrongCodes : 0,
      lockedUntil: left > 0 ? null : new Date(tx.nowMs + LOCKED_FOR_MS),
    });
    if (left <= 0) {
      return refuse('shipment/wrong-code', 'The code is wrong, and the shipment is closed for ten minutes.', {
        remedy: 'Meanwhile find the six digits on the page of the order: only its customer sees them.',
      });
    }
    return refuse('shipment/wrong-code', 'The code is wrong.', {
      remedy: `The customer finds the six digits on the page of the order.${left === 1 ? ' One more wrong code closes the shipment for ten minutes.' : ''}`,
    });
  }

  private async confirm(
    tx: Tx,
    shipment: ShipmentRow,
    how: { by: 'pickup-code' | 'carrier'; carrier?: string; tracking?: string | undefined },
  ): Promise<Result<ShipmentView>> {
    const { id, orderId, labId, delivery } = shipment;
    await this.orders.updateShipment(tx.manager, id, { confirmedAt: new Date(tx.nowMs) });
    await tx.tell(HandoverConfirmed, { kind: 'shipment', id }, { shipmentId: id, orderId, ...how });
    const order = (await this.orders.find(orderId, tx.manager))!;
    const shown = (await this.orders.pictureOf(order, tx.manager)).shipments.find((each) => each.id === id);
    const { by: _, ...sent } = how;
    return ok({
      ...(shown ?? { id, labId, labName: '', delivery, units: [] }),
      ...sent,
      state: 'handed-over',
    } as ShipmentView);
  }
}

function closedFor(lockedMs: number): Result<never> {
  return refuse('shipment/closed', `After ${WRONG_CODES_ALLOWED} wrong codes the shipment is closed for a while.`, {
    remedy: `Try again in ${Math.ceil(lockedMs / MINUTE_MS)} minutes.`,
    details: { retryAfterSeconds: Math.ceil(lockedMs / 1000) },
  });
}

/** Compares in a time that does not depend on where the texts differ. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
