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

/**
 * True when a place was found for all boxes, turned by quarters: `effort` orders of placing are tried, of four. Without
 * trying when the area is so small that every packing exists (Steinberg 1997).
 */
export function fitTogether({ bed, gapMm }: Machine, jobs: readonly JobShape[], effort = ORDERS.length): boolean {
  const [width, depth] = [bed.xMm + gapMm, bed.yMm + gapMm];
  const boxes: BoxMm[] = [];
  let [area, longest] = [0, 0];
  for (const job of jobs) {
    for (const box of job.boxes) {
      const [xMm, yMm] = [box.xMm + gapMm, box.yMm + gapMm];
      boxes.push({ xMm, yMm });
      area += xMm * yMm;
      longest = Math.max(longest, xMm, yMm);
    }
  }
  if (area > width * depth * (1 + SAME)) return false;
  const [overX, overY] = [Math.max(0, 2 * longest - width), Math.max(0, 2 * longest - depth)];
  if (longest <= Math.min(width, depth) && 2 * area <= width * depth - overX * overY) return true;
  return ORDERS.slice(0, effort).some((order) => placed(boxes.toSorted(order), width, depth));
}

function placed(boxes: readonly BoxMm[], width: number, depth: number): boolean {
  const space = new FreeSpace(width, depth);
  for (const { xMm, yMm } of boxes) {
    const spot: Spot = { x: 0, y: 0, turned: false, short: Infinity, long: Infinity };
    if (!space.improve(spot, xMm, yMm, true)) return false;
    space.take(spot.x, spot.y, spot.turned ? yMm : xMm, spot.turned ? xMm : yMm);
  }
  return true;
}

/** The jobs, taken in order, that lie on one plate together; those that do not fit any more are passed over. */
export function fillPlate<Job extends JobShape>(machine: Machine, inOrder: readonly Job[], effort?: number): Job[] {
  const taken: Job[] = [];
  for (const job of inOrder) {
    taken.push(job);
    if (!fitTogether(machine, taken, effort)) taken.pop();
  }
  return taken;
}
