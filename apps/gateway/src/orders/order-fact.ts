// What an order's views are made of: its facts, and the shapes of a job and a shipment as the customer sees them.

import type { z } from 'zod';
import type { counterOfferViewSchema, jobViewSchema, shipmentViewSchema } from '#contracts/http/orders';

export type JobView = z.infer<typeof jobViewSchema>;
export type CounterOfferView = z.infer<typeof counterOfferViewSchema>;
export type ShipmentView = z.infer<typeof shipmentViewSchema>;

/** A fact about one order; `eventId` grows with time where two facts are of the same millisecond. */
export interface OrderFact {
  readonly eventId: string;
  readonly atMs: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}
