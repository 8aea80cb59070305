// A lab would make it at another price or date: the customers have the last word, and nobody pays what nobody agreed to.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobAssign, OfferMake, OfferWithdraw } from '#contracts/messages/lab-messages';
import {
  OfferAccepted,
  OfferCountered,
  OfferDeclined,
  OfferLapsed,
  OfferMade,
  OrderPlanned,
} from '#contracts/messages/making-messages';
import { CounterAnswered } from '#contracts/messages/order-messages';
import type { OfferId, OrderId } from '#core/kernel/ids';
import { DAY_MS } from '#core/kernel/time';
import { placeCubes } from '../support/placed-order.js';
import type { PlayedLab } from '../support/played-lab.js';
import type { SchedulerStage } from '../support/scheduler-stage.js';
import { answerOffer, TwoLabs, type OfferAnswer } from '../support/two-labs.js';

let labs: TwoLabs;
let stage: SchedulerStage;
let near: PlayedLab;
let far: PlayedLab;

beforeAll(async () => {
  labs = await TwoLabs.open();
  ({ stage, near, far } = labs);
});
afterAll(() => labs?.close());

type Counter = Omit<Extract<OfferAnswer, { kind: 'countered' }>, 'kind' | 'reason'>;

/** The offer that a lab has, countered by what `change` makes of its price. */
async function counter(lab: PlayedLab, change: (priceMinor: number) => Counter) {
  const offer = await lab.next(OfferMake);
  await answerOffer(lab, offer.offerId, {
    kind: 'countered',
    reason: 'the machine is dear',
    ...change(offer.labPriceMinor),
  });
  return offer;
}

const answer = (orderId: OrderId, offerId: OfferId, accepted: boolean) =>
  stage.tell(CounterAnswered, { kind: 'order', id: orderId }, { orderId, offerId, accepted });

const offerRow = async (offerId: OfferId) =>
  (await stage.ask<{ state: string }>(`select state from offer where id = '${offerId}'`))[0]!.state;
const owedTo = async (orderId: OrderId, offerId: OfferId) =>
  (
    await stage.ask<{ owed: Record<string, number>; more: number; saved: number }>(
      `select p.owed, p.more_minor as more, p.saved_minor as saved from portion p join offer o on o.batch_id = p.batch_id
       where p.order_id = '${orderId}' and o.id = '${offerId}'`,
    )
  )[0]!;
const labMinor = ({ material, machineTime, setUp, labour, energy }: Record<string, number>) =>
  material! + machineTime! + setUp! + labour! + energy!;

