// The scheduler on real Postgres and NATS, with the gateway and the labs played by the test.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AskPermission,
  JobAssign,
  JobFailedAtLab,
  JobFinishedAtLab,
  JobStartedAtLab,
  MachinesDescribed,
  OfferAnswered,
  OfferMake,
  OfferWithdraw,
} from '#contracts/messages/lab-messages';
import {
  JobCancelled,
  JobClaimed,
  JobFailed,
  JobFinished,
  JobStarted,
  JobUnseen,
  OfferDeclined,
  OfferLapsed,
  OfferWithdrawn,
  OrderPlanned,
  OrderStranded,
  ShipmentHandedOver,
  ShipmentReady,
} from '#contracts/messages/making-messages';
import { HandoverConfirmed, OrderCancelled } from '#contracts/messages/order-messages';
import { labShareMinor } from '#core/costing/price-plate';
import { newId } from '#platform/clock/clock';
import type { PlayedLab } from '../support/played-lab.js';
import { placeCubes, quoteCubes, type OrderWanted } from '../support/placed-order.js';
import { SchedulerStage } from '../support/scheduler-stage.js';
import { eventually } from '../support/eventually.js';

let stage: SchedulerStage;
let near: PlayedLab;
let far: PlayedLab;

beforeAll(async () => {
  stage = await SchedulerStage.open();
  near = await stage.lab('Near', { lat: 45.77, lon: 4.85 });
  far = await stage.lab('Far', { lat: 45.2, lon: 5.7 });
  for (const lab of [near, far]) await lab.say(MachinesDescribed, { machines: [lab.machine] });
  await eventually({
    sample: async () => {
      for (const lab of [near, far]) lab.pulse();
      return (await quote()).options.length;
    },
    satisfied: (count) => count === 2,
    describeFailure: (count) => `two labs should be live; ${count} are`,
  });
});
afterAll(async () => {
  await near?.leave();
  await far?.leave();
  await stage?.close();
});

const quote = async (wanted: OrderWanted = {}) => (await quoteCubes(stage, wanted)).answer;
const order = async (quantity = 2) => (await placeCubes(stage, { quantity })).orderId;

async function accept(lab: PlayedLab) {
  const offer = await lab.next(OfferMake);
  await lab.say(OfferAnswered, { offerId: offer.offerId, answer: { kind: 'accepted' } });
  return lab.next(JobAssign);
}

const permission = (lab: PlayedLab, job: { jobId: `job_${string}`; fence: number }) =>
  lab.asker.ask(
    AskPermission,
    { jobId: job.jobId, fence: job.fence, machineId: lab.machine.id },
    { labId: lab.profile.id },
  );

