// Offers that nobody answers, or that are declined: who is asked next, and who is not asked any more.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BackAtLab, MachinesDescribed, OfferMake, OfferWithdraw } from '#contracts/messages/lab-messages';
import { OfferAccepted, OfferLapsed, OfferWithdrawn, OrderPlanned } from '#contracts/messages/making-messages';
import { LabBack, LabChosen } from '#contracts/messages/order-messages';
import type { OrderId } from '#core/kernel/ids';
import { placeCubes, quoteCubes } from '../support/placed-order.js';
import type { PlayedLab } from '../support/played-lab.js';
import type { SchedulerStage } from '../support/scheduler-stage.js';
import { answerOffer, TwoLabs } from '../support/two-labs.js';

let labs: TwoLabs;
let stage: SchedulerStage;
let near: PlayedLab;
let far: PlayedLab;

beforeAll(async () => {
  labs = await TwoLabs.open();
  ({ stage, near, far } = labs);
});
afterAll(() => labs?.close());

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
    await answerOffer(near, offerId, { kind: 'accepted' });
    await stage.fact(OfferAccepted, orderId);
    await expect(second('open')).rejects.toThrow(/offer_one_alive/);
    await labs.free(near);
  });
});

describe('a lab that lets offers lapse', () => {
  /** An offer that Near does not answer; Far makes it. */
  async function letLapse() {
    const { orderId } = await placeCubes(stage);
    const { offerId } = await near.next(OfferMake);
    await labs.runOut(offerId);
    await stage.fact(OfferLapsed, orderId);
    const { reason } = await near.next(OfferWithdraw);
    await labs.accept(far);
    return { offerId, reason };
  }

  async function fallQuiet() {
    const both = [await letLapse(), await letLapse()] as const;
    expect(await labs.asked(1)).toEqual(['Far']);
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
    await labs.asked(2);
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
    expect(await labs.asked(2)).toEqual(['Near', 'Far']);
  });

  it('is asked again when it answers, even too late; and another lab cannot speak for it', async () => {
    const [{ offerId }] = await fallQuiet();
    await far.say(BackAtLab, {});
    await stage.tell(LabBack, { kind: 'lab', id: far.profile.id }, { labId: far.profile.id });
    expect(await labs.asked(1)).toEqual(['Far']);
    await answerOffer(near, offerId, { kind: 'declined', reason: 'we were away' });
    expect(await labs.asked(2)).toEqual(['Near', 'Far']);
  });
});

describe('after a no the next lab is asked, and the customer', () => {
  let third: PlayedLab;
  beforeAll(async () => {
    third = await stage.lab('Third', { lat: 44.2, lon: 5.9 });
    await third.say(MachinesDescribed, { machines: [third.machine] });
    third.pulse();
    await labs.asked(3);
  });
  afterAll(() => third?.leave());

  /** An order that Near declined, so that Far is asked and Third could be. */
  async function declined() {
    const { orderId } = await placeCubes(stage);
    await answerOffer(near, (await near.next(OfferMake)).offerId, { kind: 'declined', reason: 'on holiday' });
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
    await labs.accept(third);
    expect(await stage.fact(OrderPlanned, orderId, 3)).toMatchObject({ labName: 'Third' });
    // What was withdrawn is not routed a second time.
    expect(stage.factsOf(orderId).filter((name) => name === OrderPlanned.name)).toHaveLength(3);
    expect(near.take(OfferMake) ?? far.take(OfferMake)).toBeUndefined();
  });

  it('is not heard once a lab has accepted, nor about batches that are not named', async () => {
    const { orderId, offer } = await declined();
    await choose(orderId, third, ['bat_of_nobody']);
    await answerOffer(far, offer.offerId, { kind: 'accepted' });
    await stage.fact(OfferAccepted, orderId);
    await choose(orderId, third, [offer.batchId]);
    await labs.free(far);
    expect(stage.factsOf(orderId)).not.toContain(OfferWithdrawn.name);
    expect(third.take(OfferMake)).toBeUndefined();
  });

  it('who chooses a lab that cannot any more still gets the next that can', async () => {
    const { orderId, offer } = await declined();
    third.fallSilent();
    await stage.ask(`update lab set quiet_since = now(), lapses = 2, changed_at = clock_timestamp() where id = '${third.profile.id}'`); // prettier-ignore
    await labs.asked(2);
    await choose(orderId, third, [offer.batchId]);
    expect(await stage.fact(OrderPlanned, orderId, 3)).toMatchObject({ labName: 'Far' });
    await labs.accept(far);
  });
});
