// A lab would make it at another price or date: the customers have the last word, and nobody pays what nobody agreed to.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BackAtLab,
  JobAssign,
  MachinesDescribed,
  OfferAnswered,
  OfferMake,
  OfferWithdraw,
} from '#contracts/messages/lab-messages';
import {
  OfferAccepted,
  OfferCountered,
  OfferDeclined,
  OfferLapsed,
  OfferMade,
  OfferWithdrawn,
  OrderPlanned,
} from '#contracts/messages/making-messages';
import { CounterAnswered, LabBack, LabChosen } from '#contracts/messages/order-messages';
import type { DataOf } from '#contracts/define-message';
import type { OfferId, OrderId } from '#core/kernel/ids';
import { DAY_MS } from '#core/kernel/time';
import { eventually } from '../support/eventually.js';
import { placeCubes, quoteCubes } from '../support/placed-order.js';
import type { PlayedLab } from '../support/played-lab.js';
import { SchedulerStage } from '../support/scheduler-stage.js';

let stage: SchedulerStage;
let near: PlayedLab;
let far: PlayedLab;

beforeAll(async () => {
  stage = await SchedulerStage.open();
  near = await stage.lab('Near', { lat: 45.77, lon: 4.85 });
  far = await stage.lab('Far', { lat: 45.2, lon: 5.7 });
  for (const lab of [near, far]) await lab.say(MachinesDescribed, { machines: [lab.machine] });
  await asked(2);
});
afterAll(async () => {
  await near?.leave();
  await far?.leave();
  await stage?.close();
});

/** Waits until a quote would ask so many labs; answers their names. */
async function asked(labs: number): Promise<string[]> {
  const found = await eventually({
    sample: async () => {
      for (const lab of [near, far]) lab.pulse();
      return (await quoteCubes(stage)).answer.options.map(({ labName }) => labName);
    },
    satisfied: (names) => names.length === labs,
    describeFailure: (names) => `${labs} labs should be asked, not ${names?.join(', ')}`,
  });
  return found;
}

type Counter = Omit<Extract<DataOf<typeof OfferAnswered>['answer'], { kind: 'countered' }>, 'kind' | 'reason'>;

const say = (lab: PlayedLab, offerId: OfferId, answer: DataOf<typeof OfferAnswered>['answer']) =>
  lab.say(OfferAnswered, { offerId, answer });

/** The offer that a lab has, countered by what `change` makes of its price. */
async function counter(lab: PlayedLab, change: (priceMinor: number) => Counter) {
  const offer = await lab.next(OfferMake);
  await say(lab, offer.offerId, { kind: 'countered', reason: 'the machine is dear', ...change(offer.labPriceMinor) });
  return offer;
}

const answer = (orderId: OrderId, offerId: OfferId, accepted: boolean) =>
  stage.tell(CounterAnswered, { kind: 'order', id: orderId }, { orderId, offerId, accepted });

const offerRow = async (offerId: OfferId) =>
  (await stage.ask<{ state: string }>(`select state from offer where id = '${offerId}'`))[0]!.state;
const runOut = (offerId: OfferId) =>
  stage.ask(`update offer set expires_at = now() - interval '1 second' where id = '${offerId}'`);
const owedTo = async (orderId: OrderId, offerId: OfferId) =>
  (
    await stage.ask<{ owed: Record<string, number>; more: number; saved: number }>(
      `select p.owed, p.more_minor as more, p.saved_minor as saved from portion p join offer o on o.batch_id = p.batch_id
       where p.order_id = '${orderId}' and o.id = '${offerId}'`,
    )
  )[0]!;
const labMinor = ({ material, machineTime, setUp, labour, energy }: Record<string, number>) =>
  material! + machineTime! + setUp! + labour! + energy!;

