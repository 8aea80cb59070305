// What could be done now, compared in the same drawn futures. In each a choice counts as what the best of some plain rules
// earns on average (too little: rules are plain) mixed with what could be earned if the future were known (too much).

import type { AtMs } from '../kernel/time.js';
import { seededBy } from '../nesting/seeded.js';
import { bestInHindsight } from './hindsight.js';
import { batchProfit, type WaitingJob, type World } from './job.js';
import { type Arrivals, drawFuture, type Onset, playOut } from './look-ahead.js';

/** How much is compared. Every number counts work, so the answer is the same on every machine. */
export interface WaitingPolicy {
  readonly seed: number;
  /** How far ahead, milliseconds: a few batches. What comes later does not tell a start from a wait. */
  readonly reachMs: number;
  /** Drawn futures, at most; half of the choices are given up each time their number doubles. */
  readonly futures: number;
  /** Batches that are looked at, at most. */
  readonly batches: number;
  /** The most urgent jobs that are looked at; the others wait. */
  readonly jobs: number;
  /** Rules by which futures are played: shares of the plate from which one starts without need. */
  readonly fills: readonly number[];
  /** How much the best in hindsight counts, 0 to 1; the rest is what the best rule earned. */
  readonly hindsight: number;
  /** Choices × futures × squared jobs that may be compared; fewer futures are drawn when it would be more. */
  readonly work: number;
}

/** Start these now, or none and wait. */
export interface Choice extends Omit<Onset, 'future'> {
  readonly start: readonly WaitingJob[];
  /** What the start itself earns. */
  readonly atOnce: number;
  /** Money in the futures so far: by each rule, and in hindsight. */
  readonly played: number[];
  inHindsight: number;
  /** Expected money until the end of the comparison. */
  worth: number;
}

export interface Compared {
  readonly nowMs: AtMs;
  readonly waiting: readonly WaitingJob[];
  readonly world: World;
  readonly policy: WaitingPolicy;
  readonly arrivals: Arrivals;
}

export const choiceOf = (
  { nowMs, waiting, world, policy }: Omit<Compared, 'arrivals'>,
  start: readonly WaitingJob[],
  freeAtMs: AtMs,
): Choice => ({
  start,
  freeAtMs,
  waiting: waiting.filter((job) => !start.includes(job)),
  atOnce: start.length === 0 ? 0 : batchProfit(world, start, nowMs),
  played: policy.fills.map(() => 0),
  inHindsight: 0,
  worth: 0,
});

const FIRST_ROUND = 4;

/** The choices that were not given up, best first; of equal ones the earlier given. The wait is never given up. */
export function compared({ nowMs, waiting, world, policy, arrivals }: Compared, choices: readonly Choice[]): Choice[] {
  const near: World = { ...world, endMs: Math.min(world.endMs, nowMs + policy.reachMs) };
  const chance = seededBy([policy.seed, nowMs, waiting.length]);
  const expected = waiting.length + (arrivals.perHour * (near.endMs - nowMs)) / 3_600_000;
  let left = [...choices];
  let [drawn, work] = [0, policy.work];
  for (let until = FIRST_ROUND; ; until = Math.min(2 * until, policy.futures)) {
    for (; drawn < until; drawn++) {
      const future = drawFuture(near, arrivals, { nowMs, chance });
      for (const choice of left) play(near, { choice, future, policy });
    }
    for (const choice of left) choice.worth = worthOf(choice, policy, drawn);
    left.sort((a, b) => b.worth - a.worth);
    work -= left.length * until * expected ** 2;
    if (drawn >= policy.futures || left.length === 1 || work <= 0) return left;
    const kept = Math.max(2, Math.ceil(left.length / 2));
    left = left.filter(({ start }, index) => index < kept || start.length === 0);
  }
}

interface Play {
  readonly choice: Choice;
  readonly future: Onset['future'];
  readonly policy: WaitingPolicy;
}

function play(world: World, { choice, future, policy }: Play): void {
  const onset: Onset = { freeAtMs: choice.freeAtMs, waiting: choice.waiting, future };
  for (const [index, fill] of policy.fills.entries()) choice.played[index]! += playOut(world, onset, fill);
  choice.inHindsight += bestInHindsight(world, onset);
}

const worthOf = ({ atOnce, played, inHindsight }: Choice, { hindsight }: WaitingPolicy, drawn: number): number =>
  atOnce + ((1 - hindsight) * Math.max(...played) + hindsight * inHindsight) / drawn;
