// Curves as short lines: so short that lengths and areas are right to a few parts in a hundred thousand.

import type { Point2 } from '../polygon.js';

/** At 1° a chord is 0.001 % shorter than its arc. */
const STEP = Math.PI / 180;
const BEZIER_STEPS = 48;
const SPLINE_STEPS = 24;

/** An ellipse by its middle and two half axes. */
export interface Ellipse {
  readonly centre: Point2;
  readonly major: Point2;
  readonly minor: Point2;
}

/** Points from one angle to another, both included; angles are of the circle that the ellipse was made of. */
export function arcPoints({ centre, major, minor }: Ellipse, from: number, to: number): Point2[] {
  const steps = Math.max(1, Math.ceil(Math.abs(to - from) / STEP));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = from + ((to - from) * i) / steps;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return [centre[0] + major[0] * cos + minor[0] * sin, centre[1] + major[1] * cos + minor[1] * sin];
  });
}

/** A whole ellipse, its first point once. */
export const ellipsePoints = (ellipse: Ellipse): Point2[] => arcPoints(ellipse, 0, 2 * Math.PI).slice(0, -1);

export const circle = (centre: Point2, radius: number): Ellipse => ({ centre, major: [radius, 0], minor: [0, radius] });

/** A Bézier curve of any degree without its first point (de Casteljau). */
export function bezierPoints(controls: readonly Point2[]): Point2[] {
  return Array.from({ length: BEZIER_STEPS }, (_, i) => {
    const t = (i + 1) / BEZIER_STEPS;
    let level = controls;
    while (level.length > 1) {
      level = level.slice(1).map(([x, y], k): Point2 => {
        const [fromX, fromY] = level[k]!;
        return [fromX + t * (x - fromX), fromY + t * (y - fromY)];
      });
    }
    return level[0]!;
  });
}

/** A straight piece of a polyline that bulges: the tangent of a quarter of its angle, to the left where positive. Without its first point. */
export function bulgePoints(from: Point2, to: Point2, bulge: number): Point2[] {
  if (bulge === 0) return [to];
  const angle = 4 * Math.atan(bulge);
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  // From the middle of the chord to the middle of the circle.
  const off = (1 - bulge * bulge) / (4 * bulge);
  const centre: Point2 = [(from[0] + to[0]) / 2 - off * dy, (from[1] + to[1]) / 2 + off * dx];
  const radius = Math.hypot(from[0] - centre[0], from[1] - centre[1]);
  const start = Math.atan2(from[1] - centre[1], from[0] - centre[0]);
  return [...arcPoints(circle(centre, radius), start, start + angle).slice(1, -1), to];
}

export interface Spline {
  readonly degree: number;
  readonly knots: readonly number[];
  readonly controls: readonly Point2[];
  /** One for each control point, or none. */
  readonly weights: readonly number[];
}

/** A rational B-spline from its first knot that counts to its last (de Boor); undefined when its numbers do not go together. */
export function splinePoints(spline: Spline): Point2[] | undefined {
  const { degree, knots, controls } = spline;
  if (degree < 1 || degree > 25 || controls.length <= degree || knots.length !== controls.length + degree + 1) {
    return undefined;
  }
  const points: Point2[] = [];
  for (let span = degree; span < controls.length; span++) {
    const [from, to] = [knots[span]!, knots[span + 1]!];
    if (!(to > from)) continue;
    const steps = degree === 1 ? 1 : SPLINE_STEPS;
    for (let i = points.length === 0 ? 0 : 1; i <= steps; i++) {
      points.push(splineAt(spline, span, from + ((to - from) * i) / steps));
    }
  }
  return points;
}

function splineAt({ degree, knots, controls, weights }: Spline, span: number, at: number): Point2 {
  const level = Array.from({ length: degree + 1 }, (_, i) => {
    const [[x, y], weight] = [controls[span - degree + i]!, weights[span - degree + i] ?? 1];
    return [x * weight, y * weight, weight];
  });
  for (let round = 1; round <= degree; round++) {
    for (let i = degree; i >= round; i--) {
      const low = knots[span - degree + i]!;
      const high = knots[span + 1 + i - round]!;
      const share = high > low ? (at - low) / (high - low) : 0;
      level[i] = level[i]!.map((value, k) => (1 - share) * level[i - 1]![k]! + share * value);
    }
  }
  const [x, y, weight] = level[degree] as [number, number, number];
  return [x / weight, y / weight];
}
