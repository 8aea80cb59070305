// What came out of the slicer against what was promised to the customer, and against the plate that went in.

import type { GcodeVerdict } from '#core/gcode/check-gcode';
import { refuse, type Refusal } from '#core/kernel/result';
import type { Sliced } from '../slicing/slicer.js';

interface Amounts {
  readonly seconds: number;
  readonly massGrams: number;
}

/** Small jobs are mostly heating, purging and a skirt, which promises do not know. */
const SLACK_SECONDS = 900;
const SLACK_GRAMS = 5;
/** Lines have half their width to the outside of a body, and corners are rounded. */
const SLACK_MM = 2;

/** Why a job is not made as it was sliced; undefined where it keeps what was promised, `mostTimes` over at most. */
export function brokenPromise(made: Amounts, promised: Amounts, mostTimes: number): Refusal<'gcode/other'> | undefined {
  const { seconds, massGrams } = made;
  if (seconds > mostTimes * promised.seconds + SLACK_SECONDS)
    return other(`It would take ${minutes(seconds)} minutes; ${minutes(promised.seconds)} were promised.`);
  if (massGrams > mostTimes * promised.massGrams + SLACK_GRAMS)
    return other(`It would take ${grams(massGrams)} g; ${grams(promised.massGrams)} g were promised.`);
  if (massGrams < promised.massGrams / mostTimes - SLACK_GRAMS)
    return other(`It takes ${grams(massGrams)} g of the ${grams(promised.massGrams)} g promised: pieces are missing.`);
  return undefined;
}

/** Why the G-code is not that of the plate; undefined where it reaches as far on every side. */
export function missingPieces(
  { laid }: Pick<GcodeVerdict['seen'], 'laid'>,
  { boxMm }: Pick<Sliced, 'boxMm'>,
): Refusal<'gcode/other'> | undefined {
  if (boxMm === undefined || laid === undefined) return undefined;
  const isThere = [0, 1, 2].every(
    (axis) =>
      (axis === 2 || laid.minMm[axis]! <= boxMm.minMm[axis]! + SLACK_MM) &&
      laid.maxMm[axis]! >= boxMm.maxMm[axis]! - SLACK_MM,
  );
  return isThere ? undefined : other('It does not reach as far as the plate: pieces are missing or stand elsewhere.');
}

function other(reason: string): Refusal<'gcode/other'> {
  return refuse('gcode/other', `The slicer made another job of it. ${reason}`).refusal;
}
const minutes = (seconds: number): number => Math.round(seconds / 60);
const grams = (massGrams: number): number => Math.round(massGrams * 10) / 10;
