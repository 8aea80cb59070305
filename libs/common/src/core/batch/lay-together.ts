// Portions of several orders on one plate: where each piece lies, under which label, and what the plate takes.

import type { BoxMm, Part } from '../design/part.js';
import { boxAround, plateWork, type Estimated, type PartCount, type PlateWork } from '../costing/plate-work.js';
import type { QuarterTurn } from '../geometry/plate.js';
import type { Rotation } from '../geometry/rotation.js';
import type { OrderId, PartId } from '../kernel/ids.js';
import type { Machine } from '../lab/lab.js';
import { type FreeBed, type Rest, freeBeds } from '../lab/room.js';
import { fitsBed, packBoxes } from '../nesting/pack-boxes.js';
import { packRectangles } from '../nesting/pack-rectangles.js';

/** What of one order is made in a batch. */
export interface Portion {
  readonly orderId: OrderId;
  readonly parts: readonly Part[];
  readonly counts: readonly PartCount[];
  /** Parts that lie otherwise than modelled, because they fit only so; their boxes in `parts` are those of the turned. */
  readonly turned?: readonly TurnedPart[] | undefined;
}

export interface TurnedPart extends Rest {
  readonly partId: PartId;
}

/** The parts with the boxes in which they lie. */
export const lying = (parts: readonly Part[], turned: readonly TurnedPart[] = []): Part[] =>
  parts.map((part) => ({ ...part, boxMm: turned.find(({ partId }) => partId === part.id)?.boxMm ?? part.boxMm }));

/** One piece where it lies: the least corner of its turned box. */
export interface PlacedPiece {
  /** Letter of the order, number on the plate: what a person reads when sorting what was made. */
  readonly label: string;
  readonly orderId: OrderId;
  readonly partId: PartId;
  readonly xMm: number;
  readonly yMm: number;
  readonly rotationDeg: QuarterTurn;
  /** Before that it is turned so, from how it was modelled. */
  readonly turn?: Rotation | undefined;
}

/** A plate as it is to be made. */
export interface BatchPlan extends PlateWork {
  readonly placements: readonly PlacedPiece[];
  readonly boxMm: BoxMm;
}

/** A piece that was given a place, before it has its label. */
export type Laid = Omit<PlacedPiece, 'label'>;

/** Attempts to bring boxes closer: a few milliseconds for a full plate. */
const ATTEMPTS = 60;

/** All portions on one bed by their boxes, or undefined where they do not lie on it together. */
export function layByBoxes(
  portions: readonly Portion[],
  machine: Pick<Machine, 'buildVolumeMm' | 'bedShape' | 'excludedMm'>,
  gapMm: number,
): Laid[] | undefined {
  for (const bed of freeBeds(machine)) {
    const laid = layOn(bed, portions, gapMm);
    if (laid) return laid;
  }
  return undefined;
}

function layOn(bed: FreeBed, portions: readonly Portion[], gapMm: number): Laid[] | undefined {
  const pieces = portions.flatMap(({ orderId, parts, counts }) =>
    counts.flatMap(({ partId, count }) => {
      const { boxMm } = partIn(parts, partId);
      return Array.from({ length: count }, () => ({ tag: { orderId, partId }, xMm: boxMm.x, yMm: boxMm.y }));
    }),
  );
  if (!pieces.every(({ xMm, yMm }) => fitsBed(bed, xMm, yMm))) return undefined;
  const shelves = packBoxes(bed, pieces, gapMm);
  const plates =
    shelves.length === 1 || bed.shape === 'round'
      ? shelves
      : packRectangles({ binMm: bed, pieces, gapMm, turning: true, attempts: ATTEMPTS }).bins;
  if (plates.length !== 1) return undefined;
  return plates[0]!.map(({ tag, xMm, yMm, turned }) => ({
    ...tag,
    xMm: bed.originXMm + xMm,
    yMm: bed.originYMm + yMm,
    rotationDeg: turned ? 90 : 0,
  }));
}

/** The plate of what was laid: labels go by order (A, B, … as the portions come) and then along the bed. */
export function planTogether(
  portions: readonly Portion[],
  laid: readonly Laid[],
  estimates: ReadonlyMap<PartId, Estimated>,
): BatchPlan {
  const placements = portions.flatMap(({ orderId, turned = [] }, index) =>
    laid
      .filter((piece) => piece.orderId === orderId)
      .toSorted((a, b) => a.xMm - b.xMm || a.yMm - b.yMm)
      .map((piece, number) => {
        const turn = turned.find(({ partId }) => partId === piece.partId)?.rotation;
        return { label: `${letters(index)}${number + 1}`, ...piece, ...(turn && { turn }) };
      }),
  );
  const placed = placements.map(({ partId, xMm, yMm, rotationDeg }) => ({
    xMm,
    yMm,
    boxMm: estimates.get(partId)!.part.boxMm,
    turned: rotationDeg % 180 !== 0,
  }));
  return { placements, ...workOf(portions, estimates), boxMm: boxAround(placed) };
}

/** What portions take together in one set-up. */
export const workOf = (portions: readonly Portion[], estimates: ReadonlyMap<PartId, Estimated>): PlateWork =>
  plateWork(
    portions.flatMap(({ counts }) => counts),
    estimates,
  );

/** A, B, … Z, AA, AB …: what an order is called on a plate. */
export function letters(index: number): string {
  const last = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}

/** The part of an id; a portion that counts a part it does not have is a bug. */
export function partIn(parts: readonly Part[], partId: PartId): Part {
  const part = parts.find(({ id }) => id === partId);
  if (!part) throw new RangeError(`a portion counts ${partId}, which is none of its parts`);
  return part;
}
