// Orders, hand-over and the work of labs over HTTP.

import { Controller, Inject } from '@nestjs/common';
import * as work from '#contracts/http/lab-work';
import * as routes from '#contracts/http/orders';
import { Input, type RouteInput } from '#platform/http/route-input';
import { Route } from '#platform/http/route';
import { AnswerCounterOffer } from './answer-counter-offer.js';
import { AnswerPrototype } from './answer-prototype.js';
import { CancelOrder } from './cancel-order.js';
import { ChooseLab } from './choose-lab.js';
import { HandOver } from './hand-over.js';
import { PlaceOrder } from './place-order.js';
import { ShowOrders } from './show-orders.js';
import { WatchOrder } from './watch-order.js';

@Controller()
export class OrdersController {
  @Inject(PlaceOrder) private readonly placing!: PlaceOrder;
  @Inject(ShowOrders) private readonly show!: ShowOrders;
  @Inject(WatchOrder) private readonly watching!: WatchOrder;
  @Inject(AnswerCounterOffer) private readonly answering!: AnswerCounterOffer;
  @Inject(ChooseLab) private readonly choosing!: ChooseLab;
  @Inject(AnswerPrototype) private readonly prototypes!: AnswerPrototype;
  @Inject(CancelOrder) private readonly cancelling!: CancelOrder;
  @Inject(HandOver) private readonly handing!: HandOver;

  @Route(routes.placeOrder)
  placeOrder(@Input() { account, body, request }: RouteInput<typeof routes.placeOrder>) {
    const key = request.headers['idempotency-key'];
    return this.placing.handle(account, typeof key === 'string' ? key : undefined, body);
  }

  @Route(routes.listOrders)
  listOrders(@Input() { account, query }: RouteInput<typeof routes.listOrders>) {
    return this.show.list(account, query.limit, query.cursor);
  }

  @Route(routes.readOrder)
  readOrder(@Input() { account, params }: RouteInput<typeof routes.readOrder>) {
    return this.show.read(account, params.orderId);
  }

  @Route(routes.watchOrder)
  watchOrder(@Input() { account, params, request, reply }: RouteInput<typeof routes.watchOrder>) {
    return this.watching.handle(account, params.orderId, { request, reply });
  }

  @Route(routes.answerCounterOffer)
  answerCounterOffer(@Input() { account, params, body }: RouteInput<typeof routes.answerCounterOffer>) {
    return this.answering.handle(account, { ...params, ...body });
  }

  @Route(routes.chooseLab)
  chooseLab(@Input() { account, params, body }: RouteInput<typeof routes.chooseLab>) {
    return this.choosing.handle(account, params.orderId, body.labId);
  }

  @Route(routes.answerPrototype)
  answerPrototype(@Input() { account, params, body }: RouteInput<typeof routes.answerPrototype>) {
    return this.prototypes.handle(account, params.orderId, body.goOn);
  }

  @Route(routes.cancelOrder)
  cancelOrder(@Input() { account, params, body }: RouteInput<typeof routes.cancelOrder>) {
    return this.cancelling.handle(account, params.orderId, body.reason);
  }

  @Route(work.handOver)
  handOver(@Input() { account, params, body }: RouteInput<typeof work.handOver>) {
    return this.handing.byCode(account, params.shipmentId, body.code);
  }

  @Route(work.ship)
  ship(@Input() { account, params, body }: RouteInput<typeof work.ship>) {
    return this.handing.byCarrier(account, params.shipmentId, body);
  }

  @Route(work.labWork)
  labWork(@Input() { account, params }: RouteInput<typeof work.labWork>) {
    return this.show.work(account, params.labId);
  }
}
