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

/** Whose machine it is. */
export interface Slot {
  readonly lab: Pick<LabProfile, 'hours' | 'utcOffsetMinutes'>;
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

/**
 * What portions made in one set-up cost the lab's prices, minor units, with what is risked: a longer plate fails more often
 * and takes all that lies on it along, so the best batch is not the fullest one (Baumers and Holweg 2019).
 */
export function expectedCostMinor(portions: readonly Portion[], { prices, policy, estimates }: Pricing): number {
  const work = workOf(portions, estimates);
  return labShareMinor(priceOfPlate(work, prices, policy)) * (1 + failureOdds(work.seconds, policy));
}

/** How often a plate is made in vain until it is good, for a rate of failure that does not change with time. */
export const failureOdds = (seconds: number, { failuresPerHour }: RoutingPolicy): number =>
  Math.expm1((seconds / 3600) * failuresPerHour);

/** What is known of a plate and of whoever would join it. */
export interface Joining {
  readonly there: readonly PromisedPortion[];
  readonly joining: PromisedPortion;
  readonly slot: Slot;
  /** The machine could begin then. */
  readonly fromMs: AtMs;
  readonly pricing: Pricing;
}

/**
 * What joining saves in all, minor units, and until when the plate could then begin; undefined where it saves nothing, or
 * would make somebody late.
 */
export function judgeJoining(asked: Joining): { savesMinor: number; latestStartMs: AtMs } | undefined {
  const { there, joining, slot, fromMs, pricing } = asked;
  const all = [...there, joining];
  const apart = expectedCostMinor(there, pricing) + expectedCostMinor([joining], pricing);
  const savesMinor = apart - expectedCostMinor(all, pricing);
  if (!(savesMinor > 0)) return undefined;
  const latestStartMs = latestStart(all, workOf(all, pricing.estimates), { slot, fromMs });
  return latestStartMs === undefined ? undefined : { savesMinor, latestStartMs };
}
