// A simulated machine behind the port. Its memory is a file of its own, as a printer has one: it goes on without us.

import { EventEmitter } from 'node:events';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { JobRecord } from '#core/job/lab-journal-step';
import { ok, refuse, type Result } from '#core/kernel/result';
import type { Machine } from '#core/lab/lab';
import type { Clock } from '#platform/clock/clock';
import type { ConnectedMachine, Observation, StartOrder } from '../../machine.js';
import { GcodeFirmware } from './execute-gcode.js';
import {
  begin,
  EMPTY_MEMORY,
  halt,
  recordOf,
  viewOf,
  type At,
  type SimulatedJob,
  type SimulatedMemory,
  type SimulationSettings,
} from './simulation.js';

/** What lab.json says about a simulated machine. */
export const simulatedDriverSchema = z.object({
  kind: z.literal('simulated'),
  speed: z.number().min(0.01).max(1_000_000).default(1),
  heatSeconds: z.number().min(0).max(36_000).default(120),
  clearBedSeconds: z.number().min(0).max(864_000).default(300),
  failAt: z.number().min(0).max(99.9).optional(),
  failFirstJobs: z.number().int().min(0).optional(),
  /** It is given G-code and carries it out, instead of plates and estimates. */
  gcode: z.boolean().optional(),
  unreachableAt: z.object({ percent: z.number().min(0).max(100), seconds: z.number().min(0) }).optional(),
});

export interface SimulatedMachineParts {
  readonly machine: Machine;
  readonly settings: SimulationSettings & { readonly gcode?: boolean | undefined };
  readonly memoryFile: string;
  readonly clock: Clock;
}

const LOOK_MS = { shortest: 20, longest: 1_000 } as const;

export class SimulatedMachine implements ConnectedMachine {
  readonly can = {};
  readonly takes: 'plate' | 'gcode';
  private readonly settings: SimulationSettings;
  private memory: SimulatedMemory;
  private readonly changes = new EventEmitter();

  constructor(private readonly parts: SimulatedMachineParts) {
    this.takes = parts.settings.gcode ? 'gcode' : 'plate';
    // G-code says itself how long to heat.
    this.settings = this.takes === 'gcode' ? { ...parts.settings, heatSeconds: 0 } : parts.settings;
    this.memory = existsSync(parts.memoryFile)
      ? (JSON.parse(readFileSync(parts.memoryFile, 'utf8')) as SimulatedMemory)
      : EMPTY_MEMORY;
  }

  describe(): Machine {
    return this.parts.machine;
  }

  async start({ jobId, file, estimate }: StartOrder): Promise<Result<void>> {
    const { state } = viewOf(this.memory, this.at());
    const { name } = this.parts.machine;
    if (state === 'unreachable') return refuse('machine/unreachable', `${name} does not answer.`);
    if (state !== 'idle') return refuse('machine/busy', `${name} is ${state}, nothing can be started on it.`);
    if (this.memory.jobs.some((job) => job.jobId === jobId))
      return refuse('machine/begun-before', `${name} has begun this job before.`);
    if (!existsSync(file)) return refuse('machine/no-file', `${name} was given a plate that is not there.`);
    const work = this.takes === 'gcode' ? await this.execute(file) : estimate;
    const startedAtMs = this.parts.clock.now();
    this.remember(begin(this.memory, { jobId, startedAtMs, ...work }, this.settings));
    return ok(undefined);
  }

  async stop(jobId: string): Promise<Result<void>> {
    if (viewOf(this.memory, this.at()).state === 'unreachable')
      return refuse('machine/unreachable', `${this.parts.machine.name} does not answer.`);
    this.remember(halt(this.memory, jobId, this.at()));
    return ok(undefined);
  }

  async recall(jobId: string): Promise<JobRecord> {
    return recordOf(this.memory, jobId, this.at());
  }

  async *observe(signal: AbortSignal): AsyncIterable<Observation> {
    while (!signal.aborted) {
      const view = viewOf(this.memory, this.at());
      yield view.state === 'unreachable' ? { how: 'inferred', state: 'unreachable' } : { how: 'seen', ...view };
      await this.changeWithin(this.lookAgainInMs(), signal);
    }
  }

  /** Resolves after a command to the machine, after the time, or at the end of the watch. */
  private changeWithin(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const over = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', over);
        this.changes.off('changed', over);
        resolve();
      };
      const timer = setTimeout(over, ms);
      signal.addEventListener('abort', over);
      this.changes.on('changed', over);
    });
  }

  private at(): At {
    return { nowMs: this.parts.clock.now(), settings: this.settings };
  }

  private async execute(file: string): Promise<Omit<SimulatedJob, 'jobId' | 'startedAtMs'>> {
    const firmware = new GcodeFirmware(this.parts.machine.buildVolumeMm);
    for await (const line of createInterface({ input: createReadStream(file) })) firmware.take(line);
    const { seconds, massGrams, fault } = firmware.run;
    return { seconds, massGrams, ...(fault === undefined ? {} : { fault: `Line ${fault.line}: ${fault.reason}` }) };
  }

  /** Often enough to see some forty steps of a print, however fast its time runs. */
  private lookAgainInMs(): number {
    const { speed, heatSeconds } = this.settings;
    const last = this.memory.jobs.at(-1);
    const wholeMs = (((last?.seconds ?? Infinity) + heatSeconds) / speed) * 1000;
    return Math.min(LOOK_MS.longest, Math.max(LOOK_MS.shortest, wholeMs / 40));
  }

  private remember(memory: SimulatedMemory): void {
    const { memoryFile } = this.parts;
    const file = openSync(`${memoryFile}.new`, 'w', 0o600);
    writeSync(file, JSON.stringify(memory));
    fsyncSync(file);
    closeSync(file);
    renameSync(`${memoryFile}.new`, memoryFile);
    this.memory = memory;
    this.changes.emit('changed');
  }
}
