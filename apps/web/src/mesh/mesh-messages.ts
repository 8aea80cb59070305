// What the page asks the mesh worker, and what it answers.

import type { PartMeasures } from '#core/geometry/measure';
import type { PartProblem } from '#core/geometry/part-problem';

export interface MeshQuestion {
  readonly id: number;
  readonly fileName: string;
  /** An address, or the file itself. */
  readonly source: string | Blob;
  readonly want: 'positions' | 'measures';
  /** Of a file that places several bodies: which one, from 0. */
  readonly body?: number | undefined;
}

/** One of the different bodies of a file, as it is measured. */
export interface MeasuredBody {
  readonly name: string;
  /** How often the file places it. */
  readonly instances: number;
  readonly measures: PartMeasures;
  readonly problems: readonly PartProblem[];
}

export type MeshAnswer =
  | {
      readonly id: number;
      readonly ok: true;
      readonly positions?: Float32Array<ArrayBuffer>;
      readonly bodies?: readonly MeasuredBody[];
    }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly remedy: string | undefined };
