// The routing policy: the versioned document by which labs are chosen and money is shared. A vote makes a new version.

import type { Currency } from '../kernel/money.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../kernel/time.js';
import { EVEN_WEIGHTS, type Objective, type Weights } from './objective.js';
import { FIRST_MODES, type TransportMode } from './transport-modes.js';

export interface RoutingPolicy {
  readonly version: number;
  readonly currency: Currency;
  /** Options shown for a quote, and passed-over labs named in it. */
  readonly maxOptions: number;
  readonly maxPassedOver: number;
  /** What matters most where the customer does not say. */
  readonly objective: Objective;
  /** How much each term of the cost counts in the objective `balanced`. */
  readonly weights: Weights;
  /** No lab farther away is taken; undefined: no bound. */
  readonly withinKm?: number | undefined;
  /** With another objective than closest, so many of the nearest labs that can are compared. */
  readonly compareAtMost: number;
  /** At most so many machines make one order together. */
  readonly maxShares: number;
  /** Only what takes one machine longer is split, where one could make all of it, hours. */
  readonly splitFromHours: number;
  /** What an hour until it arrives is worth, minor units: an assumption to vote on. */
  readonly hourMinor: number;
  /** What a kilogram of CO2e costs everybody, minor units (UBA 2024: 300 EUR per tonne). */
  readonly co2eKgMinor: number;
  /** A lab with eight times its even share of recent work costs so much more, one with an eighth so much less. */
  readonly fairnessMinor: number;
  /** A lab in the customer's own country costs so much less. */
  readonly homeMinor: number;
  /** Added to the odds of a failure when a part is turned from how it was modelled: an assumption. */
  readonly turnedFailures: number;
  /** Work of a person to put another material on a machine. */
  readonly materialChangeSeconds: number;
  /** No lab is believed to be busy for longer, whatever its clock says. */
  readonly longestQueueMs: number;
  /** By distance, nearest first. */
  readonly transport: readonly TransportMode[];
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
  /** kg CO2e per kilowatt-hour; the mean of the EU's electricity (EEA, 2023). */
  readonly gridKgPerKwh: number;
  /** How long an offer stands before the next lab is asked. */
  readonly answerWithinMs: { readonly auto: number; readonly person: number };
  /** How long a customer may think about a lab's counter-offer. */
  readonly counterAnswerWithinMs: number;
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
  objective: 'closest',
  weights: EVEN_WEIGHTS,
  compareAtMost: 100,
  maxShares: 4,
  splitFromHours: 8,
  hourMinor: 10,
  co2eKgMinor: 30,
  fairnessMinor: 100,
  homeMinor: 100,
  turnedFailures: 0.05,
  materialChangeSeconds: 300,
  longestQueueMs: 30 * DAY_MS,
  transport: FIRST_MODES,
  designerPermille: 50,
  commonsFundPermille: 30,
  shippingBaseMinor: 490,
  shippingKmMinor: 1,
  handlingPlateSeconds: 300,
  handlingPieceSeconds: 20,
  gapMm: 6,
  // An assumption, until make-reports tell better: one plate of twenty fails in ten hours.
  failuresPerHour: 0.005,
  gridKgPerKwh: 0.21,
  answerWithinMs: { auto: 60 * SECOND_MS, person: 15 * MINUTE_MS },
  counterAnswerWithinMs: DAY_MS,
  startLeaseMs: 10 * MINUTE_MS,
  lostAfterMs: 2 * HOUR_MS,
  lostAfterShareOfEstimate: 0.5,
  againMayCostFactor: 1.5,
};
