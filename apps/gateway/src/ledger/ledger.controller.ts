// The ledger over HTTP.

import { Controller, Inject } from '@nestjs/common';
import * as routes from '#contracts/http/ledger';
import { Input, type RouteInput } from '#platform/http/route-input';
import { Route } from '#platform/http/route';
import { CheckBooks } from './check-books.js';
import { ShowLedger } from './show-ledger.js';

@Controller()
export class LedgerController {
  constructor(
    @Inject(ShowLedger) private readonly show: ShowLedger,
    @Inject(CheckBooks) private readonly books: CheckBooks,
  ) {}

  @Route(routes.orderLedger)
  orderLedger(@Input() { account, params }: RouteInput<typeof routes.orderLedger>) {
    return this.show.ofOrder(account, params.orderId);
  }

  @Route(routes.recordPayment)
  recordPayment(@Input() { params, body }: RouteInput<typeof routes.recordPayment>) {
    return this.show.recordPayment(params.orderId, body.reference);
  }

  @Route(routes.selfCheck)
  selfCheck() {
    return this.books.handle();
  }
}
