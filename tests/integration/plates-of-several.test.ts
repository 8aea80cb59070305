// Orders of different people on one plate: they gather, are offered and made together, and each is told and paid for alone.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AskPermission,
  JobAssign,
  JobFailedAtLab,
  JobFinishedAtLab,
  MachinesDescribed,
  OfferAnswered,
  OfferMake,
  OfferWithdraw,
} from '#contracts/messages/lab-messages';
import {
  BatchShared,
  JobCreated,
  JobFailed,
  OfferMade,
  OrderPlanned,
  ShipmentHandedOver,
  ShipmentReady,
} from '#contracts/messages/making-messages';
import { HandoverConfirmed, OrderCancelled } from '#contracts/messages/order-messages';
import { labShareMinor } from '#core/costing/price-plate';
import type { OrderId } from '#core/kernel/ids';
import { DAY_MS } from '#core/kernel/time';
import { eventually } from '../support/eventually.js';
import type { PlayedLab } from '../support/played-lab.js';
import { placeCubes, quoteCubes } from '../support/placed-order.js';
import { SchedulerStage } from '../support/scheduler-stage.js';

let stage: SchedulerStage;
let lab: PlayedLab;

beforeAll(async () => {
  stage = await SchedulerStage.open();
  lab = await stage.lab('Near', { lat: 45.77, lon: 4.85 });
  await lab.say(MachinesDescribed, { machines: [lab.machine] });
  await eventually({
    sample: async () => {
      lab.pulse();
      return (await quoteCubes(stage)).answer.options.length;
    },
    satisfied: (count) => count === 1,
    describeFailure: () => 'the lab should be live',
  });
});
afterAll(async () => {
  await lab?.leave();
  await stage?.close();
});

/** Places an order that may wait, and waits until it is planned. */
async function order({ days = 3, ...wanted }: { days?: number; quantity?: number; sizeMm?: number } = {}) {
  const placed = await placeCubes(stage, {
    quantity: 2,
    ...wanted,
    ...(days === 0 ? {} : { canWaitMs: days * DAY_MS }),
  });
  const planned = await stage.fact(OrderPlanned, placed.orderId);
  return { ...placed, batchId: planned.batches[0]!.batchId, planned };
}

const later = (ms: number): void => {
  stage.clock.aheadMs += ms;
  lab.pulse();
};

async function accept() {
  const offer = await lab.next(OfferMake);
  await lab.say(OfferAnswered, { offerId: offer.offerId, answer: { kind: 'accepted' } });
  const job = await lab.next(JobAssign);
  const asked = { jobId: job.jobId, fence: job.fence, machineId: lab.machine.id };
  expect(await lab.asker.ask(AskPermission, asked, { labId: lab.profile.id })).toMatchObject({ granted: true });
  return { offer, job };
}

/** Accepts, and is done with it at once: a busy machine would let plates gather for longer. */
async function make() {
  const { offer, job } = await accept();
  await lab.say(JobFinishedAtLab, { jobId: job.jobId, fence: job.fence, how: 'seen' });
  await eventually({
    sample: () => stage.ask<{ state: string }>(`select state from job where id = '${job.jobId}'`),
    satisfied: ([row]) => row?.state === 'done',
    describeFailure: () => 'the job should be done',
  });
  await untilFree();
  return offer;
}

/** What is promised while a machine seems busy leaves time for others; who is in a hurry is tested with a free one. */
const untilFree = () =>
  eventually({
    sample: async () => {
      const { readyAtMs, machineSeconds } = (await quoteCubes(stage)).answer.options[0]!;
      return readyAtMs - machineSeconds * 1000 - Date.now() - stage.clock.aheadMs;
    },
    satisfied: (waitMs) => waitMs < 60_000,
    describeFailure: (waitMs) => `the machine should be free again, and is in ${waitMs} ms`,
  });

