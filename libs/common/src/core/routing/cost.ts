// The cost of an option in money, term by term: price + time + carriage + CO2e + risk − what is shared, and what the
// network wants for all: work spread evenly, and at home.

import { roundMinor } from '../kernel/money.js';
import { HOUR_MS } from '../kernel/time.js';
import { TERMS, type TermName, type Terms, type Weights } from './objective.js';
import type { RoutingPolicy } from './policy.js';

/** What of an option the terms are made of. */
export interface Costed {
  /** Without carriage. */
  readonly makingMinor: number;
  readonly labMinor: number;
  readonly transportMinor: number;
  readonly wayKm: number;
  readonly machineSeconds: number;
  readonly turned: boolean;
  /** From now until it arrives. */
  readonly waitMs: number;
  readonly kgCo2e: number;
  /** Saved by a plate that others pay too. */
  readonly sharedMinor: number;
  /** Work that the lab was given lately, by an even share; 1 where nothing is known. */
  readonly evenShares: number;
  readonly atHome: boolean;
}

/** Terms after their weights; each is rounded once, so that they sum to the cost. */
export function termsOf(one: Costed, weights: Weights, policy: RoutingPolicy): Terms {
  const hours = one.waitMs / HOUR_MS;
  const odds = oddsOfFailure(one, policy);
  const raw: Readonly<Record<TermName, readonly [metric: number, minor: number]>> = {
    price: [one.makingMinor, one.makingMinor],
    time: [hours, hours * policy.hourMinor],
    transport: [one.wayKm, one.transportMinor],
    co2e: [one.kgCo2e, one.kgCo2e * policy.co2eKgMinor],
    risk: [odds, odds * one.labMinor],
    shared: [one.sharedMinor, -one.sharedMinor],
    fairness: [one.evenShares, spread(one.evenShares) * policy.fairnessMinor],
    home: [one.atHome ? 1 : 0, one.atHome ? -policy.homeMinor : 0],
  };
  const entries = TERMS.map((term) => {
    const [metric, minor] = raw[term];
    return [term, { metric: rounded(metric), minor: roundMinor(weights[term] * minor) }] as const;
  });
  return Object.fromEntries(entries) as unknown as Terms;
}

export const costOf = (terms: Terms): number => TERMS.reduce((sum, term) => sum + terms[term].minor, 0);

/** Failures come like drops of rain (Poisson): none in so many hours has the odds e^−rate·hours. */
const oddsOfFailure = (
  { machineSeconds, turned }: Costed,
  { failuresPerHour, turnedFailures }: RoutingPolicy,
): number => Math.min(1, 1 - Math.exp((-failuresPerHour * machineSeconds) / 3600) + (turned ? turnedFailures : 0));

/** −1 at an eighth of the even share or less, 0 at the even share, 1 at eight times it or more. */
const spread = (evenShares: number): number => Math.max(-1, Math.min(1, Math.log2(Math.max(evenShares, 1 / 8)) / 3));

/** The even shares of a lab, of what all labs were given lately; one more for each, so that few offers say little. */
export function evenSharesOf(given: number, all: { readonly given: number; readonly labs: number }): number {
  return all.labs === 0 ? 1 : (given + 1) / (all.given / all.labs + 1);
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
