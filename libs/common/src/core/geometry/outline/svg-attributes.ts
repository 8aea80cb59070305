// What the attributes of SVG elements say: lengths, boxes, transforms.

import { OUTLINE_UNITS_MM } from './outline.js';
import { type PlaneTransform, STILL, scaling, shift, turning, within } from './plane-transform.js';
import type { SvgElement } from './svg-tree.js';

const UNITS_MM: Readonly<Record<string, number>> = {
  mm: 1,
  cm: 10,
  in: 25.4,
  pt: 25.4 / 72,
  pc: 25.4 / 6,
  q: 0.25,
  px: OUTLINE_UNITS_MM.px,
};

/** A length as it is written; `unitMm` undefined: a plain number. Undefined for percentages and what is no length. */
export function lengthOf(text: string | undefined): { value: number; unitMm: number | undefined } | undefined {
  const [, number, unit] = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*([a-z]*)\s*$/i.exec(text ?? '') ?? [];
  if (number === undefined) return undefined;
  if (unit === '') return { value: Number(number), unitMm: undefined };
  const unitMm = UNITS_MM[unit!.toLowerCase()];
  return unitMm === undefined ? undefined : { value: Number(number), unitMm };
}

/** A length in user units; inside a drawing, absolute units are counted in pixels. */
export function userLength({ attributes }: SvgElement, name: string): number | undefined {
  const length = lengthOf(attributes[name]);
  return length && length.value * (length.unitMm === undefined ? 1 : length.unitMm / OUTLINE_UNITS_MM.px);
}

export const numbersOf = (text: string | undefined): number[] =>
  (text?.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);

export interface ViewBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function viewBoxOf({ attributes }: SvgElement): ViewBox | undefined {
  const [x, y, width, height] = numbersOf(attributes['viewBox']);
  return width !== undefined && height !== undefined && width > 0 && height > 0
    ? { x: x!, y: y!, width, height }
    : undefined;
}

/** How a view box is laid into a viewport (SVG 2, section 8.2). */
export function fitted(
  { x, y, width, height }: ViewBox,
  into: { readonly width: number; readonly height: number },
  preserve = 'xMidYMid meet',
): PlaneTransform {
  const [sx, sy] = [into.width / width, into.height / height];
  if (/^\s*none/.test(preserve)) return within(scaling(sx, sy), shift(-x, -y));
  const scale = /slice/.test(preserve) ? Math.max(sx, sy) : Math.min(sx, sy);
  const share = (axis: string): number =>
    preserve.includes(`${axis}Min`) ? 0 : preserve.includes(`${axis}Max`) ? 1 : 0.5;
  const [offX, offY] = [(into.width - width * scale) * share('x'), (into.height - height * scale) * share('Y')];
  return within(shift(offX, offY), within(scaling(scale, scale), shift(-x, -y)));
}

/** The transform attribute (CSS Transforms 1, section 13): a list that is read from the right. */
export function transformOf({ attributes }: SvgElement): PlaneTransform {
  let all = STILL;
  for (const [, kind, values] of (attributes['transform'] ?? '').matchAll(/(\w+)\s*\(([^)]*)\)/g)) {
    all = within(all, oneTransform(kind!, numbersOf(values)));
  }
  return all;
}

function oneTransform(kind: string, [a = 0, b, c, d, e, f]: readonly number[]): PlaneTransform {
  const tangent = Math.tan((a * Math.PI) / 180);
  switch (kind) {
    case 'matrix':
      return f === undefined ? STILL : [a, b!, c!, d!, e!, f];
    case 'translate':
      return shift(a, b ?? 0);
    case 'scale':
      return scaling(a, b ?? a);
    case 'rotate':
      return within(shift(b ?? 0, c ?? 0), within(turning(a), shift(-(b ?? 0), -(c ?? 0))));
    case 'skewX':
      return [1, 0, tangent, 1, 0, 0];
    case 'skewY':
      return [1, tangent, 0, 1, 0, 0];
    default:
      return STILL;
  }
}
