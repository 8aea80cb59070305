// What a plate takes, by technology: filament is laid down and sheets are cut piece after piece; layers of resin and powder
// are made for all pieces at once, so that the highest decides; and all pay for their set-up once.

import type { BoxMm, Material, Part, Process } from '../design/part.js';
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

/**
 * Before and after a plate, seconds: heating, levelling, purging and cooling of a printer; an hour for a chamber of powder
 * (Wu and Yu 2026); a sheet to be laid and focused on, or clamped (assumptions).
 */
const SET_UP_SECONDS: Readonly<Record<Process, number>> = {
  fdm: 360,
  sla: 360,
  sls: 3600,
  'laser-cutting': 300,
  'cnc-milling': 900,
  'vinyl-cutting': 180,
  'pcb-milling': 900,
};

/** Of the process that takes longest to set up; parts of a plate are of one. */
export const setUpSecondsOf = (parts: readonly Pick<Part, 'process'>[]): number =>
  Math.max(0, ...parts.map(({ process }) => SET_UP_SECONDS[process]));

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
    const { estimate } = found;
    if (count <= 0) continue;
    work.pieces += count;
    work.massGrams += count * estimate.massGrams;
    // Every layer is made once, whatever lies in it.
    const shared = estimate.seconds > 0 ? estimate.sharedSeconds / estimate.seconds : 0;
    layered.seconds = Math.max(layered.seconds, estimate.sharedSeconds);
    layered.energyKwh = Math.max(layered.energyKwh, shared * estimate.energyKwh);
    work.seconds += count * (estimate.seconds - estimate.sharedSeconds);
    work.energyKwh += count * (1 - shared) * estimate.energyKwh;
  }
  if (work.pieces === 0) return work;
  return {
    ...work,
    seconds: setUpSecondsOf(counts.map(({ partId }) => estimates.get(partId)!.part)) + work.seconds + layered.seconds,
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
