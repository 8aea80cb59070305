// One is made first: the rest waits for the customer's word, is made where that was, or never.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { OfferMake } from '#contracts/messages/lab-messages';
import { OrderEnded, OrderPlanned, ShipmentHandedOver, ShipmentReady } from '#contracts/messages/making-messages';
import { HandoverConfirmed, PrototypeAnswered } from '#contracts/messages/order-messages';
import type { OrderId } from '#core/kernel/ids';
import { makeNext, piecesIn } from '../support/make-next.js';
import { placeCubes, quoteCubes } from '../support/placed-order.js';
import { TwoLabs } from '../support/two-labs.js';

let labs: TwoLabs;
beforeAll(async () => {
  labs = await TwoLabs.open();
});
afterAll(() => labs?.close());

async function firstOf(quantity: number) {
  const { stage, near } = labs;
  const { orderId, option } = await placeCubes(stage, { quantity, prototypeFirst: true });
  expect(piecesIn((await makeNext(near)).units)).toBe(1);
  const { shipmentId } = await stage.fact(ShipmentReady, orderId);
  return { orderId, option, shipmentId };
}
const handOver = ({ orderId, shipmentId }: { orderId: OrderId; shipmentId: `shp_${string}` }) =>
  labs.stage.tell(HandoverConfirmed, { kind: 'order', id: orderId }, { shipmentId, orderId, by: 'pickup-code' });
const say = (orderId: OrderId, goOn: boolean) =>
  labs.stage.tell(PrototypeAnswered, { kind: 'order', id: orderId }, { orderId, goOn });

it('costs a set-up more, and nothing of the rest is planned before the customer says yes', async () => {
  const { stage, near } = labs;
  const [whole] = (await quoteCubes(stage, { quantity: 5 })).answer.options;
  const order = await firstOf(5);
  const { orderId, option } = order;
  expect(option).toMatchObject({ labName: 'Near', plates: 2 });
  expect(option.breakdown.setUp).toBe(2 * whole!.breakdown.setUp);
  await handOver(order);
  expect(await stage.fact(ShipmentHandedOver, orderId)).toMatchObject({ orderComplete: false });
  expect(near.take(OfferMake)).toBeUndefined();
  await say(orderId, true);
  expect((await stage.fact(OrderPlanned, orderId, 2)).labName).toBe('Near');
  expect(piecesIn((await makeNext(near)).units)).toBe(4);
  const { shipmentId } = await stage.fact(ShipmentReady, orderId, 2);
  await handOver({ orderId, shipmentId });
  expect(await stage.fact(ShipmentHandedOver, orderId, 2)).toMatchObject({ orderComplete: true });
});

it('is all when the customer says no: at once where it is handed over, else when it is', async () => {
  const { stage } = labs;
  const [later, sooner] = [await firstOf(3), await firstOf(3)];
  await handOver(sooner);
  await stage.fact(ShipmentHandedOver, sooner.orderId);
  for (const { orderId } of [later, sooner]) await say(orderId, false);
  await stage.fact(OrderEnded, sooner.orderId);
  await handOver(later);
  expect(await stage.fact(ShipmentHandedOver, later.orderId)).toMatchObject({ orderComplete: true });
  expect(stage.factsOf(later.orderId)).not.toContain('order.ended');
});
