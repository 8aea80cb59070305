// On what and when it was measured: a figure without this says little.

import { cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly node: string;
  /** Of the minute before: others at work make figures worse. */
  readonly loadBefore: number;
}

/** This machine, now. */
export const thisMachine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
  cores: cpus().length,
  memoryGib: Math.round(totalmem() / 2 ** 30),
  node: process.versions.node,
  loadBefore: Math.round(100 * loadavg()[0]!) / 100,
});

export const tellMachine = ({ cpu, cores, memoryGib, node, loadBefore }: Machine): string =>
  `${cpu}, ${cores} cores, ${memoryGib} GiB, Node ${node}, load before ${loadBefore.toFixed(2)}`;
