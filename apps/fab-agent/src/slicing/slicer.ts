// The port to a slicer: a plate becomes G-code for one machine. What comes out is checked before any machine sees it.

import type { DemandedSettings } from '#core/design/part';
import type { Refusal, Result } from '#core/kernel/result';
import type { Machine } from '#core/lab/lab';

/** A plate that is to be sliced. */
export interface SliceOrder {
  /** Path of the plate: it is only read. */
  readonly plate: string;
  readonly machine: Machine;
  /** Undefined: what is loaded. */
  readonly material: string | undefined;
  /** What the release asks for; the rest is the lab's. */
  readonly settings: DemandedSettings;
  /** An empty folder of this order's own, for everything that is written. */
  readonly folder: string;
}

/** What a slicer has made: a file in the order's folder, and the box that the pieces take in it. */
export interface Sliced {
  readonly file: string;
  /** Undefined: not known, as the plate is G-code already. */
  readonly boxMm?: { readonly minMm: readonly number[]; readonly maxMm: readonly number[] } | undefined;
}

/** `slicing/later`: it may go well another time; everything else is said of this plate for good. */
export type SliceRefusal = Refusal<`slicing/${string}` | `plate/${string}` | `gcode/${string}`>;

export interface Slicer {
  slice(order: SliceOrder, signal: AbortSignal): Promise<Result<Sliced, SliceRefusal>>;
}
