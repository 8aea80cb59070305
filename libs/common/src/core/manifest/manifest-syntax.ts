// What the parsers of both syntaxes agree on: limits, and the shape of what they return.

import type { ManifestNote, PlainRecord } from './manifest.js';

/** More is refused: a manifest is a page of text (the longest real one known has 10 kB). */
export const MANIFEST_BYTES = 2 ** 18;
/** Values inside values inside values. */
export const MANIFEST_DEPTH = 32;
/** Values in all, aliases counted each time. */
export const MANIFEST_VALUES = 50_000;

/** Plain values and where the top-level ones stand. */
export interface ParsedManifest {
  readonly root: PlainRecord;
  /** Line of each top-level key. */
  readonly lines: ReadonlyMap<string, number>;
  /** Top-level numbers as written, so that version 7.0 does not become 7. */
  readonly numbers: ReadonlyMap<string, string>;
  /** About the syntax, e.g. keys said twice. */
  readonly notes: readonly ManifestNote[];
}

/** Where and why a text is no manifest. */
export interface SyntaxFault {
  readonly fault: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}
