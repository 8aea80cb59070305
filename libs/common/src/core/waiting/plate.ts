// Whether jobs lie together on one plate.

import { FreeSpace, type Spot } from '../nesting/max-rects.js';
import type { BoxMm, JobShape, Machine } from './job.js';

/** Lengths and areas that differ by less are equal. */
const SAME = 1e-9;

export const areaOf = (job: JobShape): number => job.boxes.reduce((sum, { xMm, yMm }) => sum + xMm * yMm, 0);

const ORDERS: readonly ((a: BoxMm, b: BoxMm) => number)[] = [
  (a, b) => b.xMm * b.yMm - a.xMm * a.yMm,
  (a, b) => Math.max(b.xMm, b.yMm) - Math.max(a.xMm, a.yMm),
  (a, b) => Math.min(b.xMm, b.yMm) - Math.min(a.xMm, a.yMm),
  (a, b) => b.xMm + b.yMm - a.xMm - a.yMm,
];

/** Boxes of one plate in sum, each with the gap around it. */
export interface Load {
  readonly boxes: BoxMm[];
  area: number;
  longest: number;
}

export const emptyLoad = (): Load => ({ boxes: [], area: 0, longest: 0 });

/** A load as it was before a job was added that does not fit. */
function restore(load: Load, count: number, { area, longest }: Pick<Load, 'area' | 'longest'>): void {
  load.boxes.length = count;
  load.area = area;
  load.longest = longest;
}

export function addTo(load: Load, { gapMm }: Machine, job: JobShape): void {
  for (const box of job.boxes) {
    const xMm = box.xMm + gapMm;
    const yMm = box.yMm + gapMm;
    load.boxes.push({ xMm, yMm });
    load.area += xMm * yMm;
    load.longest = Math.max(load.longest, xMm, yMm);
  }
}

/** True when a place was found for all boxes, turned by quarters, in one of four orders of placing. */
export const fits = (load: Load, machine: Machine): boolean =>
  load.area <= areaOfBed(machine) * (1 + SAME) && ORDERS.some((order) => placed(load.boxes, order, machine));

/**
 * The same for drawn futures, where speed counts more: one order of placing is tried, and none when the area is so small
 * that a packing always exists (Steinberg 1997).
 */
export function seemsToFit({ boxes, area, longest }: Load, machine: Machine): boolean {
  const width = machine.bed.xMm + machine.gapMm;
  const depth = machine.bed.yMm + machine.gapMm;
  const bedArea = width * depth;
  if (area > bedArea * (1 + SAME)) return false;
  const over = Math.max(0, 2 * longest - width) * Math.max(0, 2 * longest - depth);
  if (longest <= Math.min(width, depth) && 2 * area <= bedArea - over) return true;
  return placed(boxes, ORDERS[0]!, machine);
}

const areaOfBed = ({ bed, gapMm }: Machine): number => (bed.xMm + gapMm) * (bed.yMm + gapMm);

/** True when a place was found for all jobs. */
export function fitTogether(machine: Machine, jobs: readonly JobShape[]): boolean {
  const load = emptyLoad();
  for (const job of jobs) addTo(load, machine, job);
  return fits(load, machine);
}

function placed(boxes: readonly BoxMm[], order: (typeof ORDERS)[number], { bed, gapMm }: Machine): boolean {
  const space = new FreeSpace(bed.xMm + gapMm, bed.yMm + gapMm);
  for (const { xMm, yMm } of boxes.toSorted(order)) {
    const spot: Spot = { x: 0, y: 0, turned: false, short: Infinity, long: Infinity };
    if (!space.improve(spot, xMm, yMm, true)) return false;
    space.take(spot.x, spot.y, spot.turned ? yMm : xMm, spot.turned ? xMm : yMm);
  }
  return true;
}

/** The jobs, taken in order, that lie on one plate together; those that do not fit any more are passed over. */
export function fillPlate<Job extends JobShape>(machine: Machine, inOrder: readonly Job[], isRoom = fits): Job[] {
  const taken: Job[] = [];
  const load = emptyLoad();
  for (const job of inOrder) {
    const { boxes, area, longest } = load;
    const count = boxes.length;
    addTo(load, machine, job);
    if (isRoom(load, machine)) taken.push(job);
    else restore(load, count, { area, longest });
  }
  return taken;
}
