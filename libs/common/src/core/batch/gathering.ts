// A batch that is still gathering: who may join it, and until when it may wait. What was promised is never made late for
// another's saving, and a fuller plate is only better while what it saves is more than what it risks.

import { labShareMinor, priceOfPlate } from '../costing/price-plate.js';
import type { Estimated, PlateWork } from '../costing/plate-work.js';
import type { PartId } from '../kernel/ids.js';
import type { AtMs } from '../kernel/time.js';
import type { LabPrices, LabProfile } from '../lab/lab.js';
import { openFrom } from '../lab/opening-hours.js';
import type { Part } from '../design/part.js';
import type { RoutingPolicy } from '../routing/policy.js';
import { workOf, type Portion } from './lay-together.js';

/** When a machine could begin and whose it is. */
export interface Slot {
  readonly lab: Pick<LabProfile, 'hours' | 'utcOffsetMinutes' | 'prices'>;
  /** The machine has done what it has accepted. */
  readonly freeAtMs: AtMs;
}

/** A portion with what was promised of it. */
export interface PromisedPortion extends Portion {
  readonly promisedAtMs: AtMs;
}

/** What must be the same of all pieces of a batch. */
export const settingsKey = (parts: readonly Part[], material: string, color: string | undefined): string => {
  const profiles = parts.map(({ process, layerMm, infillPercent, perimeters, supports }) =>
    [process, layerMm ?? '', infillPercent ?? '', perimeters ?? '', supports ?? ''].join(' '),
  );
  return [material, color?.toLowerCase() ?? '', ...[...new Set(profiles)].sort()].join('|');
};

/** When all of it can be taken from the machine if it starts at an instant: a person must be there. */
export const readyIfStarted = (startMs: AtMs, { seconds }: Pick<PlateWork, 'seconds'>, { lab }: Slot): AtMs =>
  openFrom(lab, startMs + seconds * 1000);

/**
 * The last instant at which the batch may begin so that every promise is kept, to a minute; undefined when even
 * `fromMs` is too late for one of them.
 */
export function latestStart(
  portions: readonly PromisedPortion[],
  work: Pick<PlateWork, 'seconds'>,
  { slot, fromMs }: { slot: Slot; fromMs: AtMs },
): AtMs | undefined {
  const promisedAtMs = Math.min(...portions.map((portion) => portion.promisedAtMs));
  const kept = (startMs: AtMs): boolean => readyIfStarted(startMs, work, slot) <= promisedAtMs;
  if (!kept(fromMs)) return undefined;
  // Who starts later is never ready sooner, so the last good start is found by halving.
  let [good, bad] = [fromMs, Math.max(fromMs, promisedAtMs) + 1];
  while (bad - good > 60_000) {
    const middle = Math.floor((good + bad) / 2);
    if (kept(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

export interface Pricing {
  readonly prices: LabPrices;
  readonly policy: RoutingPolicy;
  readonly estimates: ReadonlyMap<PartId, Estimated>;
}

/** What the lab asks for portions made in one set-up, minor units. */
export const costTogether = (portions: readonly Portion[], { prices, policy, estimates }: Pricing): number =>
  labShareMinor(priceOfPlate(workOf(portions, estimates), prices, policy));

/**
 * What is saved when these portions are made in one set-up instead of each alone, minor units, less what is risked more:
 * a longer plate fails more often, and takes all that lies on it along (Baumers and Holweg 2019).
 */
export function savingMinor(portions: readonly Portion[], pricing: Pricing): number {
  const { policy, estimates } = pricing;
  const expected = (some: readonly Portion[]): number => {
    const cost = costTogether(some, pricing);
    return cost * (1 + failureOdds(workOf(some, estimates).seconds, policy));
  };
  const apart = portions.reduce((sum, portion) => sum + expected([portion]), 0);
  return apart - expected(portions);
}

/** How often a plate is to be made again until it is good, for a rate of failure that does not change with time. */
export const failureOdds = (seconds: number, { failuresPerHour }: RoutingPolicy): number =>
  Math.expm1((seconds / 3600) * failuresPerHour);