/** Ends a job at once, so that the next test finds the machines free. */
async function free(lab: PlayedLab) {
  const job = await lab.next(JobAssign);
  await stage.ask(`update job set state = 'done' where id = '${job.jobId}'`);
  await stage.ask(`update batch set state = 'made' where id = '${job.batchId}'`);
}

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
    await free(near);
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
    await free(near);
  });

  it('cannot be accepted by the lab that made it; the lab may take it back, and the next is asked', async () => {
    const { orderId } = await placeCubes(stage);
    const { offerId } = await counter(near, (price) => ({ labPriceMinor: price + 100 }));
    await stage.fact(OfferCountered, orderId);
    await say(near, offerId, { kind: 'accepted' });
    await say(near, offerId, { kind: 'countered', labPriceMinor: 0, reason: 'a second thought' });
    await say(near, offerId, { kind: 'declined', reason: 'the machine broke' });
    expect(await stage.fact(OfferDeclined, orderId)).toMatchObject({ reason: 'the machine broke' });
    expect(stage.factsOf(orderId).filter((name) => name.startsWith('offer'))).toEqual([
      OfferMade.name,
      OfferCountered.name,
      OfferDeclined.name,
    ]);
    expect(near.take(OfferWithdraw)).toBeUndefined();
    await say(far, (await far.next(OfferMake)).offerId, { kind: 'accepted' });
    await free(far);
    // Too late: what it said was not heard by anybody.
    await answer(orderId, offerId, true);
    expect(await offerRow(offerId)).toBe('declined');
  });

  it('that nobody answers lapses; the lab is told, not blamed, and the next is asked', async () => {
    for (let time = 0; time < 3; time++) {
      const { orderId } = await placeCubes(stage);
      const { offerId } = await counter(near, () => ({ laterSeconds: 60 }));
      await stage.fact(OfferCountered, orderId);
      await runOut(offerId);
      expect(await stage.fact(OfferLapsed, orderId)).toMatchObject({ by: 'customer' });
      expect((await near.next(OfferWithdraw)).reason).toContain('customer');
      await say(far, (await far.next(OfferMake)).offerId, { kind: 'accepted' });
      await free(far);
    }
    expect(await asked(2)).toEqual(['Near', 'Far']);
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
      await say(far, offer.offerId, { kind: 'accepted' });
      await free(far);
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
    await free(near);
  });

  /** An order that waits for others, on the one plate at Near. */
  async function shared(): Promise<OrderId> {
    const { orderId } = await placeCubes(stage, { canWaitMs: 3 * DAY_MS, quantity: 2 });
    await stage.fact(OrderPlanned, orderId);
    return orderId;
  }
});

describe('offers', () => {
  it('are never two that live for one batch, whoever writes them', async () => {
    const { orderId } = await placeCubes(stage);
    const { offerId, batchId } = await near.next(OfferMake);
    const second = (state: string) =>
      stage.ask(
        `insert into offer (id, batch_id, lab_id, state, expires_at, version)
         values ('ofr_second_${state}', '${batchId}', '${far.profile.id}', '${state}', now(), 1)`,
      );
    for (const state of ['open', 'countered', 'accepted'])
      await expect(second(state), state).rejects.toThrow(/offer_one_alive/);
    await say(near, offerId, { kind: 'accepted' });
    await stage.fact(OfferAccepted, orderId);
    await expect(second('open')).rejects.toThrow(/offer_one_alive/);
    await free(near);
  });
});

describe('a lab that lets offers lapse', () => {
  /** An offer that Near does not answer; Far makes it. */
  async function letLapse() {
    const { orderId } = await placeCubes(stage);
    const { offerId } = await near.next(OfferMake);
    await runOut(offerId);
    await stage.fact(OfferLapsed, orderId);
    const { reason } = await near.next(OfferWithdraw);
    await say(far, (await far.next(OfferMake)).offerId, { kind: 'accepted' });
    await free(far);
    return { offerId, reason };
  }

  async function fallQuiet() {
    const both = [await letLapse(), await letLapse()] as const;
    expect(await asked(1)).toEqual(['Far']);
    return both;
  }

  it('is told, gets no new offers, and why stands in every decision', async () => {
    const [once, twice] = await fallQuiet();
    expect(once.reason).not.toContain('back');
    expect(twice.reason).toContain('back');
    const { answer } = await quoteCubes(stage);
    expect(answer.passedOver).toContainEqual(expect.objectContaining({ labName: 'Near', code: 'lab/quiet' }));
    const another = await stage.startAnother();
    const [row] = await stage.ask<{ quiet: boolean }>(
      `select quiet_since is not null as quiet from lab where id = '${near.profile.id}'`,
    );
    await another.stop();
    expect(row?.quiet, 'every scheduler sees it, also one that starts').toBe(true);
    await near.say(BackAtLab, {});
    await asked(2);
  });

  it.each<[string, () => Promise<void>]>([
    ['its agent says so', () => near.say(BackAtLab, {})],
    [
      'who runs it says so',
      () => stage.tell(LabBack, { kind: 'lab', id: near.profile.id }, { labId: near.profile.id }),
    ],
    ['its agent describes its machines anew', () => near.say(MachinesDescribed, { machines: [near.machine] })],
  ])('is asked again when %s', async (_name, comeBack) => {
    await fallQuiet();
    await comeBack();
    expect(await asked(2)).toEqual(['Near', 'Far']);
  });

  it('is asked again when it answers, even too late; and another lab cannot speak for it', async () => {
    const [{ offerId }] = await fallQuiet();
    await far.say(BackAtLab, {});
    await stage.tell(LabBack, { kind: 'lab', id: far.profile.id }, { labId: far.profile.id });
    expect(await asked(1)).toEqual(['Far']);
    await say(near, offerId, { kind: 'declined', reason: 'we were away' });
    expect(await asked(2)).toEqual(['Near', 'Far']);
  });
});

