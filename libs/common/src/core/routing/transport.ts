// Carriage: by which mode over which distance, how long it takes, what it costs and what it emits.

import { roundMinor } from '../kernel/money.js';
import type { Delivery } from '../quote/quote.js';
import type { RoutingPolicy } from './policy.js';
import type { Mode } from './transport-modes.js';

/** To the station and from it, kilometres of road for what does not go all the way by van. */
const ENDS_KM = 50;

export interface Carriage {
  readonly mode: Mode;
  /** Along the way, not the great circle. */
  readonly wayKm: number;
  readonly hours: number;
  readonly kgCo2e: number;
  readonly minor: number;
}

/**
 * Carrying so many grams over a great circle. Who collects pays nothing and goes at once; the footprint is that of a
 * van all the same, for nobody has said how they come.
 */
export function carriage(km: number, massGrams: number, delivery: Delivery, policy: RoutingPolicy): Carriage {
  const van = policy.transport.find(({ mode }) => mode === 'van') ?? policy.transport[0]!;
  const mode =
    delivery === 'pickup' ? van : (policy.transport.find(({ upToKm }) => km <= upToKm) ?? policy.transport.at(-1)!);
  const wayKm = km * mode.detourFactor;
  const tonnes = massGrams / 1e6;
  const ends = mode.mode === 'van' ? 0 : ENDS_KM * van.kgPerTonneKm;
  return {
    mode: mode.mode,
    wayKm,
    hours: delivery === 'pickup' ? 0 : mode.handlingHours + wayKm / mode.kmPerHour,
    kgCo2e: tonnes * (wayKm * mode.kgPerTonneKm + ends),
    minor: transportMinor(km, delivery, policy),
  };
}

/** What carrying the parts costs, minor units: nothing when the customer collects them. */
export function transportMinor(km: number, delivery: Delivery, policy: RoutingPolicy): number {
  if (delivery === 'pickup') return 0;
  const { detourFactor } = policy.transport.find(({ upToKm }) => km <= upToKm) ?? policy.transport.at(-1)!;
  return policy.shippingBaseMinor + roundMinor(km * detourFactor * policy.shippingKmMinor);
}
