// An order as the gateway tells it, for a stage whose gateway is played by the test.

import { OrderPlaced } from '#contracts/messages/order-messages';
import { AskQuote } from '#contracts/messages/questions';
import type { OrderId } from '#core/kernel/ids';
import type { QuoteOption } from '#core/quote/quote';
import type { Objective } from '#core/routing/objective';
import { newId } from '#platform/clock/clock';
import type { SchedulerStage } from './scheduler-stage.js';

const LYON = { lat: 45.76, lon: 4.84 };

export interface OrderWanted {
  readonly quantity?: number;
  readonly sizeMm?: number;
  readonly material?: string;
  readonly canWaitMs?: number;
  readonly objective?: Objective;
  readonly delivery?: 'pickup' | 'shipping';
  readonly prototypeFirst?: boolean;
  /** Which option is bought, from 0. */
  readonly option?: number;
}

/** Quotes a release of one cube near Lyon. */
export async function quoteCubes(stage: SchedulerStage, wanted: OrderWanted = {}) {
  const release = await stage.release(wanted.sizeMm === undefined ? {} : { sizeMm: wanted.sizeMm });
  const { quantity = 1, material = 'PLA', objective, prototypeFirst } = wanted;
  const delivery = wanted.delivery ?? ('pickup' as const);
  const asked = { release, quantity, material, to: { at: LYON }, delivery, prototypeFirst };
  return { asked, answer: await stage.asker.ask(AskQuote, { ...asked, objective }) };
}

/** Buys the first option of a quote. */
export async function placeCubes(
  stage: SchedulerStage,
  wanted: OrderWanted = {},
): Promise<{ orderId: OrderId; option: QuoteOption }> {
  const { asked, answer } = await quoteCubes(stage, wanted);
  const option = answer.options[wanted.option ?? 0]!;
  const orderId = newId('order');
  await stage.tell(
    OrderPlaced,
    { kind: 'order', id: orderId },
    {
      ...asked,
      orderId,
      ...(wanted.canWaitMs === undefined ? {} : { canWaitMs: wanted.canWaitMs }),
      option,
      heldMinor: option.priceMinor,
      currency: 'EUR',
      policyVersion: 1,
    },
  );
  return { orderId, option };
}
