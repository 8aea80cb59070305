// What the page asks the mesh worker, and what it answers.

import type { PartMeasures } from '#core/geometry/measure';
import type { PartProblem } from '#core/geometry/part-problem';

export interface MeshQuestion {
  readonly id: number;
  readonly fileName: string;
  /** An address, or the file itself. */
  readonly source: string | Blob;
  readonly want: 'positions' | 'measures';
}

export type MeshAnswer =
  | {
      readonly id: number;
      readonly ok: true;
      readonly positions?: Float32Array<ArrayBuffer>;
      readonly measures?: PartMeasures;
      readonly problems?: readonly PartProblem[];
    }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly remedy: string | undefined };
