// All orders of a file together: who makes which, so that the cost of all is least and no machine has more to do than its hours.

import { assign } from '#core/assignment/assign';
import { NOWHERE, type AssignmentProblem } from '#core/assignment/problem';
import type { AtMs } from '#core/kernel/time';
import type { Candidate } from '#core/routing/route';
import type { Labs } from './route-labs.js';

export interface AssignHours {
  /** That each machine has for these orders, from now on. */
  readonly hours: number;
  /** To look for something better. */
  readonly seconds: number;
}

/** What is told of it; money in minor units. */
export interface Assignment extends AssignHours {
  readonly to: readonly { readonly order: string; readonly labId: string; readonly machineId: string }[];
  /** Orders for which no machine that can has the hours. */
  readonly leftOut: readonly string[];
  readonly costMinor: number;
  /** No assignment of as many orders costs less. */
  readonly atLeastMinor: number;
}

/** More than any order costs: rather all are made than some at little cost. */
const LEFT_OUT_MINOR = 10_000_000;

/** Gathers what each order would cost where, a few numbers an order. */
export class AssignOrders {
  private readonly bins = new Map<string, { bin: number; labId: string }>();
  private readonly capacity: number[] = [];
  private readonly orders: string[] = [];
  private readonly arcStart: number[] = [0];
  private readonly arcBin: number[] = [];
  private readonly arcCost: number[] = [];
  private readonly arcLoad: number[] = [];

  constructor(
    { labs }: Labs,
    private readonly budget: AssignHours,
    nowMs: AtMs,
  ) {
    for (const { profile, machines } of labs) {
      for (const { id, freeAtMs } of machines) {
        this.bins.set(id, { bin: this.capacity.length, labId: profile.id });
        this.capacity.push(Math.max(0, budget.hours * 3600 - Math.max(0, freeAtMs - nowMs) / 1000));
      }
    }
  }

  /** An order with those who can make it; one whom nobody can make is no question of hours. */
  add(order: string, candidates: readonly Candidate[]): void {
    if (candidates.length === 0) return;
    this.orders.push(order);
    for (const { machineId, costMinor, machineSeconds } of candidates) {
      this.arcBin.push(this.bins.get(machineId)!.bin);
      this.arcCost.push(costMinor);
      this.arcLoad.push(machineSeconds);
    }
    this.arcStart.push(this.arcBin.length);
  }

  /** The best assignment found within the seconds. */
  run(): Assignment {
    const problem: AssignmentProblem = {
      arcStart: Int32Array.from(this.arcStart),
      arcBin: Int32Array.from(this.arcBin),
      arcCost: Float64Array.from(this.arcCost),
      arcLoad: Float64Array.from(this.arcLoad),
      capacity: Float64Array.from(this.capacity),
      leaveOutCost: new Float64Array(this.orders.length).fill(LEFT_OUT_MINOR),
    };
    const untilMs = performance.now() + this.budget.seconds * 1000;
    const { bin, cost, lowerBound, unassigned } = assign(problem, { keepOn: () => performance.now() < untilMs });
    const machines = [...this.bins].map(([machineId, { labId }]) => ({ machineId, labId }));
    const left = unassigned.length * LEFT_OUT_MINOR;
    return {
      ...this.budget,
      to: this.orders.flatMap((order, item) => (bin[item] === NOWHERE ? [] : [{ order, ...machines[bin[item]!]! }])),
      leftOut: unassigned.map((item) => this.orders[item]!),
      costMinor: Math.round(cost - left),
      atLeastMinor: Math.round(lowerBound - left),
    };
  }
}
