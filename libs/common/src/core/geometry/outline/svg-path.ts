// The path language of SVG (SVG 2, chapter 9): all commands, absolute and relative, arcs with their flags written together.

import type { Point2 } from '../polygon.js';
import { arcPoints, bezierPoints } from './curves.js';
import type { OutlinePath } from './outline.js';

const ARGUMENTS: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };
const NUMBER = /[\s,]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/y;
const FLAG = /[\s,]*([01])/y;
const COMMAND = /[\s,]*([MmLlHhVvCcSsQqTtAaZz])/y;

/** The subpaths of path data; as the standard says, what follows a mistake is not drawn. */
export function pathsOfData(data: string): OutlinePath[] {
  const pen = new DataPen();
  let at = 0;
  const next = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(data);
    if (found) at = pattern.lastIndex;
    return found?.[1];
  };
  for (let command = next(COMMAND); command !== undefined; command = next(COMMAND)) {
    const count = ARGUMENTS[command.toUpperCase()]!;
    if (pen.isEmpty() && command.toUpperCase() !== 'M') break;
    let letter = command;
    for (let first = true; ; first = false) {
      const values: number[] = [];
      while (values.length < count) {
        const isFlag = count === 7 && (values.length === 3 || values.length === 4);
        const value = next(isFlag ? FLAG : NUMBER);
        if (value === undefined) break;
        values.push(Number(value));
      }
      if (values.length < count) {
        if (first || values.length > 0) return pen.finish();
        break;
      }
      pen.take(letter, values);
      if (count === 0) break;
      if (letter === 'M') letter = 'L';
      if (letter === 'm') letter = 'l';
    }
  }
  return pen.finish();
}

/** Follows commands; remembers where it is, where the subpath began, and the last control point. */
class DataPen {
  private readonly done: OutlinePath[] = [];
  private points: Point2[] = [];
  private at: Point2 = [0, 0];
  private start: Point2 | undefined;
  private control: Point2 | undefined;
  private before = '';

  isEmpty(): boolean {
    return this.start === undefined;
  }

  take(command: string, values: readonly number[]): void {
    const kind = command.toUpperCase();
    const [baseX, baseY] = command === kind ? [0, 0] : this.at;
    const point = (i: number): Point2 => [baseX + values[i]!, baseY + values[i + 1]!];
    switch (kind) {
      case 'M':
        this.lift(false);
        this.start = this.at = point(0);
        break;
      case 'Z':
        this.lift(true);
        this.at = this.start!;
        break;
      case 'H':
        this.line([[baseX + values[0]!, this.at[1]]]);
        break;
      case 'V':
        this.line([[this.at[0], baseY + values[0]!]]);
        break;
      case 'L':
        this.line([point(0)]);
        break;
      case 'A':
        this.line(svgArc(this.at, values, point(5)));
        break;
      default:
        this.curve(kind, values.length / 2, point);
    }
    if (!'CSQT'.includes(kind)) this.control = undefined;
    this.before = kind;
  }

  finish(): OutlinePath[] {
    this.lift(false);
    return this.done;
  }

  /** Béziers; the smooth ones begin with the last control point, mirrored. */
  private curve(kind: string, count: number, point: (i: number) => Point2): void {
    const given = Array.from({ length: count }, (_, i) => point(2 * i));
    const smooth = kind === 'S' || kind === 'T';
    const follows = (kind === 'S' ? 'CS' : 'QT').includes(this.before) && this.before !== '';
    const [x, y] = this.at;
    const mirrored: Point2 = follows && this.control ? [2 * x - this.control[0], 2 * y - this.control[1]] : this.at;
    const controls = [this.at, ...(smooth ? [mirrored] : []), ...given];
    this.line(bezierPoints(controls));
    this.control = controls.at(-2);
  }

  private line(points: readonly Point2[]): void {
    if (this.points.length === 0) this.points.push(this.at);
    for (const point of points) this.points.push(point);
    this.at = points.at(-1)!;
  }

  private lift(closed: boolean): void {
    if (this.points.length > 1) this.done.push({ points: this.points, closed });
    this.points = [];
  }
}

/** An elliptical arc by its end points (SVG 2, appendix B.2.4), without its first point. */
function svgArc(from: Point2, values: readonly number[], to: Point2): Point2[] {
  let [rx, ry] = [Math.abs(values[0]!), Math.abs(values[1]!)];
  if (rx === 0 || ry === 0 || (from[0] === to[0] && from[1] === to[1])) return [to];
  const tilt = (values[2]! * Math.PI) / 180;
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)];
  const [halfX, halfY] = [(from[0] - to[0]) / 2, (from[1] - to[1]) / 2];
  const [x, y] = [cos * halfX + sin * halfY, cos * halfY - sin * halfX];
  const stretch = Math.sqrt((x * x) / (rx * rx) + (y * y) / (ry * ry));
  if (stretch > 1) [rx, ry] = [rx * stretch, ry * stretch];
  const [alongX, alongY] = [x / rx, y / ry];
  const near = alongX * alongX + alongY * alongY;
  const share = Math.sqrt(Math.max(0, 1 / near - 1)) * (values[3] === values[4] ? -1 : 1);
  const [centreX, centreY] = [share * rx * alongY, -share * ry * alongX];
  const start = Math.atan2((y - centreY) / ry, (x - centreX) / rx);
  let sweep = Math.atan2((-y - centreY) / ry, (-x - centreX) / rx) - start;
  if (values[4] === 1 && sweep < 0) sweep += 2 * Math.PI;
  if (values[4] === 0 && sweep > 0) sweep -= 2 * Math.PI;
  const centre: Point2 = [
    cos * centreX - sin * centreY + (from[0] + to[0]) / 2,
    sin * centreX + cos * centreY + (from[1] + to[1]) / 2,
  ];
  const ellipse = { centre, major: [rx * cos, rx * sin] as const, minor: [-ry * sin, ry * cos] as const };
  return [...arcPoints(ellipse, start, start + sweep).slice(1, -1), to];
}
