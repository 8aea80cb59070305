// Orders as their customers see them, and the work of a lab.

import { Inject, Injectable } from '@nestjs/common';
import type { listOrders, OrderView } from '#contracts/http/orders';
import type { labWork } from '#contracts/http/lab-work';
import type { RouteDefinition } from '#contracts/http/define-route';
import type { LabId, OrderId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { hasRole, type Identity } from '#platform/http/identity';
import { readCursor, writeCursor } from '../catalogue/search-designs.js';
import { refuseStranger } from '../labs/keep-lab.js';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import { LabsRepository } from '../labs/labs.repository.js';
import { noSuchLab } from '../labs/show-labs.js';
import { labJobsOf } from './lab-jobs.js';
import type { OrderRow } from './order.entity.js';
import { OrdersRepository } from './orders.repository.js';

type AnswerTo<R> = R extends RouteDefinition<infer _P, infer _Q, infer _B, infer A> ? A : never;

@Injectable()
export class ShowOrders {
  constructor(
    @Inject(OrdersRepository) private readonly orders: OrdersRepository,
    @Inject(LabsRepository) private readonly labs: LabsRepository,
    @Inject(LedgerRepository) private readonly ledger: LedgerRepository,
  ) {}

  /** The order, for whoever may see it; others are told that there is none. */
  async own(account: Identity, orderId: OrderId): Promise<Result<OrderRow>> {
    const order = await this.orders.find(orderId);
    return order && maySee(account, order) ? ok(order) : noSuchOrder(orderId);
  }

  async read(account: Identity, orderId: OrderId): Promise<Result<OrderView>> {
    const order = await this.own(account, orderId);
    if (!order.ok) return order;
    const view = await this.orders.viewOf(order.value);
    // The code is the customer's alone, also where a steward looks.
    const own = order.value.accountId === account.accountId;
    return ok(
      own ? view : { ...view, shipments: view.shipments.map(({ pickupCode: _code, ...shipment }) => shipment) },
    );
  }

  async list(
    account: Identity,
    limit: number,
    cursor: string | undefined,
  ): Promise<Result<AnswerTo<typeof listOrders>>> {
    const after = cursor === undefined ? undefined : readCursor(cursor);
    if (cursor !== undefined && !(after && isInstant(after[0])))
      return refuse('request/invalid', 'The cursor is not one of ours.', { remedy: 'Begin without a cursor.' });
    const rows = await this.orders.listOf(account.accountId, limit + 1, after);
    const shown = rows.slice(0, limit);
    const more = await this.ledger.heldMoreOf(shown.map(({ id }) => id));
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return ok({
      orders: shown.map(({ id, state, placedAt, placed }) => ({
        id,
        state,
        placedAt: placedAt.toISOString(),
        title: placed.release.title,
        quantity: placed.quantity,
        totalMinor: placed.heldMinor + (more.get(id) ?? 0),
        currency: placed.currency,
      })),
      ...(last ? { nextCursor: writeCursor([last.placedAt.getTime(), last.id]) } : {}),
    });
  }

  /** Only what this lab makes, of every order that it has to do with. */
  async work(account: Identity, labId: LabId): Promise<Result<AnswerTo<typeof labWork>>> {
    const lab = await this.labs.find(labId);
    if (!lab) return noSuchLab(labId);
    const refused = refuseStranger(account, lab);
    if (refused) return refused;
    const orders = await this.orders.ofLab(labId);
    const pictures = await Promise.all(
      orders.map(async (order) => ({
        about: aboutOf(order),
        license: order.placed.release.license,
        picture: await this.orders.pictureOf(order),
      })),
    );
    const here = (thing: { labId: string }): boolean => thing.labId === labId;
    return ok({
      jobs: labJobsOf(
        pictures.flatMap(({ about, license, picture }) =>
          picture.jobs.filter(here).map((job) => ({ ...job, ...about, license })),
        ),
      ),
      shipments: pictures.flatMap(({ about, picture }) =>
        picture.shipments.filter(here).map((each) => ({ ...each, ...about })),
      ),
    });
  }
}

const aboutOf = ({ id, placed: { release } }: OrderRow) => ({
  orderId: id,
  releaseId: release.releaseId,
  title: release.title,
});

/** From 1970 to the year 5138: what JavaScript and PostgreSQL both have as a date. */
const isInstant = (ms: number): boolean => ms >= 0 && ms <= 1e14;

export const maySee = (account: Identity, order: Pick<OrderRow, 'accountId'>): boolean =>
  order.accountId === account.accountId || hasRole(account, 'steward');

export const noSuchOrder = (orderId: OrderId): Result<never> =>
  refuse('order/not-found', `You have no order ${orderId}.`, { remedy: 'List your orders.' });
