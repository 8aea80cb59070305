// A quantity of a release on the plates of one kind of machine: what lies where, and what each plate takes.

import type { BoxMm, Material, Part } from '../design/part.js';
import type { PartId } from '../kernel/ids.js';
import type { Machine } from '../lab/lab.js';
import { fitsBed, packBoxes, type Bed, type Placement } from '../nesting/pack-boxes.js';
import { type Estimated, type PartCount, type PlateWork, boxAround, estimatesOf, plateWork } from './plate-work.js';

/** One plate: placements name the part. */
export interface PlatePlan extends PlateWork {
  readonly placements: readonly Placement<PartId>[];
  readonly counts: readonly PartCount[];
  readonly boxMm: BoxMm;
}

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
  const estimates = estimatesOf(parts, material);
  const pieces = counts.flatMap(({ partId, count }) => {
    const { boxMm } = estimates.get(partId)!.part;
    return Array.from({ length: count }, () => ({ tag: partId, xMm: boxMm.x, yMm: boxMm.y }));
  });
  return packBoxes(bedOf(machine), pieces, gapMm).map((placements) => sumUp(placements, estimates));
}

function sumUp(placements: readonly Placement<PartId>[], estimates: ReadonlyMap<PartId, Estimated>): PlatePlan {
  const numbers = new Map<PartId, number>();
  for (const { tag } of placements) numbers.set(tag, (numbers.get(tag) ?? 0) + 1);
  const counts = [...numbers].map(([partId, count]) => ({ partId, count }));
  const placed = placements.map(({ tag, ...place }) => ({ ...place, boxMm: estimates.get(tag)!.part.boxMm }));
  return { placements, counts, ...plateWork(counts, estimates), boxMm: boxAround(placed) };
}