describe('after a no the next lab is asked, and the customer', () => {
  let third: PlayedLab;
  beforeAll(async () => {
    third = await stage.lab('Third', { lat: 44.2, lon: 5.9 });
    await third.say(MachinesDescribed, { machines: [third.machine] });
    third.pulse();
    await asked(3);
  });
  afterAll(() => third?.leave());

  /** An order that Near declined, so that Far is asked and Third could be. */
  async function declined() {
    const { orderId } = await placeCubes(stage);
    await say(near, (await near.next(OfferMake)).offerId, { kind: 'declined', reason: 'on holiday' });
    const again = await stage.fact(OrderPlanned, orderId, 2);
    expect(again).toMatchObject({ labName: 'Far', again: true });
    return { orderId, again, offer: await far.next(OfferMake) };
  }
  const choose = (orderId: OrderId, lab: PlayedLab, batchIds: `bat_${string}`[]) =>
    stage.tell(LabChosen, { kind: 'order', id: orderId }, { orderId, labId: lab.profile.id, batchIds });

  it('may choose another of up to three: the offer is taken back, and that one is asked', async () => {
    const { orderId, again, offer } = await declined();
    expect(again.alternatives).toEqual([
      expect.objectContaining({ labId: third.profile.id, labName: 'Third', priceMinor: expect.any(Number) as number }),
    ]);
    await choose(orderId, third, [offer.batchId]);
    expect(await stage.fact(OfferWithdrawn, orderId)).toMatchObject({ labName: 'Far' });
    expect(await far.next(OfferWithdraw)).toMatchObject({ offerId: offer.offerId, reason: expect.stringContaining('chose') as string }); // prettier-ignore
    await say(third, (await third.next(OfferMake)).offerId, { kind: 'accepted' });
    await free(third);
    expect(await stage.fact(OrderPlanned, orderId, 3)).toMatchObject({ labName: 'Third' });
    // What was withdrawn is not routed a second time.
    expect(stage.factsOf(orderId).filter((name) => name === OrderPlanned.name)).toHaveLength(3);
    expect(near.take(OfferMake) ?? far.take(OfferMake)).toBeUndefined();
  });

  it('is not heard once a lab has accepted, nor about batches that are not named', async () => {
    const { orderId, offer } = await declined();
    await choose(orderId, third, ['bat_of_nobody']);
    await say(far, offer.offerId, { kind: 'accepted' });
    await stage.fact(OfferAccepted, orderId);
    await choose(orderId, third, [offer.batchId]);
    await free(far);
    expect(stage.factsOf(orderId)).not.toContain(OfferWithdrawn.name);
    expect(third.take(OfferMake)).toBeUndefined();
  });

  it('who chooses a lab that cannot any more still gets the next that can', async () => {
    const { orderId, offer } = await declined();
    third.fallSilent();
    await stage.ask(`update lab set quiet_since = now(), lapses = 2, changed_at = clock_timestamp() where id = '${third.profile.id}'`); // prettier-ignore
    await asked(2);
    await choose(orderId, third, [offer.batchId]);
    expect(await stage.fact(OrderPlanned, orderId, 3)).toMatchObject({ labName: 'Far' });
    await say(far, (await far.next(OfferMake)).offerId, { kind: 'accepted' });
    await free(far);
  });
});
