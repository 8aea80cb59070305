// Collects what is drawn, path by path, under a limit.

import type { Point2 } from '../polygon.js';
import { giveUp } from '../refusals.js';
import { OUTLINE_LIMITS, type OutlinePath } from './outline.js';
import { type PlaneTransform, moved } from './plane-transform.js';

/** Paths of a whole drawing. */
export class PathPen {
  readonly paths: OutlinePath[] = [];
  readonly leftOut = new Map<string, number>();
  private points = 0;
  private elements = 0;

  /** A path in its own axes, and where these lie. */
  draw(points: readonly Point2[], closed: boolean, to: PlaneTransform): void {
    this.points += points.length;
    if (this.points > OUTLINE_LIMITS.points) {
      giveUp('outline/too-complex', `The drawing has more than ${OUTLINE_LIMITS.points} points.`);
    }
    const placed = points.map((point) => moved(to, point));
    if (placed.some(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y))) {
      giveUp('outline/malformed', 'A path of the drawing has a point that is not a number.');
    }
    const distinct = placed.filter(([x, y], i) => i === 0 || x !== placed[i - 1]![0] || y !== placed[i - 1]![1]);
    if (distinct.length > 1) this.paths.push({ points: distinct, closed });
  }

  /** Counts one more thing that was looked at; references may repeat things without end. */
  count(): void {
    if (++this.elements > OUTLINE_LIMITS.elements) {
      giveUp('outline/too-complex', `The drawing has more than ${OUTLINE_LIMITS.elements} elements.`);
    }
  }

  leave(kind: string): void {
    this.leftOut.set(kind, (this.leftOut.get(kind) ?? 0) + 1);
  }
}
