// Reads and writes orders, their facts and shipments.

import { toIso } from '#core/kernel/time';
import { Inject, Injectable } from '@nestjs/common';
import { In, type DataSource, type EntityManager } from 'typeorm';
import type { OrderView } from '#contracts/http/orders';
import type { AccountId, JobId, LabId, OrderId, ShipmentId } from '#core/kernel/ids';
import { DATA_SOURCE } from '#platform/database/data-source';
import { OrderFactRow, OrderRow, ShipmentRow } from './order.entity.js';
import type { OrderFact } from './order-fact.js';
import { pictureOf, piecesFirstOf, piecesOf, type OrderPicture } from './order-view.js';

export interface PositionedFact extends OrderFact {
  /** Grows in the order of recording within one order. */
  readonly position: number;
}

@Injectable()
export class OrdersRepository {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  get manager(): EntityManager {
    return this.source.manager;
  }

  find(id: OrderId, manager: EntityManager = this.source.manager): Promise<OrderRow | null> {
    return manager.findOneBy(OrderRow, { id });
  }

  /** The order that a job is, or was, part of. */
  async findByJob(jobId: JobId, manager: EntityManager): Promise<OrderRow | undefined> {
    const fact = await manager
      .createQueryBuilder(OrderFactRow, 'f')
      .where("f.type = 'job.created' and f.data ->> 'jobId' = :jobId", { jobId })
      .getOne();
    return fact ? ((await this.find(fact.orderId, manager)) ?? undefined) : undefined;
  }

  /** The order, and nobody else records anything about it until the transaction ends. */
  findLocked(manager: EntityManager, id: OrderId): Promise<OrderRow | null> {
    return manager.findOne(OrderRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async add(manager: EntityManager, order: OrderRow): Promise<void> {
    await manager.insert(OrderRow, order as never);
  }

  async update(
    manager: EntityManager,
    id: OrderId,
    change: Partial<Pick<OrderRow, 'state' | 'paymentState'>>,
  ): Promise<void> {
    await manager.update(OrderRow, { id }, change);
  }

  /** Orders of an account, newest first, after a cursor. */
  async listOf(accountId: AccountId, limit: number, after?: readonly [atMs: number, id: string]): Promise<OrderRow[]> {
    const query = this.source.manager
      .createQueryBuilder(OrderRow, 'o')
      .where('o.accountId = :accountId', { accountId });
    if (after) query.andWhere('(o.placedAt, o.id) < (:at, :id)', { at: new Date(after[0]), id: after[1] });
    return query.orderBy('o.placedAt', 'DESC').addOrderBy('o.id', 'DESC').limit(limit).getMany();
  }

  /** Orders that this lab has had to do with, the newest two hundred. */
  async ofLab(labId: LabId): Promise<OrderRow[]> {
    const rows = (await this.source.query(
      `select o.id from placed_order o join order_lab l on l.order_id = o.id
       where l.lab_id = $1 order by o.placed_at desc, o.id desc limit 200`,
      [labId],
    )) as { id: OrderId }[];
    return this.source.manager.find(OrderRow, {
      where: { id: In(rows.map(({ id }) => id)) },
      order: { placedAt: 'DESC', id: 'DESC' },
    });
  }

  /** Records a fact; one that is known already changes nothing. */
  async addFact(manager: EntityManager, orderId: OrderId, fact: OrderFact): Promise<void> {
    const { eventId, type, data } = fact;
    const row = { orderId, eventId, type, data, atMs: String(fact.atMs) };
    await manager
      .createQueryBuilder()
      .insert()
      .into(OrderFactRow)
      .values(row as never)
      .orIgnore()
      .execute();
    const labId = data['labId'];
    if (typeof labId === 'string')
      await manager.query('insert into order_lab (lab_id, order_id) values ($1, $2) on conflict do nothing', [
        labId,
        orderId,
      ]);
  }

  async factsOf(orderId: OrderId, manager: EntityManager = this.source.manager): Promise<PositionedFact[]> {
    const rows = await manager.find(OrderFactRow, { where: { orderId }, order: { position: 'ASC' } });
    return rows.map(({ position, eventId, atMs, type, data }) => ({
      position: Number(position),
      eventId,
      atMs: Number(atMs),
      type,
      data,
    }));
  }

  async pictureOf(order: OrderRow, manager: EntityManager = this.source.manager): Promise<OrderPicture> {
    return pictureOf(await this.factsOf(order.id, manager), piecesOf(order.placed), piecesFirstOf(order.placed));
  }

  /** The order as its customer sees it. */
  async viewOf(order: OrderRow, manager: EntityManager = this.source.manager): Promise<OrderView> {
    const picture = await this.pictureOf(order, manager);
    const codes = new Map(
      (await manager.findBy(ShipmentRow, { orderId: order.id })).map(({ id, pickupCode }) => [id, pickupCode]),
    );
    const { release, quantity, material, color, to, delivery, option, heldMinor, currency, decisionId, canWaitMs } =
      order.placed;
    return {
      id: order.id,
      state: picture.state,
      placedAt: order.placedAt.toISOString(),
      releaseId: release.releaseId,
      title: release.title,
      version: release.version,
      license: release.license,
      quantity,
      material,
      to,
      delivery,
      option,
      decisionId,
      currency,
      totalMinor: heldMinor + picture.prices.moreMinor,
      ...picture.prices,
      ...(canWaitMs === undefined
        ? {}
        : { waitsUntil: toIso(Math.max(option.readyAtMs, order.placedAt.getTime() + canWaitMs)) }),
      ...(color === undefined ? {} : { color }),
      ...(picture.prototype === undefined ? {} : { prototype: picture.prototype }),
      payment: {
        provider: order.paymentProvider,
        reference: order.paymentReference,
        state: order.paymentState,
      },
      jobs: [...picture.jobs],
      shipments: picture.shipments.map((shipment) => {
        const code = shipment.state === 'ready' ? codes.get(shipment.id) : undefined;
        return code
          ? {
              ...shipment,
              pickupCode: code,
            }
          : shipment;
      }),
      counterOffers: [...picture.counterOffers],
      alternatives: [...picture.choice.alternatives],
      timeline: [...picture.timeline],
    };
  }

  findShipmentLocked(manager: EntityManager, id: ShipmentId): Promise<ShipmentRow | null> {
    return manager.findOne(ShipmentRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async addShipment(manager: EntityManager, shipment: ShipmentRow): Promise<void> {
    await manager.createQueryBuilder().insert().into(ShipmentRow).values(shipment).orIgnore().execute();
  }

  async updateShipment(
    manager: EntityManager,
    id: ShipmentId,
    change: Partial<Pick<ShipmentRow, 'wrongCodes' | 'lockedUntil' | 'confirmedAt'>>,
  ): Promise<void> {
    await manager.update(ShipmentRow, { id }, change);
  }
}
