// Counts what nobody can make: quotes without an option, and orders that are stranded.

import { Inject, Injectable } from '@nestjs/common';
import type { DataOf } from '#contracts/define-message';
import type { OrderStranded } from '#contracts/messages/making-messages';
import { AskDecision } from '#contracts/messages/questions';
import type { ReleaseSnapshot } from '#core/design/part';
import { toIso } from '#core/kernel/time';
import type { DecisionRequest } from '#core/quote/decide-again';
import type { QuoteAnswer } from '#core/quote/quote';
import { unmetBy } from '#core/quote/unmet-demand';
import { CLOCK, type Clock } from '#platform/clock/clock';
import type { Tx } from '#platform/database/unit-of-work';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import type { Asker } from '#platform/messaging/questions';
import { ASKER } from '../labs/live-network.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { DemandRepository } from './demand.repository.js';

export const dayOf = (atMs: number): string => toIso(atMs).slice(0, 10);

type Asked = Pick<DecisionRequest, 'material' | 'color' | 'to'> & { readonly release: ReleaseSnapshot };

@Injectable()
export class NoteDemand {
  constructor(
    @Inject(DemandRepository) private readonly demand: DemandRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Counts what the answer leaves unmet, if anything. */
  async note({ release, ...asked }: Asked, answer: QuoteAnswer, tx?: Tx): Promise<void> {
    const unmet = unmetBy(release.parts, asked, answer);
    if (unmet === undefined) return;
    const { releaseId } = release;
    await this.demand.add({ releaseId, day: dayOf(tx?.nowMs ?? this.clock.now()) }, unmet, tx?.manager);
  }
}

@Injectable()
export class NoteStranded implements HandlesMessage<DataOf<typeof OrderStranded>, Tx> {
  constructor(
    @Inject(NoteDemand) private readonly demand: NoteDemand,
    @Inject(OrdersRepository) private readonly orders: OrdersRepository,
    @Inject(ASKER) private readonly asker: Asker,
  ) {}

  async handle({ orderId, decisionId }: DataOf<typeof OrderStranded>, { unit }: Context<Tx>): Promise<void> {
    const order = await this.orders.find(orderId, unit.manager);
    if (order === null) return;
    const { decision } = await this.asker.ask(AskDecision, { decisionId });
    if (decision) await this.demand.note(order.placed as Asked, decision.answer as QuoteAnswer, unit);
  }
}
