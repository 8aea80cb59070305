// What is to be least: the terms of the cost of an option in money, each with its unit and source, and the orders in
// which options are shown.

/** Terms of the cost, in the order in which they are told. */
export const TERMS = ['price', 'time', 'transport', 'co2e', 'risk', 'shared', 'fairness', 'home'] as const;
export type TermName = (typeof TERMS)[number];

/** One term: what was measured, and what it counts, minor units after its weight. */
export interface Term {
  readonly metric: number;
  readonly minor: number;
}
export type Terms = Readonly<Record<TermName, Term>>;

/** Factors of the terms, each at least 0 and at least one above. */
export type Weights = Readonly<Record<TermName, number>>;
export const EVEN_WEIGHTS: Weights = Object.fromEntries(TERMS.map((term) => [term, 1])) as Record<TermName, number>;

/** What a term measures, and where its price comes from. */
export const TERM_FACTS: Readonly<Record<TermName, { readonly unit: string; readonly source: string }>> = {
  price: { unit: 'minor', source: 'the lab’s prices with the shares of designer and commons fund, without carriage' },
  time: { unit: 'h', source: 'from now until it arrives or can be collected; policy hourMinor' },
  transport: { unit: 'km', source: 'great circle by the mode’s detour; policy shippingBaseMinor and shippingKmMinor' },
  co2e: { unit: 'kg', source: 'carriage (DEFRA 2025) and process energy (EEA 2023); policy co2eKgMinor' },
  risk: { unit: 'odds', source: 'odds that it has to be made again, at the lab’s price; policy failuresPerHour' },
  shared: { unit: 'minor', source: 'what a plate that others pay too saves' },
  fairness: { unit: 'even shares', source: 'recent work of the lab by an even share of all; policy fairnessMinor' },
  home: { unit: 'yes 1, no 0', source: 'in the customer’s own country; policy homeMinor' },
};

/** `balanced`: by the cost itself, with the policy's weights or the customer's own. */
export const OBJECTIVES = ['closest', 'cheapest', 'fastest', 'greenest', 'balanced'] as const;
export type Objective = (typeof OBJECTIVES)[number];

/** What of an option the orders look at. */
export interface Ranked {
  readonly labId: string;
  readonly machineId: string;
  readonly distanceKm: number;
  readonly priceMinor: number;
  readonly readyAtMs: number;
  readonly arrivesAtMs: number;
  readonly co2eGrams: number;
  readonly costMinor: number;
  readonly terms: Terms;
}

/** What counts first, then what counts among equals; the cost after that, then ids. */
const ORDERS: Readonly<Record<Objective, readonly ((one: Ranked) => number)[]>> = {
  closest: [({ distanceKm }) => distanceKm, ({ readyAtMs }) => readyAtMs],
  cheapest: [({ priceMinor, terms }) => priceMinor - terms.shared.metric, ({ arrivesAtMs }) => arrivesAtMs],
  fastest: [({ arrivesAtMs }) => arrivesAtMs, ({ priceMinor }) => priceMinor],
  greenest: [({ co2eGrams }) => co2eGrams, ({ priceMinor }) => priceMinor],
  balanced: [],
};

/** Orders options, best first: the same whatever order they come in. */
export function inOrderOf(objective: Objective): (a: Ranked, b: Ranked) => number {
  const keys = [...ORDERS[objective], ({ costMinor }: Ranked): number => costMinor];
  return (a, b) => {
    for (const key of keys) {
      const difference = key(a) - key(b);
      if (difference !== 0) return difference;
    }
    return a.labId < b.labId ? -1 : a.labId > b.labId ? 1 : a.machineId < b.machineId ? -1 : 1;
  };
}
