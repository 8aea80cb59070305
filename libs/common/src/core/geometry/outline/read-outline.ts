// The one door through which drawings become outlines in millimetres.

import type { Result } from '../../kernel/result.js';
import type { PartProblem } from '../part-problem.js';
import { type GeometryRefusal, giveUp, orRefusal } from '../refusals.js';
import { joinPaths } from './join-paths.js';
import { type Drawing, OUTLINE_LIMITS, OUTLINE_UNITS_MM, type OutlinePath, type OutlineUnit, type ReadOutline } from './outline.js'; // prettier-ignore
import { readDxf } from './read-dxf.js';
import { readSvg } from './read-svg.js';

/** True when the name says that the file holds a drawing that can be measured. */
export const isOutlineFile = (fileName: string): boolean => /\.(svg|dxf)$/i.test(fileName);

/**
 * Reads SVG or DXF (by the name's extension). `unit` is for drawings that name none; without it they are taken as
 * millimetres, with a blocking problem that asks for it.
 */
export function readOutline(
  bytes: Uint8Array,
  fileName: string,
  unit?: OutlineUnit,
): Result<ReadOutline, GeometryRefusal> {
  return orRefusal(() => {
    if (!isOutlineFile(fileName)) giveUp('mesh/unknown-format', `"${fileName}" is no drawing that is measured.`);
    if (bytes.length > OUTLINE_LIMITS.bytes) giveUp('outline/too-complex', `"${fileName}" has ${bytes.length} bytes.`);
    const format = /\.svg$/i.test(fileName) ? 'svg' : 'dxf';
    const drawing = format === 'svg' ? readSvg(bytes) : readDxf(bytes);
    if (drawing.paths.length === 0) {
      const instead = [...drawing.leftOut].map(([kind, count]) => `${count} × ${kind}`).join(', ');
      giveUp('outline/empty', `The drawing holds no lines${instead === '' ? '' : `, only ${instead}`}.`);
    }
    return inMillimetres(format, drawing, unit);
  });
}

function inMillimetres(format: ReadOutline['format'], drawing: Drawing, unit: OutlineUnit | undefined): ReadOutline {
  const mm = drawing.unitMm ?? OUTLINE_UNITS_MM[unit ?? 'mm'];
  const scaled = drawing.paths.map(({ points, closed }): OutlinePath => {
    return { points: points.map(([x, y]) => [x * mm, y * mm]), closed };
  });
  const { paths, gaps, firstGap } = joinPaths(scaled);
  const problems: PartProblem[] = [];
  if (drawing.unitMm === undefined && unit === undefined) {
    const message = 'The drawing names no unit; the measures are those it has if it is drawn in millimetres.';
    problems.push({ code: 'unit-missing', severity: 'blocking', message });
  }
  const open = paths.filter(({ closed }) => !closed);
  if (open.length > 0) {
    const message = `${open.length} ${open.length === 1 ? 'line does' : 'lines do'} not close: nothing is cut out there.`;
    const [x, y] = open[0]!.points[0]!;
    problems.push({ code: 'open-outline', severity: 'warning', message, count: open.length, place: { x, y, z: 0 } });
  }
  if (gaps > 0) {
    const message = `${gaps} ${gaps === 1 ? 'gap' : 'gaps'} between lines closed.`;
    const [x, y] = firstGap!;
    problems.push({ code: 'gaps-closed', severity: 'info', message, count: gaps, place: { x, y, z: 0 } });
  }
  for (const [kind, count] of drawing.leftOut) {
    problems.push({
      code: 'not-cut',
      severity: 'warning',
      message: `${count} × ${kind} left out: only lines are cut.`,
      count,
    });
  }
  return { format, paths, problems };
}
