// Carries the journey on: a fact comes in, core/fulfilment/flow.ts says what follows, and that is done here, under the
// lock of the order (and of those that share a batch with it) and in the same transaction as the memory of having done it.

import { Inject, Injectable } from '@nestjs/common';
import type { HandoverConfirmed, PlacedOrder, PrototypeAnswered } from '#contracts/messages/order-messages';
import type { DataOf } from '#contracts/define-message';
import { react, type FlowCommand, type FlowEvent } from '#core/fulfilment/flow';
import type { Tx } from '#platform/database/unit-of-work';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import { CreateJob } from '../jobs/create-job.js';
import { MakeOffers } from '../offers/make-offers.js';
import type { LabRefusal, MakingOrderRow } from '../planning/making.entity.js';
import { MakingRepository } from '../planning/making.repository.js';
import { GoOn } from '../planning/go-on.js';
import { PlanOrder } from '../planning/plan-order.js';
import { RouteAgain } from '../planning/route-again.js';
import { GatherShipment } from '../shipments/gather-shipment.js';
import { HandOver } from '../shipments/hand-over.js';
import { CallOff } from './call-off.js';

/** A fact of the flow; what it carries beside the ids is read by the command that needs it. */
type Fact = FlowEvent['data'] & { readonly reason?: string; readonly by?: string | undefined };

@Injectable()
export class Fulfil implements HandlesMessage<Fact, Tx> {
  @Inject(MakingRepository) private readonly making!: MakingRepository;
  @Inject(PlanOrder) private readonly planOrder!: PlanOrder;
  @Inject(MakeOffers) private readonly makeOffers!: MakeOffers;
  @Inject(CreateJob) private readonly createJob!: CreateJob;
  @Inject(RouteAgain) private readonly routeAgain!: RouteAgain;
  @Inject(GatherShipment) private readonly gatherShipment!: GatherShipment;
  @Inject(HandOver) private readonly handOver!: HandOver;
  @Inject(GoOn) private readonly goOn!: GoOn;
  @Inject(CallOff) private readonly callOff!: CallOff;

  async handle(fact: Fact, { envelope, unit }: Context<Tx>): Promise<void> {
    const order = await this.making.lock(unit.manager, fact.orderId);
    const event: FlowEvent = { type: envelope.type, data: fact };
    for (const command of react('scheduler', event, { cancelled: order?.state === 'cancelled' })) {
      await this.carryOut(command, { tx: unit, order, fact, type: envelope.type });
    }
  }

  private async carryOut(
    { kind, batchId = '', offerId = '' }: FlowCommand,
    on: { tx: Tx; order: MakingOrderRow | undefined; fact: Fact; type: string },
  ): Promise<void> {
    const { tx, order, fact, type } = on;
    // A fact is validated by its message's schema; the flow only sees the ids of it.
    if (kind === 'plan-order')
      return order === undefined ? this.planOrder.run(tx, fact as unknown as PlacedOrder) : undefined;
    if (order === undefined) throw new Error(`${type} came before order ${fact.orderId} was planned`);
    switch (kind) {
      case 'make-offers':
        return this.makeOffers.run(tx, order);
      case 'create-job':
        return this.createJob.run(tx, batchId, offerId);
      case 'route-again':
        return this.routeAgain.run(tx, order, batchId, { refusal: refusalOf(type, fact) });
      case 'gather-shipment':
        return this.gatherShipment.run(tx, order);
      case 'hand-over':
        return this.handOver.run(tx, order, fact as unknown as DataOf<typeof HandoverConfirmed>);
      case 'call-off':
        return this.callOff.run(tx, order, fact.reason ?? 'the order was cancelled');
      case 'go-on':
        return this.goOn.run(tx, order, (fact as unknown as DataOf<typeof PrototypeAnswered>).goOn);
      case 'issue-pickup-code':
      case 'settle':
      case 'settle-rest':
      case 'release-hold':
        throw new Error(`${kind} is the gateway's`);
    }
  }
}

function refusalOf(type: string, { reason, by }: Fact): Pick<LabRefusal, 'kind' | 'reason'> | undefined {
  // The network's own doing: another order on the plate was cancelled.
  if (type === 'offer.withdrawn' || type === 'job.cancelled') return undefined;
  if (type === 'offer.declined' && by === 'customer')
    return { kind: 'declined', reason: 'Its counter-offer was not agreed to.' };
  if (type === 'offer.lapsed' && by === 'customer')
    return { kind: 'lapsed', reason: 'Its counter-offer was not answered in time.' };
  if (type === 'offer.declined')
    return { kind: 'declined', reason: `The lab declined: ${reason ?? 'no reason given'}` };
  if (type === 'offer.lapsed') return { kind: 'lapsed', reason: 'The lab did not answer in time.' };
  return { kind: 'failed', reason: `Its machine failed: ${reason ?? 'no reason given'}` };
}
