// The routing policy: the versioned document by which labs are chosen and money is shared. A vote makes a new version.

import type { Currency } from '../kernel/money.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../kernel/time.js';

export interface RoutingPolicy {
  readonly version: number;
  readonly currency: Currency;
  /** Options shown for a quote, and passed-over labs named in it. */
  readonly maxOptions: number;
  readonly maxPassedOver: number;
  /** Roads are longer than great circles. */
  readonly detourFactor: number;
  /** Shares of the lab's price, per thousand. */
  readonly designerPermille: number;
  readonly commonsFundPermille: number;
  readonly shippingBaseMinor: number;
  readonly shippingKmMinor: number;
  /** Work of a person per plate and per piece. */
  readonly handlingPlateSeconds: number;
  readonly handlingPieceSeconds: number;
  /** Between pieces on a plate, millimetres. */
  readonly gapMm: number;
  /** Plates that fail per hour of making: what a longer plate risks more. */
  readonly failuresPerHour: number;
  /** kg CO2e per tonne-kilometre of an average van, well to wheel (DEFRA 2025: 0.638 + 0.153). */
  readonly vanKgPerTonneKm: number;
  /** kg CO2e per kilowatt-hour; the mean of the EU's electricity (EEA, 2023). */
  readonly gridKgPerKwh: number;
  /** How long an offer stands before the next lab is asked. */
  readonly answerWithinMs: { readonly auto: number; readonly person: number };
  /** An accepted job that did not start, at a lab that fell silent, is routed again after this. */
  readonly startLeaseMs: number;
  /** A started job out of sight is trusted for the longer of the two. */
  readonly lostAfterMs: number;
  readonly lostAfterShareOfEstimate: number;
  /** How much dearer than promised a second lab may be for what a first one did not make; the commons fund carries it. */
  readonly againMayCostFactor: number;
}

/** The first policy: closest suitable first, then ready first. */
export const FIRST_POLICY: RoutingPolicy = {
  version: 1,
  currency: 'EUR',
  maxOptions: 5,
  maxPassedOver: 50,
  detourFactor: 1.3,
  designerPermille: 50,
  commonsFundPermille: 30,
  shippingBaseMinor: 490,
  shippingKmMinor: 1,
  handlingPlateSeconds: 300,
  handlingPieceSeconds: 20,
  gapMm: 6,
  // An assumption, until make-reports tell better: one plate of twenty fails in ten hours.
  failuresPerHour: 0.005,
  vanKgPerTonneKm: 0.792,
  gridKgPerKwh: 0.21,
  answerWithinMs: { auto: 60 * SECOND_MS, person: 15 * MINUTE_MS },
  startLeaseMs: 10 * MINUTE_MS,
  lostAfterMs: 2 * HOUR_MS,
  lostAfterShareOfEstimate: 0.5,
  againMayCostFactor: 1.5,
};
