// The timeline of an order as server-sent events: what was, from where the reader left off, then what comes.

import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PassThrough } from 'node:stream';
import type { OrderId } from '#core/kernel/ids';
import { ok, type Result } from '#core/kernel/result';
import { SECOND_MS } from '#core/kernel/time';
import type { Identity } from '#platform/http/identity';
import { LOGGER, type Logger } from '#platform/logging/logger';
import { OrderNews } from './order-news.js';
import { entryOf } from './order-view.js';
import { OrdersRepository } from './orders.repository.js';
import { ShowOrders } from './show-orders.js';

const HEARTBEAT_MS = 15 * SECOND_MS;

@Injectable()
export class WatchOrder {
  constructor(
    @Inject(ShowOrders) private readonly show: ShowOrders,
    @Inject(OrdersRepository) private readonly orders: OrdersRepository,
    @Inject(OrderNews) private readonly news: OrderNews,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async handle(
    account: Identity,
    orderId: OrderId,
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  ): Promise<Result<StreamableFile>> {
    const order = await this.show.own(account, orderId);
    if (!order.ok) return order;
    const given = Number(request.headers['last-event-id'] ?? 0);
    const stream = this.open(orderId, Number.isSafeInteger(given) ? given : 0);
    void reply.headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    return ok(new StreamableFile(stream));
  }

  /** The id of an event is the position at which the fact was recorded, so that a late fact is not missed. */
  private open(orderId: OrderId, after: number): PassThrough {
    const stream = new PassThrough();
    let last = after;
    let sending = Promise.resolve();
    const send = async (): Promise<void> => {
      const facts = (await this.orders.factsOf(orderId)).filter(({ position }) => position > last);
      // In the order of recording, so that the last id a reader has seen says all that it has seen.
      for (const fact of facts) {
        last = fact.position;
        if (!stream.writableEnded) stream.write(`id: ${last}\ndata: ${JSON.stringify(entryOf(fact))}\n\n`);
      }
    };
    const changed = (): void => {
      sending = sending.then(send).catch((error: unknown) => {
        this.logger.warn({ error: String(error), orderId }, 'a watcher is let go and will come back');
        stream.end();
      });
    };
    const unwatch = this.news.watch(orderId, { changed, ended: () => stream.end() });
    const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MS);
    stream.once('close', () => {
      unwatch();
      clearInterval(heartbeat);
    });
    stream.write('retry: 2000\n\n');
    changed();
    return stream;
  }
}
