// An instance of online batching, played by the code that decides in the scheduler; told as one JSON document.

import { HOUR_MS } from '#core/kernel/time';
import { ROLLING } from '#core/waiting/decide-start';
import type { World } from '#core/waiting/job';
import type { Memory } from '#core/waiting/learn-arrivals';
import { fitTogether } from '#core/waiting/plate';
import { type ArrivingJob, type Decide, replay, startByLooking, startBySlack, startNow } from '#core/waiting/replay';
import { type BatchInstance, readBatchInstance } from './batch-input.js';

export const POLICIES = ['now', 'slack', 'rolling'] as const;
export type PolicyName = (typeof POLICIES)[number];

/** Believed before anything came: a job in five hours, as if that had been seen for half a day. */
export const BELIEVED: Memory = {
  halfLifeMs: 30 * 24 * HOUR_MS,
  prior: { perHour: 0.2, hours: 12 },
  jobs: 50,
};

export const DECIDES: Readonly<Record<PolicyName, Decide>> = {
  now: startNow,
  slack: startBySlack(0.4),
  rolling: startByLooking(ROLLING, BELIEVED),
};

export interface Asked {
  readonly world: World;
  readonly jobs: readonly ArrivingJob[];
}

/** An instance in the core's words: a value is the price less the powder; lateness counts until the horizon. */
export function askedBy({ horizonHours, stepHours, machine, money, parts }: BatchInstance): Asked {
  const endMs = horizonHours * HOUR_MS;
  const world: World = {
    machine: {
      bed: { xMm: machine.bedMm[0], yMm: machine.bedMm[1] },
      gapMm: 0,
      setUpSeconds: machine.setUpHours * 3600,
      setUpMoney: money.setUp,
      moneyPerHour: money.perHour,
      secondsPerMm: machine.secondsPerMm,
    },
    lateness: { moneyPerHour: money.perLateHour, countedUntilMs: endMs },
    stepMs: stepHours * HOUR_MS,
    endMs,
  };
  const jobs = parts.map((part): ArrivingJob => ({
    id: part.id,
    arrivedAtMs: part.arrivalHours * HOUR_MS,
    dueAtMs: part.dueHours * HOUR_MS,
    promised: false,
    boxes: [{ xMm: part.lengthMm, yMm: part.widthMm }],
    heightMm: part.heightMm,
    seconds: (part.volumeMm3 / machine.partMm3PerHour + part.supportMm3 / machine.supportMm3PerHour) * 3600,
    value: part.price - money.perMm3 * (part.volumeMm3 + part.supportMm3),
  }));
  return { world, jobs };
}

/** What `fabcommons batch` prints. */
export interface BatchAnswer {
  readonly policy: PolicyName;
  readonly profit: number;
  readonly batches: readonly { startHours: number; readyHours: number; parts: readonly string[]; earned: number }[];
  readonly left: readonly { id: string; why: string }[];
}

/** Plays a file's instance. Throws a refusal when it cannot be read. */
export async function batchInstance(file: string, policy: PolicyName): Promise<BatchAnswer> {
  const instance = await readBatchInstance(file);
  const { world, jobs } = askedBy(instance);
  const isMakeable = (job: ArrivingJob): boolean =>
    job.heightMm <= instance.machine.heightMm && fitTogether(world.machine, [job]);
  const played = replay(world, jobs.filter(isMakeable), DECIDES[policy]);
  const tooLarge = jobs.filter((job) => !isMakeable(job));
  return {
    policy,
    profit: rounded(played.earned),
    batches: played.batches.map(({ startMs, readyMs, jobs: parts, earned }) => ({
      startHours: rounded(startMs / HOUR_MS),
      readyHours: rounded(readyMs / HOUR_MS),
      parts,
      earned: rounded(earned),
    })),
    left: [
      ...tooLarge.map(({ id }) => ({ id, why: 'larger than the machine' })),
      ...played.left.map((id) => ({ id, why: 'not started before the end' })),
    ],
  };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000 + 0;
