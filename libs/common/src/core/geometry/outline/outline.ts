// The words of drawings: paths that are cut, and how much of a drawing we are willing to read.

import type { PartProblem } from '../part-problem.js';
import type { Point2 } from '../polygon.js';

/** A line that is cut without lifting; a closed one goes back from its last point to its first. */
export interface OutlinePath {
  readonly points: readonly Point2[];
  readonly closed: boolean;
}

export const OUTLINE_UNITS_MM = { mm: 1, cm: 10, m: 1000, in: 25.4, ft: 304.8, px: 25.4 / 96 } as const;
export type OutlineUnit = keyof typeof OUTLINE_UNITS_MM;

/** What a file draws, in its own units, and how long one of them is; undefined: it does not say. */
export interface Drawing {
  readonly paths: readonly OutlinePath[];
  readonly unitMm: number | undefined;
  /** Kinds of things that are in the file and cannot be cut, with how many there are. */
  readonly leftOut: ReadonlyMap<string, number>;
}

export type OutlineFormat = 'svg' | 'dxf';

/** A drawing in millimetres, its paths joined where they meet. */
export interface ReadOutline {
  readonly format: OutlineFormat;
  readonly paths: readonly OutlinePath[];
  readonly problems: readonly PartProblem[];
}

/** How much is read before giving up. */
export const OUTLINE_LIMITS = {
  bytes: 20 * 2 ** 20,
  /** Points of all paths, curves taken as short lines. */
  points: 2_000_000,
  /** Elements of an SVG or entities of a DXF, repeated ones each time. */
  elements: 200_000,
  depth: 64,
  /** Symbols in symbols, blocks in blocks. */
  references: 16,
} as const;
