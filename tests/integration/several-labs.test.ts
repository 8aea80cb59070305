// One order that several labs make: each is asked for its share, what one of them will not make finds another, and the
// order is whole when all of it is handed over.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { MachinesDescribed, OfferAnswered, OfferMake } from '#contracts/messages/lab-messages';
import { OrderPlanned, OrderStranded, ShipmentHandedOver, ShipmentReady } from '#contracts/messages/making-messages';
import { HandoverConfirmed, OrderPlaced } from '#contracts/messages/order-messages';
import { AskQuote } from '#contracts/messages/questions';
import { newId } from '#platform/clock/clock';
import { eventually } from '../support/eventually.js';
import { makeNext, piecesIn } from '../support/make-next.js';
import { placeCubes, quoteCubes } from '../support/placed-order.js';
import type { PlayedLab } from '../support/played-lab.js';
import { SchedulerStage } from '../support/scheduler-stage.js';

let stage: SchedulerStage;
let near: PlayedLab;
let far: PlayedLab;

beforeAll(async () => {
  stage = await SchedulerStage.open();
  near = await stage.lab('Near', { lat: 45.77, lon: 4.85 }, { rules: { maxPieces: 4 } });
  far = await stage.lab('Far', { lat: 45.2, lon: 5.7 }, { rules: { maxPieces: 4 } });
  for (const lab of [near, far]) await lab.say(MachinesDescribed, { machines: [lab.machine] });
  await eventually({
    sample: async () => {
      for (const lab of [near, far]) lab.pulse();
      return (await quoteCubes(stage)).answer.options.length;
    },
    satisfied: (count) => count === 2,
    describeFailure: (count) => `two labs should be live, not ${count}`,
  });
});
afterAll(async () => {
  for (const lab of [near, far]) await lab?.leave();
  await stage?.close();
});

it('asks each lab for its share, and is complete when the last of it is handed over', async () => {
  const { orderId, option } = await placeCubes(stage, { quantity: 6 });
  expect(option).toMatchObject({ labName: 'Near and Far', shares: [{ labName: 'Near' }, { labName: 'Far' }] });
  const offers = [await makeNext(near), await makeNext(far)];
  expect(offers.map(({ units }) => piecesIn(units))).toEqual(option.shares!.map(({ counts }) => piecesIn(counts)));
  const owed: number[] = [];
  for (const nth of [1, 2]) {
    const { shipmentId } = await stage.fact(ShipmentReady, orderId, nth);
    await stage.tell(HandoverConfirmed, { kind: 'order', id: orderId }, { shipmentId, orderId, by: 'pickup-code' });
    const handed = await stage.fact(ShipmentHandedOver, orderId, nth);
    expect(handed.orderComplete).toBe(nth === 2);
    owed.push(Object.values(handed.owed).reduce((sum, minor) => sum + minor, 0));
  }
  const { designer, commonsFund } = option.breakdown;
  expect(owed[0]! + owed[1]!).toBe(option.priceMinor - designer - commonsFund);
});

it('gives the share that one of them will not make to the other', async () => {
  const { orderId } = await placeCubes(stage, { quantity: 6 });
  const declined = await far.next(OfferMake);
  const no = { kind: 'declined', reason: 'No time.' } as const;
  await far.say(OfferAnswered, { offerId: declined.offerId, answer: no });
  const made = [await makeNext(near), await makeNext(near)];
  expect(made.map(({ units }) => piecesIn(units))).toEqual([6 - piecesIn(declined.units), piecesIn(declined.units)]);
  await stage.fact(OrderPlanned, orderId, 3);
  const { shipmentId } = await stage.fact(ShipmentReady, orderId);
  await stage.tell(HandoverConfirmed, { kind: 'order', id: orderId }, { shipmentId, orderId, by: 'pickup-code' });
  expect(await stage.fact(ShipmentHandedOver, orderId)).toMatchObject({ orderComplete: true });
});

it('makes what can be made of an order of two processes, and keeps trying for the rest', async () => {
  const [cubes, lenses] = await Promise.all([stage.release(), stage.release()]);
  const lens = { ...lenses.parts[0]!, name: 'Lens', process: 'sla' as const };
  const release = { ...cubes, parts: [cubes.parts[0]!, lens] };
  const asked = {
    release,
    quantity: 1,
    material: 'PLA',
    to: { at: { lat: 45.76, lon: 4.84 } },
    delivery: 'pickup',
  } as const;
  const resin = await stage.lab(
    'Resin',
    { lat: 45.5, lon: 5 },
    {
      processes: ['sla'],
      machine: { process: 'sla', loaded: [{ material: 'RESIN' }] },
    },
  );
  const quoted = (options: number) =>
    eventually({
      sample: async () => (await stage.asker.ask(AskQuote, asked)).options,
      satisfied: ({ length }) => length > 0 === options > 0,
      describeFailure: (found) => `${options} options should be there, not ${found?.length}`,
    });
  await resin.say(MachinesDescribed, { machines: [resin.machine] });
  const [option] = await quoted(1);
  expect(option).toMatchObject({ labName: 'Near and Resin', shares: [{ material: 'PLA' }, { material: 'RESIN' }] });
  await resin.say(MachinesDescribed, { machines: [] });
  await quoted(0);
  const orderId = newId('order');
  const bought = { option: option!, heldMinor: option!.priceMinor, currency: 'EUR' as const, policyVersion: 1 };
  await stage.tell(OrderPlaced, { kind: 'order', id: orderId }, { ...asked, orderId, ...bought });
  expect((await makeNext(near)).units).toMatchObject([{ partName: 'Cube', count: 1 }]);
  await stage.fact(OrderStranded, orderId);
  const { shipmentId } = await stage.fact(ShipmentReady, orderId);
  await stage.tell(HandoverConfirmed, { kind: 'order', id: orderId }, { shipmentId, orderId, by: 'pickup-code' });
  expect(await stage.fact(ShipmentHandedOver, orderId)).toMatchObject({ orderComplete: false });
  await resin.say(MachinesDescribed, { machines: [resin.machine] });
  expect((await makeNext(resin)).units).toMatchObject([{ partName: 'Lens', count: 1 }]);
  await stage.fact(ShipmentReady, orderId, 2);
  await resin.leave();
});
