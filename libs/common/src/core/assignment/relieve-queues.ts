// Work that waits in one machine's queue while another machine is free: which of it to move. Starts from how things
// stand, takes the move or exchange that gains most, and goes on until none gains; it can be ended at any time.

import { HOUR_MS, type AtMs } from '../kernel/time.js';

/** A job that a lab has accepted and not begun. */
export interface QueuedJob {
  /** Position in {@link Queues.freeAtMs}. */
  readonly machine: number;
  readonly seconds: number;
  /** By when it was promised. */
  readonly dueAtMs: AtMs;
  /** Machines that could make it instead; none for a job that stays. */
  readonly ways: readonly Way[];
}

export interface Way {
  readonly machine: number;
  readonly seconds: number;
  /** What it costs more there, minor units. */
  readonly moreMinor: number;
}

export interface Queues {
  /** Of each machine, when it has done what is not among the jobs. */
  readonly freeAtMs: readonly AtMs[];
  /** In the order in which each machine would make them. */
  readonly jobs: readonly QueuedJob[];
}

export interface Worth {
  /** An hour of waiting, and an hour after what was promised, minor units. */
  readonly hourMinor: number;
  readonly lateHourMinor: number;
  /** What each move must save to be worth its trouble. */
  readonly troubleMinor: number;
}

export interface JobMove {
  /** Position in {@link Queues.jobs}. */
  readonly job: number;
  readonly to: number;
}

export interface Relieved {
  readonly moves: readonly JobMove[];
  /** What is saved beyond the trouble, minor units. */
  readonly gainMinor: number;
}

/** Moves that together cost less than to leave all as it is; who moves goes to the end of the other queue. */
export function relieveQueues(queues: Queues, worth: Worth, keepOn: () => boolean = () => true): Relieved {
  const state = new State(queues, worth);
  let gainMinor = 0;
  while (keepOn()) {
    const best = state.bestStep();
    if (!best) break;
    for (const move of best.moves) state.apply(move);
    gainMinor += best.gain;
  }
  return { moves: state.moves, gainMinor };
}

interface Placed {
  readonly job: number;
  readonly seconds: number;
  readonly moreMinor: number;
}

interface Step {
  readonly moves: readonly JobMove[];
  readonly gain: number;
}

/** Less is rounding. */
const LEAST_GAIN = 1e-6;

class State {
  readonly moves: JobMove[] = [];
  private readonly queueOf: Placed[][];
  private readonly moved = new Set<number>();

  constructor(
    private readonly queues: Queues,
    private readonly worth: Worth,
  ) {
    this.queueOf = queues.freeAtMs.map(() => []);
    queues.jobs.forEach(({ machine, seconds }, job) => this.queueOf[machine]!.push({ job, seconds, moreMinor: 0 }));
  }

  /** The move of one job, or the exchange of two, that gains most; the first of equals. */
  bestStep(): Step | undefined {
    let best: Step | undefined;
    const consider = (step: Step | undefined): void => {
      if (step && step.gain > (best?.gain ?? LEAST_GAIN)) best = step;
    };
    const free = this.queues.jobs.flatMap(({ ways }, job) => (this.moved.has(job) || ways.length === 0 ? [] : [job]));
    for (const job of free) {
      for (const { machine: to } of this.queues.jobs[job]!.ways) {
        consider(this.stepOf([{ job, to }]));
        for (const other of free) {
          const back = this.queues.jobs[other]!;
          const home = this.queues.jobs[job]!.machine;
          const isExchange = other > job && back.machine === to && back.ways.some(({ machine }) => machine === home);
          if (isExchange) consider(this.stepOf([{ job, to }, { job: other, to: home }])); // prettier-ignore
        }
      }
    }
    return best;
  }

  apply({ job, to }: JobMove): void {
    const { machine } = this.queues.jobs[job]!;
    this.queueOf[machine] = without(this.queueOf[machine]!, job);
    this.queueOf[to] = [...this.queueOf[to]!, this.placedAt(job, to)];
    this.moved.add(job);
    this.moves.push({ job, to });
  }

  private stepOf(moves: readonly JobMove[]): Step | undefined {
    const after = new Map<number, Placed[]>();
    const at = (machine: number): Placed[] => after.get(machine) ?? this.queueOf[machine]!;
    for (const { job, to } of moves) {
      const { machine } = this.queues.jobs[job]!;
      if (machine === to) return undefined;
      after.set(machine, without(at(machine), job));
      after.set(to, [...at(to), this.placedAt(job, to)]);
    }
    let gain = -moves.length * this.worth.troubleMinor;
    for (const [machine, queue] of after)
      gain += this.costOf(machine, this.queueOf[machine]!) - this.costOf(machine, queue);
    return { moves, gain };
  }

  private placedAt(job: number, to: number): Placed {
    const way = this.queues.jobs[job]!.ways.find(({ machine }) => machine === to)!;
    return { job, seconds: way.seconds, moreMinor: way.moreMinor };
  }

  /** What a queue costs: the waiting of all in it, what of it is late, and what moving there costs more. */
  private costOf(machine: number, queue: readonly Placed[]): number {
    const { hourMinor, lateHourMinor } = this.worth;
    const beginMs = this.queues.freeAtMs[machine]!;
    let atMs = beginMs;
    let minor = 0;
    for (const { job, seconds, moreMinor } of queue) {
      atMs += seconds * 1000;
      const lateMs = Math.max(0, atMs - this.queues.jobs[job]!.dueAtMs);
      // Counted from a fixed instant, so that queues of other machines compare.
      minor += moreMinor + ((atMs - this.fromMs()) * hourMinor + lateMs * lateHourMinor) / HOUR_MS;
    }
    return minor;
  }

  private fromMs(): number {
    return this.queues.freeAtMs[0] ?? 0;
  }
}

const without = (queue: readonly Placed[], job: number): Placed[] => queue.filter((placed) => placed.job !== job);