describe('a plate that strangers share', () => {
  it('waits for as long as was allowed, then is one offer and one job, and what is saved goes back', async () => {
    const [one, two] = [await order({ days: 3 }), await order({ days: 2, quantity: 3 })];
    expect(two.batchId).toBe(one.batchId);
    expect(one.planned.batches[0]!.gathersUntilMs).toBeGreaterThan(Date.now() + 2.5 * DAY_MS);
    expect(lab.take(OfferMake)).toBeUndefined();
    // The more impatient of the two decides.
    later(2 * DAY_MS);
    const { offer, job } = await accept();
    expect(offer.portions!.map(({ letter, units }) => [letter, units[0]!.count])).toEqual(
      expect.arrayContaining([
        ['A', expect.any(Number)],
        ['B', expect.any(Number)],
      ]),
    );
    expect(job.units.reduce((sum, { count }) => sum + count, 0)).toBe(5);
    for (const { orderId, option } of [one, two]) {
      const shared = await stage.fact(BatchShared, orderId);
      expect(shared.orders).toBe(2);
      const made = await stage.fact(OfferMade, orderId);
      expect(made.labPriceMinor + shared.savedMinor).toBe(labShareMinor(option.breakdown));
      expect(shared.savedMinor).toBeGreaterThan(100);
      expect((await stage.fact(JobCreated, orderId)).jobId).toBe(job.jobId);
    }
    await lab.say(JobFinishedAtLab, { jobId: job.jobId, fence: 1, how: 'seen' });
    const ready = await stage.fact(ShipmentReady, two.orderId);
    expect(ready.units).toEqual([expect.objectContaining({ count: 3 })]);
    await stage.tell(
      HandoverConfirmed,
      { kind: 'shipment', id: ready.shipmentId },
      { shipmentId: ready.shipmentId, orderId: two.orderId, by: 'pickup-code' },
    );
    const handedOver = await stage.fact(ShipmentHandedOver, two.orderId);
    expect(handedOver).toMatchObject({ orderComplete: true });
    expect(labShareMinor(handedOver.owed) + handedOver.savedMinor!).toBe(labShareMinor(two.option.breakdown));
    await untilFree();
  });

  it('makes nobody late: who does not want to wait is made alone, and the plate of the patient waits on', async () => {
    const patient = await order({ days: 20 });
    const hurried = await order({ days: 0 });
    expect(hurried.batchId).not.toBe(patient.batchId);
    const offer = await make();
    expect(offer.batchId).toBe(hurried.batchId);
    expect(offer.portions).toBeUndefined();
    const joining = await order({ days: 1 });
    expect(joining.batchId).toBe(patient.batchId);
    later(DAY_MS);
    expect((await make()).batchId).toBe(patient.batchId);
  });

  it('does not wait when nobody else would find room on it', async () => {
    const full = await order({ days: 3, sizeMm: 120 });
    expect((await make()).batchId).toBe(full.batchId);
  });

  it('keeps for each order what a failed plate did make of it, and routes the rest of each', async () => {
    const [one, two] = [await order({ days: 3, quantity: 2 }), await order({ days: 4, quantity: 2 })];
    later(3 * DAY_MS);
    const { job } = await accept();
    const firstPart = (await stage.fact(OrderPlanned, one.orderId)).batches[0]!.units[0]!;
    await lab.say(JobFailedAtLab, {
      jobId: job.jobId,
      fence: 1,
      reason: 'it came off the bed',
      made: [{ ...firstPart, count: 1 }],
    });
    expect((await stage.fact(JobFailed, one.orderId)).made).toEqual([expect.objectContaining({ count: 1 })]);
    expect((await stage.fact(JobFailed, two.orderId)).made).toEqual([]);
    for (const { orderId } of [one, two]) {
      const again = await stage.fact(OrderPlanned, orderId, 2);
      expect(again.batches.flatMap(({ units }) => units)[0]!.count).toBe(orderId === one.orderId ? 1 : 2);
    }
    // The first has no time left; the second still may wait for others.
    expect((await make()).units[0]!.count).toBe(1);
    later(DAY_MS);
    expect((await make()).units[0]!.count).toBe(2);
  });

  it('lets one leave a plate that gathers, and makes anew what another leaves after it was offered', async () => {
    const [one, two, three] = [await order({ days: 9 }), await order({ days: 9 }), await order({ days: 9 })];
    expect(new Set([one, two, three].map(({ batchId }) => batchId)).size).toBe(1);
    const cancel = ({ orderId }: { orderId: OrderId }) =>
      stage.tell(OrderCancelled, { kind: 'order', id: orderId }, { orderId, reason: 'not wanted any more' });
    await cancel(one);
    await eventually({
      sample: () =>
        stage.ask<{ n: number }>(`select count(*)::int as n from portion where batch_id = '${two.batchId}'`),
      satisfied: ([row]) => row?.n === 2,
      describeFailure: () => 'the cancelled order should have left the plate',
    });
    later(9 * DAY_MS);
    const offer = await lab.next(OfferMake);
    expect(offer.units.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    await cancel(two);
    expect((await lab.next(OfferWithdraw)).offerId).toBe(offer.offerId);
    const again = await stage.fact(OrderPlanned, three.orderId, 2);
    expect(again.batches[0]!.units[0]!.count).toBe(2);
    expect((await make()).portions).toBeUndefined();
  });

  it('brings together what is shipped anyway, and leaves what is to be collected', async () => {
    const other = await stage.lab('Nearby', { lat: 45.79, lon: 4.87 });
    await other.say(MachinesDescribed, { machines: [other.machine] });
    await eventually({
      sample: async () => {
        for (const one of [lab, other]) one.pulse();
        return (await quoteCubes(stage)).answer.options.length;
      },
      satisfied: (count) => count === 2,
      describeFailure: () => 'both labs should be live',
    });
    const wait = { quantity: 2, canWaitMs: 3 * DAY_MS };
    const collected = await placeCubes(stage, { ...wait, option: 1 });
    const there = (await stage.fact(OrderPlanned, collected.orderId)).batches[0]!;
    const shipped = await placeCubes(stage, { ...wait, delivery: 'shipping', option: 0 });
    const before = (await stage.fact(OrderPlanned, shipped.orderId)).batches[0]!;
    expect(before.batchId).not.toBe(there.batchId);
    const moved = await stage.fact(OrderPlanned, shipped.orderId, 2);
    expect(moved).toMatchObject({ labName: 'Nearby', instead: [before.batchId] });
    expect(moved.batches[0]!.batchId).toBe(there.batchId);
    expect(stage.factsOf(collected.orderId).filter((name) => name === 'order.planned')).toHaveLength(1);
    await other.leave();
  });
});
