// A sheet: drawings placed side by side for one cut, as an SVG in millimetres whose bytes depend on its contents alone.

import type { PlateItem } from '../plate.js';
import type { Point2 } from '../polygon.js';
import { measureOutline } from './measure-outline.js';
import type { OutlineFormat, OutlinePath } from './outline.js';

export interface SheetPart {
  readonly name: string;
  readonly format: OutlineFormat;
  readonly paths: readonly OutlinePath[];
}

export interface Sheet {
  readonly title: string;
  readonly parts: readonly SheetPart[];
  readonly items: readonly PlateItem[];
}

/** Thin enough for every cutter to take it as a cut. */
const LINE_MM = 0.01;

/** The sheet as SVG, from its lower left corner; equal sheets give equal bytes. */
export function writeSheetSvg({ title, parts, items }: Sheet): Uint8Array<ArrayBuffer> {
  if (items.length === 0) throw new RangeError('a sheet without items');
  const placed = items.map((item) => ({ item, paths: placedPaths(parts[item.part]!, item) }));
  const { boxMm, minMm } = measureOutline(placed.flatMap(({ paths }) => paths));
  const [width, height] = [minMm.x + boxMm.x, minMm.y + boxMm.y].map(coordinate);
  const groups = placed.map(({ item, paths }) => {
    const label = escaped(item.label ?? parts[item.part]!.name);
    const d = paths.map((path) => pathOf(path, minMm.y + boxMm.y)).join('');
    return `<g><title>${label}</title><path d="${d}"/></g>`;
  });
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}">`;
  const style = `<g fill="none" stroke="#f00" stroke-width="${LINE_MM}">`;
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${head}<title>${escaped(title)}</title>${style}\n${groups.join('\n')}\n</g></svg>\n`;
  return new TextEncoder().encode(text);
}

/** In the sheet's axes, y upward; SVG counts from the top. */
function placedPaths({ format, paths }: SheetPart, { xMm, yMm, rotationDeg }: PlateItem): OutlinePath[] {
  const up = format === 'svg' ? -1 : 1;
  const turned = paths.map(({ points, closed }) => {
    return { closed, points: points.map(([x, y]): Point2 => quarterTurned([x, up * y], rotationDeg)) };
  });
  const { minMm } = measureOutline(turned);
  return turned.map(({ points, closed }) => {
    return { closed, points: points.map(([x, y]): Point2 => [x - minMm.x + xMm, y - minMm.y + yMm]) };
  });
}

function quarterTurned([x, y]: Point2, degrees: PlateItem['rotationDeg']): Point2 {
  if (degrees === 90) return [-y, x];
  if (degrees === 180) return [-x, -y];
  return degrees === 270 ? [y, -x] : [x, y];
}

function pathOf({ points, closed }: OutlinePath, heightMm: number): string {
  const corners = points.map(([x, y]) => `${coordinate(x)} ${coordinate(heightMm - y)}`);
  return `M${corners.join('L')}${closed ? 'Z' : ''}`;
}

/** To a micrometre. */
const coordinate = (mm: number): string => String(Math.round(mm * 1000) / 1000 + 0);

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)!};`).replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd]/g, '�');
