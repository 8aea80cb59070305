// What a customer is shown: options with the price taken apart, and why nearer labs were passed over.

import type { Material } from '../design/part.js';
import type { LatLon } from '../kernel/geo.js';
import type { DecisionId, LabId, MachineId, OptionId } from '../kernel/ids.js';
import type { Currency } from '../kernel/money.js';
import type { AtMs } from '../kernel/time.js';

export const DELIVERIES = ['pickup', 'shipping'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** Where the parts are wanted. */
export interface Place {
  readonly at: LatLon;
  readonly label?: string | undefined;
}

/** The customer's choices for one quote. */
export interface QuoteChoices {
  readonly quantity: number;
  readonly material: Material;
  readonly color?: string | undefined;
  readonly to: Place;
  readonly delivery: Delivery;
}

export const PRICE_LINES = [
  'material',
  'machineTime',
  'setUp',
  'labour',
  'energy',
  'designer',
  'commonsFund',
  'transport',
] as const;
export type PriceLine = (typeof PRICE_LINES)[number];

/** Minor units per line; the lines sum to the price exactly. */
export type PriceBreakdown = Readonly<Record<PriceLine, number>>;

/** The lines that are the lab's. */
export const LAB_LINES = [
  'material',
  'machineTime',
  'setUp',
  'labour',
  'energy',
] as const satisfies readonly PriceLine[];

/** One way to have it made. */
export interface QuoteOption {
  readonly id: OptionId;
  readonly labId: LabId;
  readonly labName: string;
  readonly machineId: MachineId;
  readonly machineName: string;
  readonly at: LatLon;
  readonly city?: string | undefined;
  readonly distanceKm: number;
  readonly priceMinor: number;
  readonly currency: Currency;
  readonly breakdown: PriceBreakdown;
  readonly plates: number;
  readonly massGrams: number;
  readonly machineSeconds: number;
  readonly readyAtMs: AtMs;
  readonly co2eGrams: number;
  readonly co2eBreakdown: { readonly transportGrams: number; readonly energyGrams: number };
  /** Others whose pieces wait for company there now, and what sharing a plate with them would save, minor units. */
  readonly sharing?: { readonly orders: number; readonly savesMinor: number } | undefined;
}

/** A lab that was nearer than an option, or could have been, and why it is none. */
export interface PassedOver {
  readonly labId: LabId;
  readonly labName: string;
  readonly distanceKm: number;
  readonly code: string;
  readonly reason: string;
}

/** One requirement and how many labs it removed. */
export interface RequirementTally {
  readonly code: string;
  readonly requirement: string;
  readonly labsRemoved: number;
}

/** The network's answer to a quote. */
export interface QuoteAnswer {
  readonly decisionId: DecisionId;
  readonly options: readonly QuoteOption[];
  readonly passedOver: readonly PassedOver[];
  readonly tally: readonly RequirementTally[];
  readonly labsConsidered: number;
}
