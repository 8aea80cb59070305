// A plate whose time has come at a lab that is not heard of: nobody is asked there, and what gathered is made elsewhere.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { MachinesDescribed, OfferMake } from '#contracts/messages/lab-messages';
import { BatchDropped, OfferMade, OrderPlanned } from '#contracts/messages/making-messages';
import { SUSPECT_AFTER_MS } from '#core/lab/lab';
import { DAY_MS } from '#core/kernel/time';
import { eventually } from '../support/eventually.js';
import type { PlayedLab } from '../support/played-lab.js';
import { placeCubes, quoteCubes } from '../support/placed-order.js';
import { SchedulerStage } from '../support/scheduler-stage.js';

let stage: SchedulerStage;
const labs: PlayedLab[] = [];

beforeAll(async () => {
  stage = await SchedulerStage.open();
  for (const [name, lat] of [
    ['Near', 45.77],
    ['Far', 45.9],
  ] as const) {
    // prettier-ignore
    const lab = await stage.lab(name, { lat, lon: 4.85 });
    await lab.say(MachinesDescribed, { machines: [lab.machine] });
    labs.push(lab);
  }
  await untilLive(2);
});
afterAll(async () => {
  for (const lab of labs) await lab.leave();
  await stage?.close();
});

const untilLive = (count: number) =>
  eventually({
    sample: async () => (await quoteCubes(stage)).answer.options.length,
    satisfied: (live) => live === count,
    describeFailure: () => `${count} labs should be live`,
  });

it('is offered to nobody there, and its pieces to a lab that is heard of', async () => {
  const [near, far] = labs as [PlayedLab, PlayedLab];
  const patient = await Promise.all(
    [2, 3].map((days) => placeCubes(stage, { quantity: days, canWaitMs: days * DAY_MS })),
  );
  const planned = await Promise.all(patient.map(({ orderId }) => stage.fact(OrderPlanned, orderId)));
  expect(new Set(planned.map(({ batches }) => batches[0]!.batchId)).size).toBe(1);
  expect(planned[0]!.labName).toBe('Near');
  near.fallSilent();
  stage.clock.aheadMs += 2 * DAY_MS;
  // The lab is listened for a little longer: clocks go on.
  await eventually({
    sample: () => {
      far.pulse();
      stage.clock.aheadMs += SUSPECT_AFTER_MS / 8;
      return patient.every(({ orderId }) => stage.factsOf(orderId).includes('batch.dropped'));
    },
    satisfied: (dropped) => dropped,
    describeFailure: () => 'the plate at the silent lab should be given up',
  });
  for (const [index, { orderId }] of patient.entries()) {
    const { batchId, reason } = await stage.fact(BatchDropped, orderId);
    expect(batchId).toBe(planned[index]!.batches[0]!.batchId);
    expect(reason).toContain('silent');
    expect(await stage.fact(OrderPlanned, orderId, 2)).toMatchObject({ labName: 'Far', again: true });
  }
  expect((await stage.fact(OfferMade, patient[0]!.orderId)).labName).toBe('Far');
  expect((await far.next(OfferMake)).units[0]!.count).toBeGreaterThanOrEqual(2);
  expect(near.take(OfferMake)).toBeUndefined();
});

it('is offered there after all when the lab speaks again: it may be us who heard nothing', async () => {
  const [near, far] = labs as [PlayedLab, PlayedLab];
  near.speakAgain();
  await untilLive(2);
  const { orderId } = await placeCubes(stage, { quantity: 2, sizeMm: 30, canWaitMs: DAY_MS });
  const planned = await stage.fact(OrderPlanned, orderId);
  for (const lab of labs) lab.fallSilent();
  stage.clock.aheadMs += DAY_MS;
  await untilLive(0);
  expect(stage.factsOf(orderId)).not.toContain('batch.dropped');
  for (const lab of labs) lab.speakAgain();
  expect((await stage.fact(OfferMade, orderId)).batchId).toBe(planned.batches[0]!.batchId);
  expect(far.take(OfferMake)).toBeUndefined();
});
