// What is wrong with a body, as a value.

export type Severity = 'info' | 'warning' | 'blocking';

export type PartProblemCode =
  | 'not-watertight'
  | 'non-manifold'
  | 'misoriented'
  | 'inside-out'
  | 'no-volume'
  | 'degenerate-triangles'
  | 'several-bodies'
  | 'probably-metres'
  | 'probably-inches'
  | 'end-missing';

/** A problem in words; blocking: the part cannot be made as it is. */
export interface PartProblem {
  readonly code: PartProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly count?: number;
}