describe('a counter-offer', () => {
  it.each<[string, (price: number) => Counter, { more: number; later: number }]>([
    ['another price', (price) => ({ labPriceMinor: price + 250 }), { more: 250, later: 0 }],
    ['another date', () => ({ laterSeconds: 7200 }), { more: 0, later: 7200 }],
    ['both', (price) => ({ labPriceMinor: price - 40, laterSeconds: 3600 }), { more: -40, later: 3600 }],
  ])('of %s is made as it says once the customer agrees', async (_name, change, { more, later }) => {
    const { orderId } = await placeCubes(stage);
    const offer = await counter(near, change);
    const told = await stage.fact(OfferCountered, orderId);
    expect(told).toMatchObject({
      moreMinor: more,
      laterSeconds: later,
      reason: 'the machine is dear',
      labName: 'Near',
    });
    expect(told.expiresAtMs).toBeGreaterThan(Date.now() + DAY_MS / 2);
    expect(near.take(JobAssign)).toBeUndefined();
    const [before] = await stage.ask<{ at: Date }>(
      `select promised_at as at from making_order where id = '${orderId}'`,
    );
    await answer(orderId, offer.offerId, true);
    expect(await stage.fact(OfferAccepted, orderId)).toMatchObject({ moreMinor: more, laterSeconds: later });
    await labs.free(near);
    const { owed, more: paidMore, saved } = await owedTo(orderId, offer.offerId);
    expect(labMinor(owed)).toBe(offer.labPriceMinor + more);
    expect(paidMore - saved).toBe(more);
    const [after] = await stage.ask<{ at: Date }>(`select promised_at as at from making_order where id = '${orderId}'`);
    expect(new Date(after!.at).getTime() - new Date(before!.at).getTime()).toBe(later * 1000);
  });

  it('that is better for everybody needs nobody’s word', async () => {
    const { orderId } = await placeCubes(stage);
    const offer = await counter(near, (price) => ({ labPriceMinor: price - 30 }));
    expect(await stage.fact(OfferAccepted, orderId)).toMatchObject({ moreMinor: -30, laterSeconds: 0 });
    expect(stage.factsOf(orderId)).not.toContain(OfferCountered.name);
    expect(await owedTo(orderId, offer.offerId)).toMatchObject({ saved: 30, more: 0 });
    await labs.free(near);
  });

  it('cannot be accepted by the lab that made it; the lab may take it back, and the next is asked', async () => {
    const { orderId } = await placeCubes(stage);
    const { offerId } = await counter(near, (price) => ({ labPriceMinor: price + 100 }));
    await stage.fact(OfferCountered, orderId);
    await answerOffer(near, offerId, { kind: 'accepted' });
    await answerOffer(near, offerId, { kind: 'countered', labPriceMinor: 0, reason: 'a second thought' });
    await answerOffer(near, offerId, { kind: 'declined', reason: 'the machine broke' });
    expect(await stage.fact(OfferDeclined, orderId)).toMatchObject({ reason: 'the machine broke' });
    expect(stage.factsOf(orderId).filter((name) => name.startsWith('offer'))).toEqual([
      OfferMade.name,
      OfferCountered.name,
      OfferDeclined.name,
    ]);
    expect(near.take(OfferWithdraw)).toBeUndefined();
    await labs.accept(far);
    // Too late: what it said was not heard by anybody.
    await answer(orderId, offerId, true);
    expect(await offerRow(offerId)).toBe('declined');
  });

  it('that nobody answers lapses; the lab is told, not blamed, and the next is asked', async () => {
    for (let time = 0; time < 3; time++) {
      const { orderId } = await placeCubes(stage);
      const { offerId } = await counter(near, () => ({ laterSeconds: 60 }));
      await stage.fact(OfferCountered, orderId);
      await labs.runOut(offerId);
      expect(await stage.fact(OfferLapsed, orderId)).toMatchObject({ by: 'customer' });
      expect((await near.next(OfferWithdraw)).reason).toContain('customer');
      await labs.accept(far);
    }
    expect(await labs.asked(2)).toEqual(['Near', 'Far']);
  });

  it('to several orders of one plate needs the word of each; one no routes both again', async () => {
    const orders = [await shared(), await shared()];
    const [one, two] = orders as [OrderId, OrderId];
    stage.clock.aheadMs += 3 * DAY_MS;
    for (const lab of [near, far]) lab.pulse();
    const { offerId, batchId, portions } = await counter(near, (price) => ({ labPriceMinor: price + 101 }));
    expect(portions).toHaveLength(2);
    const told = [await stage.fact(OfferCountered, one), await stage.fact(OfferCountered, two)];
    expect(told.reduce((sum, { moreMinor }) => sum + moreMinor, 0)).toBe(101);
    await answer(one, offerId, true);
    await answer(two, offerId, false);
    for (const orderId of orders) {
      expect(await stage.fact(OfferDeclined, orderId)).toMatchObject({ by: 'customer' });
      const again = await stage.fact(OrderPlanned, orderId, 2);
      expect(again).toMatchObject({ again: true, labName: 'Far' });
    }
    expect((await near.next(OfferWithdraw)).offerId).toBe(offerId);
    const living = await stage.ask(`select 1 from batch where id = '${batchId}' and state <> 'dropped'`);
    expect(living).toEqual([]);
    const untouched = await stage.ask<{ more: number }>(
      `select sum(more_minor)::int as more from portion where batch_id = '${batchId}'`,
    );
    expect(untouched).toEqual([{ more: 0 }]);
    for (let left = 2; left > 0;) {
      const offer = await far.next(OfferMake);
      left -= offer.portions?.length ?? 1;
      await answerOffer(far, offer.offerId, { kind: 'accepted' });
      await labs.free(far);
    }
  });

  it('that all of a plate agree to is paid by all, to the minor unit', async () => {
    const orders = [await shared(), await shared()];
    stage.clock.aheadMs += 3 * DAY_MS;
    for (const lab of [near, far]) lab.pulse();
    const offer = await counter(near, (price) => ({ labPriceMinor: price + 77 }));
    for (const orderId of orders) {
      await stage.fact(OfferCountered, orderId);
      await answer(orderId, offer.offerId, true);
    }
    for (const orderId of orders) await stage.fact(OfferAccepted, orderId);
    const owed = await Promise.all(orders.map((orderId) => owedTo(orderId, offer.offerId)));
    expect(owed.reduce((sum, each) => sum + labMinor(each.owed), 0)).toBe(offer.labPriceMinor + 77);
    await labs.free(near);
  });

  /** An order that waits for others, on the one plate at Near. */
  async function shared(): Promise<OrderId> {
    const { orderId } = await placeCubes(stage, { canWaitMs: 3 * DAY_MS, quantity: 2 });
    await stage.fact(OrderPlanned, orderId);
    return orderId;
  }
});
