// Does a gathering plate close now, or wait for more? What the portions are to the arithmetic of the waiting room.

import { labShareMinor, priceOfPlate } from '../costing/price-plate.js';
import { setUpSecondsOf } from '../costing/plate-work.js';
import { formatMoney, money } from '../kernel/money.js';
import { DAY_MS, HOUR_MS, type AtMs } from '../kernel/time.js';
import type { Machine } from '../lab/lab.js';
import { decideStart, ROLLING } from '../waiting/decide-start.js';
import type { JobShape, Machine as WaitingMachine, PastJob } from '../waiting/job.js';
import { expectedOf, type Learnt, type Memory } from '../waiting/learn-arrivals.js';
import type { Pricing } from './gathering.js';
import { partIn, workOf, type Portion } from './lay-together.js';

/**
 * What is believed of a plate of which little is known: that one comes in two days; what was seen fades by half in two
 * weeks. Assumptions, until networks tell better.
 */
export const MEMORY: Memory = { halfLifeMs: 14 * DAY_MS, prior: { perHour: 1 / 48, hours: 48 }, jobs: 50 };

export interface GatheringPlate {
  readonly portions: readonly Portion[];
  readonly machine: Pick<Machine, 'buildVolumeMm'>;
  readonly pricing: Pricing;
  /** It must be offered by then to keep every promise. */
  readonly closeAtMs: AtMs;
  readonly nowMs: AtMs;
  /** What is known of how others come to such a plate. */
  readonly learnt: Learnt | undefined;
}

export type Closing =
  | { readonly close: true; readonly reason: string }
  | { readonly close: false; readonly lookAgainAtMs: AtMs; readonly reason: string };

/** A portion as the waiting room sees it. */
export function shapeOf(portion: Portion, { prices, policy, estimates }: Pricing): JobShape {
  const alone = workOf([portion], estimates);
  return {
    boxes: portion.counts.flatMap(({ partId, count }) => {
      const { boxMm } = partIn(portion.parts, partId);
      return Array.from({ length: count }, () => ({ xMm: boxMm.x, yMm: boxMm.y }));
    }),
    heightMm: Math.max(...portion.parts.map(({ boxMm }) => boxMm.z)),
    seconds: alone.seconds - setUpSecondsOf(portion.parts),
    value: labShareMinor(priceOfPlate(alone, prices, policy)),
  };
}

/** The decision, in words for the people whose parts wait. */
export function closeOrWait(plate: GatheringPlate): Closing {
  const { portions, pricing, closeAtMs, nowMs, learnt } = plate;
  if (nowMs >= closeAtMs) return { close: true, reason: 'What was promised has to begin now.' };
  const { estimates } = pricing;
  const seconds = workOf(portions, estimates).seconds;
  const waiting = portions.map((portion, index) => ({
    ...shapeOf(portion, pricing),
    id: String(index),
    // Whoever closes it by then keeps every promise: that is the day of all of them together.
    dueAtMs: closeAtMs + seconds * 1000,
    promised: true,
  }));
  const own = waiting.map(({ boxes, heightMm, seconds: each, value }): PastJob => {
    return { boxes, heightMm, seconds: each, value, noticeMs: closeAtMs - nowMs };
  });
  const expected = expectedOf(learnt, nowMs, MEMORY);
  const arrivals = { perHour: expected.perHour, like: expected.like.length > 0 ? expected.like : own };
  const world = {
    machine: waitingMachine(plate),
    lateness: { moneyPerHour: 0, countedUntilMs: Infinity },
    stepMs: HOUR_MS,
    endMs: Infinity,
  };
  const decision = decideStart({ nowMs, waiting, world, arrivals, policy: ROLLING });
  // Less than a minor unit is nothing to wait for: the plate is full, or nobody comes who could share it.
  const gainMinor = 'start' in decision ? 0 : Math.floor(decision.gain ?? 0);
  if ('start' in decision || gainMinor < 1) return { close: true, reason: NOBODY };
  const gain = formatMoney(money(gainMinor, pricing.prices.currency));
  const perDay = (24 * arrivals.perHour).toPrecision(2);
  const reason = `About ${perDay} more a day are expected here; sharing the set-up with them is worth ${gain} more than to start now.`;
  return { close: false, lookAgainAtMs: Math.min(decision.waitUntilMs, closeAtMs), reason };
}

const NOBODY = 'Nobody else is expected who would make waiting worth while.';

function waitingMachine({ machine: { buildVolumeMm }, pricing, portions }: GatheringPlate): WaitingMachine {
  const { prices, policy } = pricing;
  const setUpSeconds = setUpSecondsOf(portions.flatMap(({ parts }) => parts));
  const setUp = { pieces: 0, massGrams: 0, seconds: setUpSeconds, energyKwh: 0 };
  return {
    bed: { xMm: buildVolumeMm.x, yMm: buildVolumeMm.y },
    gapMm: policy.gapMm,
    setUpSeconds,
    setUpMoney: labShareMinor(priceOfPlate(setUp, prices, policy)),
    moneyPerHour: prices.machineHourMinor,
    secondsPerMm: 0,
  };
}
