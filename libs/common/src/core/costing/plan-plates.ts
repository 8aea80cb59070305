// A quantity of a release on the plates of one kind of machine: what lies where, and what each plate takes.

import type { BoxMm, Material, Part } from '../design/part.js';
import type { PartId } from '../kernel/ids.js';
import type { Machine } from '../lab/lab.js';
import { fitsBed, packBoxes, type Bed, type Placement } from '../nesting/pack-boxes.js';
import { estimatePart, type PartEstimate } from './estimate-part.js';

/** Some pieces of one part. */
export interface PartCount {
  readonly partId: PartId;
  readonly count: number;
}

/** One plate: placements name the part. */
export interface PlatePlan {
  readonly placements: readonly Placement<PartId>[];
  readonly counts: readonly PartCount[];
  readonly massGrams: number;
  readonly seconds: number;
  readonly energyKwh: number;
  readonly boxMm: BoxMm;
}

/** Heating, levelling, purging and cooling of a filament printer, per plate, seconds. */
const SET_UP_SECONDS = 360;

const bedOf = ({ buildVolumeMm, bedShape }: Pick<Machine, 'buildVolumeMm' | 'bedShape'>): Bed => ({
  xMm: buildVolumeMm.x,
  yMm: buildVolumeMm.y,
  shape: bedShape,
});

/** True when a part as it lies (turned about the vertical at most) goes into the machine. */
export const fitsMachine = (
  machine: Pick<Machine, 'buildVolumeMm' | 'bedShape'>,
  { boxMm }: Pick<Part, 'boxMm'>,
): boolean => boxMm.z <= machine.buildVolumeMm.z && fitsBed(bedOf(machine), boxMm.x, boxMm.y);

export interface PlateRequest {
  readonly parts: readonly Part[];
  readonly counts: readonly PartCount[];
  readonly material: Material;
  readonly machine: Pick<Machine, 'buildVolumeMm' | 'bedShape'>;
  readonly gapMm: number;
}

/** The plates for the counts; every part must fit the machine and the material be known, or it throws. */
export function planPlates({ parts, counts, material, machine, gapMm }: PlateRequest): PlatePlan[] {
  const byId = new Map(parts.map((part) => [part.id, part]));
  const estimates = new Map<PartId, PartEstimate>();
  const pieces = counts.flatMap(({ partId, count }) => {
    const part = byId.get(partId);
    const estimate = part && estimatePart(part, material);
    if (!part || !estimate) throw new RangeError(`no estimate for part ${partId} in ${material}`);
    estimates.set(partId, estimate);
    return Array.from({ length: count }, () => ({ tag: partId, xMm: part.boxMm.x, yMm: part.boxMm.y }));
  });
  return packBoxes(bedOf(machine), pieces, gapMm).map((placements) => sumUp(placements, byId, estimates));
}

function sumUp(
  placements: readonly Placement<PartId>[],
  parts: ReadonlyMap<PartId, Part>,
  estimates: ReadonlyMap<PartId, PartEstimate>,
): PlatePlan {
  const counts = new Map<PartId, number>();
  const sum = { massGrams: 0, seconds: SET_UP_SECONDS, energyKwh: 0 };
  const box = { x: 0, y: 0, z: 0 };
  for (const { tag, xMm, yMm, turned } of placements) {
    counts.set(tag, (counts.get(tag) ?? 0) + 1);
    const estimate = estimates.get(tag)!;
    const { boxMm } = parts.get(tag)!;
    sum.massGrams += estimate.massGrams;
    sum.seconds += estimate.seconds;
    sum.energyKwh += estimate.energyKwh;
    box.x = Math.max(box.x, xMm + (turned ? boxMm.y : boxMm.x));
    box.y = Math.max(box.y, yMm + (turned ? boxMm.x : boxMm.y));
    box.z = Math.max(box.z, boxMm.z);
  }
  return { placements, counts: [...counts].map(([partId, count]) => ({ partId, count })), ...sum, boxMm: box };
}
