// What a plate takes, by technology: filament is laid down piece after piece, resin hardens layer by layer for all pieces
// at once, and both pay for their set-up once.

import type { BoxMm, Material, Part } from '../design/part.js';
import type { PartId } from '../kernel/ids.js';
import { type PartEstimate, estimatePart } from './estimate-part.js';

/** What a plate takes, however it is laid out. */
export interface PlateWork {
  readonly pieces: number;
  readonly massGrams: number;
  readonly seconds: number;
  readonly energyKwh: number;
}

/** Some pieces of one part. */
export interface PartCount {
  readonly partId: PartId;
  readonly count: number;
}

/** Heating, levelling, purging and cooling of a printer, per plate, seconds. */
export const SET_UP_SECONDS = 360;

/** A part with what one piece of it takes. */
export interface Estimated {
  readonly part: Part;
  readonly estimate: PartEstimate;
}

/** Estimates by part id; throws for a material that the network does not know. */
export function estimatesOf(parts: readonly Part[], material: Material): Map<PartId, Estimated> {
  return new Map(
    parts.map((part) => {
      const estimate = estimatePart(part, material);
      if (!estimate) throw new RangeError(`no estimate for part ${part.id} in ${material}`);
      return [part.id, { part, estimate }];
    }),
  );
}

/** What these pieces take together in one set-up; nothing at all for no pieces. */
export function plateWork(counts: readonly PartCount[], estimates: ReadonlyMap<PartId, Estimated>): PlateWork {
  const work = { pieces: 0, massGrams: 0, seconds: 0, energyKwh: 0 };
  const layered = { seconds: 0, energyKwh: 0 };
  for (const { partId, count } of counts) {
    const found = estimates.get(partId);
    if (!found) throw new RangeError(`no estimate for part ${partId}`);
    const { part, estimate } = found;
    if (count <= 0) continue;
    work.pieces += count;
    work.massGrams += count * estimate.massGrams;
    if (part.process === 'sla') {
      // The highest piece decides: every layer is lit once, whatever lies in it.
      layered.seconds = Math.max(layered.seconds, estimate.seconds);
      layered.energyKwh = Math.max(layered.energyKwh, estimate.energyKwh);
    } else {
      work.seconds += count * estimate.seconds;
      work.energyKwh += count * estimate.energyKwh;
    }
  }
  if (work.pieces === 0) return work;
  return {
    ...work,
    seconds: SET_UP_SECONDS + work.seconds + layered.seconds,
    energyKwh: work.energyKwh + layered.energyKwh,
  };
}

/** The box that holds pieces of these boxes where they lie: of the plate, from its origin. */
export function boxAround(
  placed: readonly { readonly xMm: number; readonly yMm: number; readonly boxMm: BoxMm; readonly turned: boolean }[],
): BoxMm {
  const box = { x: 0, y: 0, z: 0 };
  for (const { xMm, yMm, boxMm, turned } of placed) {
    box.x = Math.max(box.x, xMm + (turned ? boxMm.y : boxMm.x));
    box.y = Math.max(box.y, yMm + (turned ? boxMm.x : boxMm.y));
    box.z = Math.max(box.z, boxMm.z);
  }
  return box;
}
