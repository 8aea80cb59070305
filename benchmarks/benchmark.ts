// What a benchmark file exports, and what it is given.

import type { BenchNetwork } from './bench-network.js';
import type { Effort, Row } from './measure.js';

export interface BenchContext {
  readonly effort: Effort;
  /** The network with its labs, started when the first benchmark asks for it. */
  network(): Promise<BenchNetwork>;
}

/** One published figure with the limits that it is held against, measured in the same run. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  /** Leaves work behind (offers that lapse) that would disturb those after it. */
  readonly last?: true;
  run(context: BenchContext): Promise<Row[]>;
}
