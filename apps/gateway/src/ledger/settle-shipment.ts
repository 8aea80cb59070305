// Pays out what is owed for a shipment that was handed over, once.

import { Inject, Injectable } from '@nestjs/common';
import type { DataOf } from '#contracts/define-message';
import type { OrderEnded, ShipmentHandedOver } from '#contracts/messages/making-messages';
import type { OrderId } from '#core/kernel/ids';
import { COMMONS_FUND, holdAccount, settleEarlyEnd, settleOrderShare, type Posting } from '#core/settlement/settle';
import type { Tx } from '#platform/database/unit-of-work';
import { PermanentFault } from '#platform/messaging/fault';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import type { OrderRow } from '../orders/order.entity.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { LedgerRepository } from './ledger.repository.js';

/** Marks the settlement that emptied the hold. */
const LAST = 'order complete';

@Injectable()
export class SettleShipment implements HandlesMessage<DataOf<typeof ShipmentHandedOver>, Tx> {
  constructor(
    @Inject(OrdersRepository) private readonly orders: OrdersRepository,
    @Inject(LedgerRepository) private readonly ledger: LedgerRepository,
  ) {}

  async handle(data: DataOf<typeof ShipmentHandedOver>, { unit: tx }: Context<Tx>): Promise<void> {
    const { orderId, shipmentId, labId, owed, orderComplete, carrier, currency, savedMinor = 0 } = data;
    const order = await this.orders.findLocked(tx.manager, orderId);
    if (!order) throw new PermanentFault(`there is no order ${orderId}`);
    const { heldMinor, option } = order.placed;
    if (currency !== order.placed.currency)
      throw new PermanentFault(`the hold of ${orderId} is in ${order.placed.currency}, not ${currency}`);
    const before = await this.ledger.transactionsOf(tx.manager, orderId);
    if (before.some((each) => each.kind === 'settle' && each.shipmentId === shipmentId)) return;
    const closed = before.some(({ kind, reference }) => kind === 'release' || reference === LAST);
    const moreHeld = orderComplete ? await this.unusedOfMore(tx, orderId, data) : 0;
    const balanceMinor = await this.ledger.balance(tx.manager, holdAccount(orderId), currency);
    const isCutShort = orderComplete && (await this.isCutShort(tx, orderId));
    const share = settleOrderShare({
      orderId,
      labId,
      owed,
      savedMinor: savedMinor + moreHeld,
      customerId: order.accountId,
      orderComplete: orderComplete && !isCutShort,
      carrier,
      heldMinor,
      alreadyPaidMinor: heldMinor - balanceMinor,
      optionBreakdown: option.breakdown,
      designerId: order.designerId,
    });
    // An earlier shipment whose fact comes after the last one's: the fund has got what it is owed.
    const postings = closed ? fromFund(share, holdAccount(orderId)) : share;
    if (postings.length === 0) return;
    if (isCutShort) {
      await this.ledger.post(tx.manager, { kind: 'settle', orderId, shipmentId, currency, postings, atMs: tx.nowMs });
      return this.end(tx, order);
    }
    const reference = orderComplete ? { reference: LAST } : {};
    await this.ledger.post(tx.manager, {
      kind: 'settle',
      orderId,
      shipmentId,
      currency,
      postings,
      atMs: tx.nowMs,
      ...reference,
    });
  }

  /** Nothing more is made of the order: what is still held is given to whom it belongs, once. */
  async end(tx: Tx, { id: orderId, accountId: customerId, designerId, placed }: OrderRow): Promise<void> {
    const { currency, option } = placed;
    const before = await this.ledger.transactionsOf(tx.manager, orderId);
    if (before.some(({ kind, reference }) => kind === 'release' || reference === LAST)) return;
    const entries = await this.ledger.entriesOf(orderId, tx.manager);
    const labPaidMinor = entries
      .filter(({ account }) => account.startsWith('lab:'))
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const leftMinor = await this.ledger.balance(tx.manager, holdAccount(orderId), currency);
    const end = { orderId, customerId, designerId, leftMinor, labPaidMinor, optionBreakdown: option.breakdown };
    const postings = settleEarlyEnd(end);
    if (postings.length === 0) return;
    await this.ledger.post(tx.manager, {
      kind: 'settle',
      orderId,
      reference: LAST,
      currency,
      postings,
      atMs: tx.nowMs,
    });
  }

  private async isCutShort(tx: Tx, orderId: OrderId): Promise<boolean> {
    const facts = await this.orders.factsOf(orderId, tx.manager);
    return facts.some(({ type, data }) => type === 'prototype.answered' && data['goOn'] === false);
  }

  /** Held for counter-offers that came to nothing after all: it goes back. */
  private async unusedOfMore(tx: Tx, orderId: OrderId, last: DataOf<typeof ShipmentHandedOver>): Promise<number> {
    const held = (await this.ledger.heldMoreOf([orderId], tx.manager)).get(orderId) ?? 0;
    if (held === 0) return 0;
    const before = (await this.orders.factsOf(orderId, tx.manager)).filter(
      ({ type, data }) => type === 'shipment.handed-over' && data['shipmentId'] !== last.shipmentId,
    );
    const used = before.reduce((sum, { data }) => sum + Number(data['moreMinor'] ?? 0), last.moreMinor ?? 0);
    return Math.max(0, held - used);
  }
}

function fromFund(postings: readonly Posting[], hold: string): Posting[] {
  const others = postings.filter(({ account }) => account !== hold && account !== COMMONS_FUND);
  const fundMinor = -others.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return [...others, { account: COMMONS_FUND, amountMinor: fundMinor }].filter(({ amountMinor }) => amountMinor !== 0);
}

/** Settles what is left when the customer wanted nothing more than what is handed over already. */
@Injectable()
export class SettleRest implements HandlesMessage<DataOf<typeof OrderEnded>, Tx> {
  constructor(
    @Inject(OrdersRepository) private readonly orders: OrdersRepository,
    @Inject(SettleShipment) private readonly settling: SettleShipment,
  ) {}

  async handle({ orderId }: DataOf<typeof OrderEnded>, { unit: tx }: Context<Tx>): Promise<void> {
    const order = await this.orders.findLocked(tx.manager, orderId);
    if (!order) throw new PermanentFault(`there is no order ${orderId}`);
    await this.settling.end(tx, order);
  }
}
