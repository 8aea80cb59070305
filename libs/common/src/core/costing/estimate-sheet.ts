// What one piece takes that is cut out of a sheet: its cuts at the speed of its material, and its room on the sheet.

import type { SheetFacts } from './materials.js';

/** What is cut of one piece. */
export interface SheetPart {
  readonly lengthMm: number;
  /** Lines that begin anew: the tool is lifted, moved and set down before each. */
  readonly contours: number;
  /** Of its box, millimetres. */
  readonly widthMm: number;
  readonly depthMm: number;
}

/** Between pieces on a sheet, which is lost with them. */
const GAP_MM = 3;
/** To lift, move and begin again: an assumption. */
const CONTOUR_SECONDS = 1;

export interface SheetEstimate {
  readonly mm3: { readonly sheet: number };
  readonly seconds: { readonly cuts: number; readonly moves: number };
}

/** Sheet and time of one piece; pieces of several orders on one sheet pay its set-up together. */
export function estimateSheet(part: SheetPart, { thicknessMm, cutMmPerSecond }: SheetFacts): SheetEstimate {
  return {
    mm3: { sheet: (part.widthMm + GAP_MM) * (part.depthMm + GAP_MM) * thicknessMm },
    seconds: { cuts: part.lengthMm / cutMmPerSecond, moves: part.contours * CONTOUR_SECONDS },
  };
}
