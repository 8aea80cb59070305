// Entities of a DXF as paths, in the axes of what they are part of (DXF reference, "ENTITIES section").

import type { Point2 } from '../polygon.js';
import { type Ellipse, arcPoints, bulgePoints, circle, ellipsePoints, splinePoints } from './curves.js';
import { type DxfEntity, numberOf, numbersIn } from './dxf-groups.js';
import type { OutlinePath } from './outline.js';
import { type PlaneTransform, STILL } from './plane-transform.js';

const RADIANS = Math.PI / 180;
const CLOSED = 1;

/** A vertex of a polyline and how the piece after it bulges. */
interface Vertex {
  readonly at: Point2;
  readonly bulge: number;
}

/** The path of an entity that is drawn by itself; undefined when it is none. */
export function pathOfEntity(entity: DxfEntity): OutlinePath | undefined {
  const point = (code: number): Point2 => [numberOf(entity, code, 0), numberOf(entity, code + 10, 0)];
  switch (entity.type) {
    case 'LINE':
      return { points: [point(10), point(11)], closed: false };
    case 'CIRCLE':
      return { points: ellipsePoints(circle(point(10), numberOf(entity, 40, 0))), closed: true };
    case 'ARC':
      return arc(circle(point(10), numberOf(entity, 40, 0)), RADIANS * numberOf(entity, 50, 0), RADIANS * numberOf(entity, 51, 360)); // prettier-ignore
    case 'ELLIPSE':
      return ellipse(entity, point(10), point(11));
    case 'LWPOLYLINE':
      return polyline(verticesIn(entity), (numberOf(entity, 70, 0) & CLOSED) !== 0);
    case 'SPLINE':
      return spline(entity);
    default:
      return undefined;
  }
}

/** Counter-clockwise from one angle to the other; a whole turn is closed. */
function arc(of: Ellipse, from: number, to: number): OutlinePath {
  const turn = (to - from) % (2 * Math.PI);
  const sweep = turn <= 1e-9 ? turn + 2 * Math.PI : turn;
  if (sweep > 2 * Math.PI - 1e-6) return { points: ellipsePoints(of), closed: true };
  return { points: arcPoints(of, from, from + sweep), closed: false };
}

function ellipse(entity: DxfEntity, centre: Point2, major: Point2): OutlinePath {
  const ratio = numberOf(entity, 40, 1) * (numberOf(entity, 230, 1) < 0 ? -1 : 1);
  const minor: Point2 = [-ratio * major[1], ratio * major[0]];
  return arc({ centre, major, minor }, numberOf(entity, 41, 0), numberOf(entity, 42, 2 * Math.PI));
}

function verticesIn({ groups }: DxfEntity): Vertex[] {
  const vertices: { at: [number, number]; bulge: number }[] = [];
  for (const [code, value] of groups) {
    if (code === 10) vertices.push({ at: [Number(value), 0], bulge: 0 });
    const last = vertices.at(-1);
    if (last && code === 20) last.at[1] = Number(value);
    if (last && code === 42) last.bulge = Number(value);
  }
  return vertices;
}

/** The path of an old POLYLINE and the VERTEX entities that follow it; points that only guide a curve are left out. */
export function pathOfPolyline(entity: DxfEntity, vertices: readonly DxfEntity[]): OutlinePath {
  const drawn = vertices.filter((vertex) => (numberOf(vertex, 70, 0) & 16) === 0);
  const read = drawn.map((vertex): Vertex => {
    return { at: [numberOf(vertex, 10, 0), numberOf(vertex, 20, 0)], bulge: numberOf(vertex, 42, 0) };
  });
  return polyline(read, (numberOf(entity, 70, 0) & CLOSED) !== 0);
}

function polyline(vertices: readonly Vertex[], closed: boolean): OutlinePath {
  const [first] = vertices;
  if (!first) return { points: [], closed };
  const points: Point2[] = [first.at];
  const ends = closed ? [...vertices.slice(1), first] : vertices.slice(1);
  for (const [i, end] of ends.entries()) {
    for (const point of bulgePoints(vertices[i]!.at, end.at, vertices[i]!.bulge)) points.push(point);
  }
  // The last point of a closed path is its first.
  return { points: closed ? points.slice(0, -1) : points, closed };
}

function spline(entity: DxfEntity): OutlinePath | undefined {
  const pairs = (code: number): Point2[] => {
    const y = numbersIn(entity, code + 10);
    return numbersIn(entity, code).map((x, i) => [x, y[i] ?? 0]);
  };
  const [knots, weights] = [numbersIn(entity, 40), numbersIn(entity, 41)];
  const points = splinePoints({ degree: numberOf(entity, 71, 3), knots, controls: pairs(10), weights }) ?? pairs(11);
  if (points.length < 2) return undefined;
  const [first, last] = [points[0]!, points.at(-1)!];
  const meets = Math.hypot(first[0] - last[0], first[1] - last[1]) < 1e-9 * Math.hypot(...first) + 1e-12;
  return meets ? { points: points.slice(0, -1), closed: true } : { points, closed: false };
}

/** From the axes of an entity to those of the drawing, by its extrusion direction (the "arbitrary axis algorithm"). */
export function axesOf(entity: DxfEntity): PlaneTransform {
  const [x, y, z] = [numberOf(entity, 210, 0), numberOf(entity, 220, 0), numberOf(entity, 230, 1)];
  const length = Math.hypot(x, y, z);
  if (!(length > 0) || ['LINE', 'SPLINE', 'ELLIPSE'].includes(entity.type)) return STILL;
  const n = [x / length, y / length, z / length] as const;
  const steep = Math.abs(n[0]) < 1 / 64 && Math.abs(n[1]) < 1 / 64;
  const across = steep ? ([n[2], 0, -n[0]] as const) : ([-n[1], n[0], 0] as const);
  const size = Math.hypot(...across);
  const [ax, ay, az] = across.map((one) => one / size) as [number, number, number];
  const [ux, uy] = [n[1] * az - n[2] * ay, n[2] * ax - n[0] * az];
  return [ax, ay, ux, uy, 0, 0];
}