describe('the scheduler', () => {
  it('quotes the closest suitable lab first, and says why others cannot', async () => {
    const answer = await quote();
    expect(answer.options.map((option) => option.labName)).toEqual(['Near', 'Far']);
    const nobody = await quote({ material: 'PC' });
    expect(nobody.options).toEqual([]);
    expect(nobody.passedOver.map(({ code }) => code)).toEqual(['machine/material', 'machine/material']);
    expect((await quote({ sizeMm: 240 })).tally).toEqual([
      expect.objectContaining({ code: 'machine/size', labsRemoved: 2 }),
    ]);
  });

  it('carries an order from placed to handed over, told once each', async () => {
    const orderId = await order();
    const job = await accept(near);
    expect(await permission(near, job)).toEqual({ granted: true, jobId: job.jobId, fence: 1 });
    await near.say(JobStartedAtLab, { jobId: job.jobId, fence: 1, how: 'seen' });
    const finished = newId('event');
    await near.say(JobFinishedAtLab, { jobId: job.jobId, fence: 1, how: 'seen' }, finished);
    await near.say(JobFinishedAtLab, { jobId: job.jobId, fence: 1, how: 'seen' }, newId('event'));
    const shipment = await stage.fact(ShipmentReady, orderId);
    expect(shipment.units).toEqual([expect.objectContaining({ count: 2 })]);
    await stage.tell(
      HandoverConfirmed,
      { kind: 'shipment', id: shipment.shipmentId },
      { shipmentId: shipment.shipmentId, orderId, by: 'pickup-code' },
    );
    const handedOver = await stage.fact(ShipmentHandedOver, orderId);
    expect(handedOver.orderComplete).toBe(true);
    expect(labShareMinor(handedOver.owed)).toBeGreaterThan(0);
    expect(stage.factsOf(orderId)).toEqual([
      'order.placed',
      'order.planned',
      'offer.made',
      'offer.accepted',
      'job.created',
      'job.started',
      'job.finished',
      'shipment.ready',
      'handover.confirmed',
      'shipment.handed-over',
    ]);
  });

  it('lets only one start, and never the lab whose job it is not', async () => {
    await order();
    const job = await accept(near);
    expect(await permission(far, job)).toMatchObject({ granted: false });
    const answers = await Promise.all(Array.from({ length: 20 }, () => permission(near, job)));
    expect(answers.every(({ granted }) => granted)).toBe(true);
    expect(await permission(near, { ...job, fence: 2 })).toMatchObject({ granted: false, code: 'job/stale-fence' });
    await near.say(JobFinishedAtLab, { jobId: job.jobId, fence: 1, how: 'seen' });
  });

  it('asks the next lab when the first declines', async () => {
    const orderId = await order();
    const offer = await near.next(OfferMake);
    await near.say(OfferAnswered, { offerId: offer.offerId, answer: { kind: 'declined', reason: 'on holiday' } });
    expect((await stage.fact(OfferDeclined, orderId)).reason).toBe('on holiday');
    const job = await accept(far);
    await permission(far, job);
    await far.say(JobFinishedAtLab, { jobId: job.jobId, fence: job.fence, how: 'seen' });
    expect((await stage.fact(ShipmentReady, orderId)).labName).toBe('Far');
  });

  it('routes only what a failed job did not make, and pays a late claim nowhere', async () => {
    const orderId = await order(5);
    const first = await accept(near);
    await permission(near, first);
    const [unit] = first.units;
    await near.say(JobFailedAtLab, {
      jobId: first.jobId,
      fence: 1,
      reason: 'nozzle clogged',
      made: [{ ...unit!, count: 3 }],
    });
    expect((await stage.fact(JobFailed, orderId)).missing).toEqual([{ ...unit, count: 2 }]);
    const second = await accept(far);
    expect(second.units).toEqual([{ ...unit, count: 2 }]);
    await near.say(JobFinishedAtLab, { jobId: first.jobId, fence: 1, how: 'inferred' });
    await stage.fact(JobClaimed, orderId);
    await permission(far, second);
    await far.say(JobFinishedAtLab, { jobId: second.jobId, fence: second.fence, how: 'seen' });
    const shipments = [await stage.fact(ShipmentReady, orderId, 1), await stage.fact(ShipmentReady, orderId, 2)];
    expect(shipments.flatMap(({ units }) => units).reduce((sum, { count }) => sum + count, 0)).toBe(5);
    expect((await stage.fact(JobFinished, orderId)).made).toEqual([{ ...unit, count: 2 }]);
  });

  it('tries a lab again when nobody else can, but not for ever', async () => {
    const orderId = await order(1);
    const offers = [near, far];
    for (const lab of offers) {
      const offer = await lab.next(OfferMake);
      await lab.say(OfferAnswered, { offerId: offer.offerId, answer: { kind: 'declined', reason: 'no' } });
    }
    expect((await stage.fact(OrderStranded, orderId)).reason).toContain('No lab can make it now');
    await stage.tell(OrderCancelled, { kind: 'order', id: orderId }, { orderId, reason: 'gave up' });
  });

  it('withdraws offers and calls off jobs of a cancelled order', async () => {
    const offered = await order();
    await near.next(OfferMake);
    await stage.tell(OrderCancelled, { kind: 'order', id: offered }, { orderId: offered, reason: 'changed my mind' });
    await stage.fact(OfferWithdrawn, offered);
    const accepted = await order();
    const job = await accept(near);
    await stage.tell(OrderCancelled, { kind: 'order', id: accepted }, { orderId: accepted, reason: 'changed my mind' });
    await stage.fact(JobCancelled, accepted);
    expect(await permission(near, job)).toMatchObject({ granted: false, code: 'job/ended' });
  });

  it('counts the facts of an order without gaps', async () => {
    const orderId = await order();
    await stage.fact(OrderPlanned, orderId);
    await near.next(OfferMake);
    const sequences = stage.heard
      .filter(({ type, data }) => data.orderId === orderId && type !== 'order.placed')
      .map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  });

  it('asks the next lab when an offer lapses', async () => {
    const orderId = await order();
    await near.next(OfferMake);
    await stage.ask(
      `update offer set expires_at = now() where batch_id in (select batch_id from portion where order_id = '${orderId}')`,
    );
    await stage.fact(OfferLapsed, orderId);
    await eventually({
      sample: async () => (await near.next(OfferWithdraw)).reason.includes('time to answer'),
      describeFailure: () => 'the lab was not told that its time is over',
    });
    const job = await accept(far);
    await permission(far, job);
    await far.say(JobFinishedAtLab, { jobId: job.jobId, fence: job.fence, how: 'seen' });
    await stage.fact(ShipmentReady, orderId);
  });

  it('does not take a job out of sight for failed, and believes the lab when it is back', async () => {
    const orderId = await order();
    const job = await accept(near);
    await permission(near, job);
    await near.say(JobStartedAtLab, { jobId: job.jobId, fence: 1, how: 'seen' });
    await stage.fact(JobStarted, orderId);
    near.fallSilent();
    stage.clock.aheadMs = 60_000;
    await stage.ask(`update job set heard_at = now() - interval '1 minute' where id = '${job.jobId}'`);
    await stage.fact(JobUnseen, orderId);
    expect((await quote()).passedOver).toContainEqual(expect.objectContaining({ labName: 'Near', code: 'lab/silent' }));
    stage.clock.aheadMs = 0;
    near.speakAgain();
    await near.say(JobFinishedAtLab, { jobId: job.jobId, fence: 1, how: 'inferred' });
    await stage.fact(ShipmentReady, orderId);
    expect(stage.factsOf(orderId)).not.toContain('job.failed');
  });

  it('shares the work between two schedulers, and offers every batch once', async () => {
    const second = await stage.startAnother();
    // Questions go to either of them: both must have heard the labs.
    await eventually({
      sample: async () =>
        (await Promise.all(Array.from({ length: 8 }, () => quote()))).map(({ options }) => options.length),
      satisfied: (counts) => counts.every((count) => count === 2),
      describeFailure: (counts) => `every answer should have two options; they have ${String(counts)}`,
    });
    const orderIds = await Promise.all(Array.from({ length: 12 }, () => order(1)));
    const left = () => orderIds.filter((id) => !stage.factsOf(id).includes('shipment.ready'));
    // Work that waits makes the other lab ready first: either may be asked, and also for what earlier tests left.
    while (left().length > 0) {
      const next = await eventually({
        sample: () => {
          const taken = [near, far].map((one) => [one, one.take(OfferMake)] as const).find(([, offer]) => offer);
          return left().length === 0 ? ('done' as const) : taken;
        },
        describeFailure: () => `${left().length} orders are not ready, and nobody is asked`,
      });
      if (next === 'done' || next === undefined) break;
      const [lab, offer] = next;
      await lab.say(OfferAnswered, { offerId: offer!.offerId, answer: { kind: 'accepted' } });
      const job = await lab.next(JobAssign);
      await permission(lab, job);
      await lab.say(JobFinishedAtLab, { jobId: job.jobId, fence: job.fence, how: 'seen' });
    }
    await second.stop();
    const counts = await stage.ask(
      `select count(*)::int as offers, count(distinct batch_id)::int as batches from offer join portion using (batch_id) where order_id in (${orderIds.map((id) => `'${id}'`).join(', ')})`,
    );
    expect(counts).toEqual([{ offers: 12, batches: 12 }]);
  });
});
