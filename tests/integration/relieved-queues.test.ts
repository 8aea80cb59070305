// Accepted work waits at one lab while another is free: it moves, if the lab that has it lets it go.

import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  AskPermission,
  JobAssign,
  JobCancel,
  MachinesDescribed,
  OfferAnswered,
  OfferMake,
} from '#contracts/messages/lab-messages';
import { JobCreated, OrderPlanned } from '#contracts/messages/making-messages';
import { LabChanged } from '#contracts/messages/order-messages';
import { eventually } from '../support/eventually.js';
import { placeCubes, quoteCubes } from '../support/placed-order.js';
import type { PlayedLab } from '../support/played-lab.js';
import { SchedulerStage } from '../support/scheduler-stage.js';

let stage: SchedulerStage;
let busy: PlayedLab;
let free: PlayedLab;

beforeAll(async () => {
  stage = await SchedulerStage.open();
  busy = await stage.lab('Busy', { lat: 45.77, lon: 4.85 });
  free = await stage.lab('Free', { lat: 45.7, lon: 5 });
  for (const lab of [busy, free]) await lab.say(MachinesDescribed, { machines: [lab.machine] });
  await eventually({
    sample: async () => {
      for (const lab of [busy, free]) lab.pulse();
      return (await quoteCubes(stage)).answer.options.length;
    },
    satisfied: (count) => count === 2,
    describeFailure: (count) => `two labs should be live, not ${count}`,
  });
});
afterAll(async () => {
  for (const lab of [busy, free]) await lab?.leave();
  await stage?.close();
});

/** An order of many hours, accepted by the lab that is nearest. */
async function accepted(delivery: 'pickup' | 'shipping') {
  const { orderId } = await placeCubes(stage, { sizeMm: 150, delivery });
  await busy.say(OfferAnswered, { offerId: (await busy.next(OfferMake)).offerId, answer: { kind: 'accepted' } });
  await stage.fact(JobCreated, orderId);
  return { orderId, job: await busy.next(JobAssign) };
}

it('moves what waits longest to the free lab, and nothing that was begun or is to be collected', async () => {
  const begun = await accepted('shipping');
  const { jobId, fence } = begun.job;
  await busy.asker.ask(AskPermission, { jobId, fence, machineId: busy.machine.id }, { labId: busy.profile.id });
  const collected = await accepted('pickup');
  const moved = await accepted('shipping');
  expect(free.take(OfferMake)).toBeUndefined();
  await stage.tell(
    LabChanged,
    { kind: 'lab', id: busy.profile.id },
    { lab: { ...busy.profile, rules: { letsGo: true } } },
  );
  const cancel = await busy.next(JobCancel);
  expect(cancel).toMatchObject({ jobId: moved.job.jobId, reason: expect.stringContaining('lets such work go') });
  await free.next(OfferMake);
  expect(await stage.fact(OrderPlanned, moved.orderId, 2)).toMatchObject({ labName: 'Free', again: true });
  for (const { orderId } of [begun, collected]) expect(stage.factsOf(orderId)).not.toContain('job.cancelled');
  const late = { jobId: moved.job.jobId, fence: moved.job.fence, machineId: busy.machine.id };
  expect(await busy.asker.ask(AskPermission, late, { labId: busy.profile.id })).toMatchObject({ granted: false });
}, 60_000);
