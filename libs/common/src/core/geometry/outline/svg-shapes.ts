// The basic shapes of SVG (SVG 2, chapter 10) as paths.

import type { Point2 } from '../polygon.js';
import { arcPoints, ellipsePoints } from './curves.js';
import type { OutlinePath } from './outline.js';
import { numbersOf, userLength } from './svg-attributes.js';
import { pathsOfData } from './svg-path.js';
import type { SvgElement } from './svg-tree.js';

/** The paths of an element; undefined when it is no shape. */
export function pathsOfShape(element: SvgElement): readonly OutlinePath[] | undefined {
  const length = (name: string): number => userLength(element, name) ?? 0;
  switch (element.name) {
    case 'path':
      return pathsOfData(element.attributes['d'] ?? '');
    case 'rect':
      return rect(element);
    case 'circle':
      return ellipse(element, length('r'), length('r'));
    case 'ellipse':
      return ellipse(element, userLength(element, 'rx') ?? length('ry'), userLength(element, 'ry') ?? length('rx'));
    case 'line':
      return [{ points: [[length('x1'), length('y1')], [length('x2'), length('y2')]], closed: false }]; // prettier-ignore
    case 'polyline':
    case 'polygon':
      return [{ points: pairsOf(element.attributes['points']), closed: element.name === 'polygon' }];
    default:
      return undefined;
  }
}

function pairsOf(text: string | undefined): Point2[] {
  const numbers = numbersOf(text);
  return Array.from({ length: Math.floor(numbers.length / 2) }, (_, i) => [numbers[2 * i]!, numbers[2 * i + 1]!]);
}

function ellipse(element: SvgElement, rx: number, ry: number): OutlinePath[] {
  if (!(rx > 0 && ry > 0)) return [];
  const centre: Point2 = [userLength(element, 'cx') ?? 0, userLength(element, 'cy') ?? 0];
  return [{ points: ellipsePoints({ centre, major: [rx, 0], minor: [0, ry] }), closed: true }];
}

function rect(element: SvgElement): OutlinePath[] {
  const [x = 0, y = 0, width = 0, height = 0] = ['x', 'y', 'width', 'height'].map((name) => userLength(element, name));
  if (!(width > 0 && height > 0)) return [];
  const [givenX, givenY] = [userLength(element, 'rx'), userLength(element, 'ry')];
  const rx = Math.min(Math.max(0, givenX ?? givenY ?? 0), width / 2);
  const ry = Math.min(Math.max(0, givenY ?? givenX ?? 0), height / 2);
  const middles: Point2[] = [
    [x + width - rx, y + ry],
    [x + width - rx, y + height - ry],
    [x + rx, y + height - ry],
    [x + rx, y + ry],
  ];
  const corner = (centre: Point2, i: number): Point2[] =>
    arcPoints({ centre, major: [rx, 0], minor: [0, ry] }, ((i - 1) * Math.PI) / 2, (i * Math.PI) / 2);
  const points = rx > 0 && ry > 0 ? middles.flatMap(corner) : [[x, y], [x + width, y], [x + width, y + height], [x, y + height]] as Point2[]; // prettier-ignore
  return [{ points, closed: true }];
}
