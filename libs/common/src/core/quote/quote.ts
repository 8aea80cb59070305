// What a customer is shown: options with the price taken apart, and why nearer labs were passed over.

import type { Material } from '../design/part.js';
import type { LatLon } from '../kernel/geo.js';
import type { DecisionId, LabId, MachineId, OptionId, PartId } from '../kernel/ids.js';
import type { Currency } from '../kernel/money.js';
import type { AtMs } from '../kernel/time.js';
import type { Objective, Terms } from '../routing/objective.js';
import type { Mode } from '../routing/transport-modes.js';

export const DELIVERIES = ['pickup', 'shipping'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** Where the parts are wanted. */
export interface Place {
  readonly at: LatLon;
  readonly label?: string | undefined;
  /** ISO 3166-1 alpha-2, upper case; undefined: not known. */
  readonly country?: string | undefined;
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

/** What one machine makes of an order that several make together. */
export interface QuoteShare extends Pick<
  QuoteOption,
  | 'labId'
  | 'labName'
  | 'machineId'
  | 'machineName'
  | 'at'
  | 'city'
  | 'distanceKm'
  | 'priceMinor'
  | 'plates'
  | 'massGrams'
  | 'machineSeconds'
  | 'readyAtMs'
  | 'materialChange'
> {
  readonly material: Material;
  readonly counts: readonly { readonly partId: PartId; readonly count: number }[];
}

/** One way to have it made; of several machines, names are all of them, and the other words those of the whole. */
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
  /** When it is ready and carried. */
  readonly arrivesAtMs?: AtMs | undefined;
  readonly mode?: Mode | undefined;
  /** The cost by which it was weighed, term by term, and its sum, minor units; undefined in older quotes. */
  readonly terms?: Terms | undefined;
  readonly costMinor?: number | undefined;
  /** Parts that lie otherwise than modelled, because they fit only so. */
  readonly turned?: readonly { readonly partId: PartId; readonly says: string }[] | undefined;
  /** Somebody has to put the material on first. */
  readonly materialChange?: boolean | undefined;
  /** When several machines make it together: what each of them makes. */
  readonly shares?: readonly QuoteShare[] | undefined;
}

/** A lab that was nearer than an option, or could have been, and why it is none. */
export interface PassedOver {
  readonly labId: LabId;
  readonly labName: string;
  readonly distanceKm: number;
  readonly code: string;
  readonly reason: string;
}

/** What a lab has to say before it can be offered anything. */
export interface Question {
  readonly code: string;
  readonly requirement: string;
  readonly question: string;
}

/** A lab that may be able to, with what it has to say first. */
export interface ToAsk {
  readonly labId: LabId;
  readonly labName: string;
  readonly distanceKm: number;
  readonly questions: readonly Question[];
}

/** How far off: what was wanted, what there is, in one unit. */
export interface Miss {
  readonly what: string;
  readonly unit: 'mm' | 'km' | 'g' | '°C' | 'minor' | 'h' | 'pieces';
  readonly wanted: number;
  readonly has: number;
}

/** How many labs, from how far to how far. */
export interface Ring {
  readonly labs: number;
  readonly fromKm: number;
  readonly toKm: number;
}

/** One requirement that stands in the way when nobody can. */
export interface NearestMiss {
  readonly code: string;
  readonly requirement: string;
  /** Labs to which it was the first no. */
  readonly removed: number;
  /** Labs that would do if it were not asked. */
  readonly onlyThis?: Ring | undefined;
  /** Labs that meet it and fail something else. */
  readonly met?: Ring | undefined;
  /** Of those that it removed, the one that came nearest to enough. */
  readonly miss?: Miss | undefined;
  readonly sentence: string;
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
  /** By what the options are ordered; undefined, like the next two, in older answers. */
  readonly objective?: Objective | undefined;
  /** Labs among them that say too little. */
  readonly toAsk?: readonly ToAsk[] | undefined;
  /** When nobody can: what is missing least. */
  readonly nearestMisses?: readonly NearestMiss[] | undefined;
}
