// What is wrong with a body, as a value.

import type { PointMm } from './point.js';

export type Severity = 'info' | 'warning' | 'blocking';

export type PartProblemCode =
  | 'not-watertight'
  | 'non-manifold'
  | 'misoriented'
  | 'inside-out'
  | 'no-volume'
  | 'degenerate-triangles'
  | 'duplicate-triangles'
  | 'too-thin'
  | 'thin-walls'
  | 'larger-than-any-machine'
  | 'large-overhang'
  | 'tiny-base'
  | 'several-bodies'
  | 'probably-metres'
  | 'probably-inches'
  | 'end-missing'
  | 'file-fault'
  | 'unit-missing'
  | 'open-outline'
  | 'gaps-closed'
  | 'not-cut';

/** A problem in words; blocking: the part cannot be made as it is. */
export interface PartProblem {
  readonly code: PartProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly count?: number;
  /** Where on the mesh, millimetres; of several the first. */
  readonly place?: PointMm;
}
