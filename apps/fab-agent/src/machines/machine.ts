// The port to a machine. A driver is one folder that offers this; its machine's address and identity are the
// constructor's. Nothing here knows a make of machine.

import type { JobRecord } from '#core/job/lab-journal-step';
import type { Result } from '#core/kernel/result';
import type { Machine, MachineState } from '#core/lab/lab';

/** One look at a machine. */
export interface Observation {
  /** `seen`: the machine said so now. `inferred`: concluded from what was seen before, or from its silence. */
  readonly how: 'seen' | 'inferred';
  readonly state: MachineState;
  /** Our job that it is making; absent for a print that is not ours. */
  readonly jobId?: string | undefined;
  readonly percent?: number | undefined;
  readonly remainingSeconds?: number | undefined;
  /** What a person has to do, in a few words. */
  readonly waitsFor?: string | undefined;
}

/** A job as a machine needs it. */
export interface StartOrder {
  readonly jobId: string;
  /** Path on the agent's disk of what the machine takes: the checked plate, or the checked G-code that was made of it. */
  readonly file: string;
  readonly estimate: { readonly seconds: number; readonly massGrams: number };
}

/** What a person says of a job, where the machine has no record of its own that tells. */
export const CONFIRMED_STEPS = ['not-started', 'started', 'finished', 'failed', 'stopped'] as const;
export type ConfirmedStep = (typeof CONFIRMED_STEPS)[number];

/** What a machine can do beyond making; an ability that is absent is not there. */
export interface Abilities {
  readonly pause?: { pause(): Promise<Result<void>>; resume(): Promise<Result<void>> };
  readonly look?: { look(): Promise<Uint8Array> };
  /** Takes a person's word; refused where the machine knows better. */
  readonly confirm?: { confirm(jobId: string, step: ConfirmedStep, reason?: string): Promise<Result<void>> };
}

export interface ConnectedMachine {
  readonly can: Abilities;
  /** What it is given: G-code that the agent slices and checks, or the plate as the network made it. */
  readonly takes: 'plate' | 'gcode';
  /** What takes part in the network. */
  describe(): Machine;
  /** Begins a job; a refusal means that it has certainly not begun. What it throws leaves that open: ask {@link recall}. */
  start(order: StartOrder): Promise<Result<void>>;
  /** Stops this job, and nothing else. */
  stop(jobId: string): Promise<Result<void>>;
  /** The machine's own record of one job: the only source of "done". */
  recall(jobId: string): Promise<JobRecord>;
  /** Looks, at once and then whenever something may have changed, until the signal ends it. */
  observe(signal: AbortSignal): AsyncIterable<Observation>;
}
