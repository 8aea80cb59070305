// Lines that end where others begin are cut in one go: pieces of outlines become outlines, over gaps as small as a kerf.

import type { Point2 } from '../polygon.js';
import type { OutlinePath } from './outline.js';

/** Ends nearer to each other are one: half the width of a laser's cut. */
export const JOIN_MM = 0.05;
/** Gaps that are told. */
const TOLD_MM = 0.001;

export interface JoinedPaths {
  readonly paths: readonly OutlinePath[];
  /** Gaps that were closed and could be seen. */
  readonly gaps: number;
  readonly firstGap: Point2 | undefined;
}

/** Paths in millimetres, joined at their ends; closed ones stay as they are. */
export function joinPaths(paths: readonly OutlinePath[]): JoinedPaths {
  const ends = new Ends(paths);
  const gaps: Point2[] = [];
  const joined: OutlinePath[] = [];
  for (const [i, path] of paths.entries()) {
    if (path.closed) joined.push(path);
    else if (ends.take(i)) joined.push(chainFrom(path, ends, gaps));
  }
  return { paths: joined, gaps: gaps.length, firstGap: gaps[0] };
}

function chainFrom(path: OutlinePath, ends: Ends, gaps: Point2[]): OutlinePath {
  let points = [...path.points];
  // Onward from the end; then, turned around, onward from what was the beginning.
  for (let side = 0; side < 2; side++) {
    for (let next = ends.takeAt(points.at(-1)!); next; next = ends.takeAt(points.at(-1)!)) {
      note(points.at(-1)!, next[0]!, gaps);
      // One by one: an outline may have more points than a call takes arguments.
      for (const point of next.slice(1)) points.push(point);
    }
    const [first, last] = [points[0]!, points.at(-1)!];
    if (points.length > 2 && distance(first, last) <= JOIN_MM) {
      note(last, first, gaps);
      return { points: points.slice(0, -1), closed: true };
    }
    points = points.reverse();
  }
  return { points, closed: false };
}

function note(from: Point2, to: Point2, gaps: Point2[]): void {
  if (distance(from, to) > TOLD_MM) gaps.push(from);
}

const distance = (a: Point2, b: Point2): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Ends of open paths by where they lie, in cells as wide as the gap that is joined. */
class Ends {
  private readonly cells = new Map<string, number[]>();
  private readonly used: Uint8Array;

  constructor(private readonly paths: readonly OutlinePath[]) {
    this.used = new Uint8Array(paths.length);
    for (const [i, { points, closed }] of paths.entries()) {
      if (closed) continue;
      for (const [side, end] of [points[0]!, points.at(-1)!].entries()) {
        const key = cellOf(end, 0, 0);
        const known = this.cells.get(key);
        if (known) known.push(2 * i + side);
        else this.cells.set(key, [2 * i + side]);
      }
    }
  }

  take(path: number): boolean {
    if (this.used[path] === 1) return false;
    this.used[path] = 1;
    return true;
  }

  /** The points of the nearest path that is left, from the end that lies here. */
  takeAt(place: Point2): readonly Point2[] | undefined {
    let [best, nearest] = [-1, JOIN_MM];
    for (const [dx, dy] of NEIGHBOURS) {
      const key = cellOf(place, dx, dy);
      const here = this.cells.get(key);
      if (!here) continue;
      const left = here.filter((end) => this.used[end >> 1] === 0);
      // What is used is forgotten: many lines may meet in a point.
      this.cells.set(key, left);
      for (const end of left) {
        const { points } = this.paths[end >> 1]!;
        const away = distance(place, (end & 1) === 0 ? points[0]! : points.at(-1)!);
        if (away <= nearest) [best, nearest] = [end, away];
      }
    }
    if (best < 0) return undefined;
    this.used[best >> 1] = 1;
    const { points } = this.paths[best >> 1]!;
    return (best & 1) === 0 ? points : points.toReversed();
  }
}

const NEIGHBOURS = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy] as const));

const cellOf = ([x, y]: Point2, dx: number, dy: number): string =>
  `${Math.floor(x / JOIN_MM) + dx} ${Math.floor(y / JOIN_MM) + dy}`;
