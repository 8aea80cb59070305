// What was measured, as lines for people.

import type { FullMeasures } from '#core/geometry/measure-fully';
import type { OutlineMeasures } from '#core/geometry/outline/measure-outline';
import type { PointMm } from '#core/geometry/point';
import type { Inspected } from './inspect-files.js';

/** Lines about one file, indented below its name. */
export function tellMeasures({ file, measured, outline, refusal }: Inspected): string[] {
  const lines = [
    ...(refusal ? [`${refusal.code}: ${refusal.message} ${refusal.remedy ?? ''}`] : []),
    ...(measured ? tellMesh(measured.measures) : []),
    ...(measured?.bodies ?? []).map(
      ({ name, instances, measures }) => `${instances} × ${name}: ${size(measures.boxMm)}, ${volume(measures)}`,
    ),
    ...(outline ? [tellOutline(outline.measures)] : []),
    ...((measured ?? outline)?.problems ?? []).map(({ severity, message }) => `${severity}: ${message}`),
  ];
  return [file, ...lines.map((line) => `  ${line}`)];
}

function tellMesh(measures: FullMeasures): string[] {
  const { boxMm, areaMm2, triangles, shells, watertight, thinnestWall, orientations } = measures;
  const { overhangMm2, baseContactMm2, centreOfMassMm } = measures;
  const { x, y, z } = centreOfMassMm;
  return [
    `${size(boxMm)}, ${volume(measures)}, ${squareCm(areaMm2)}, ${triangles} triangles, ${shells} ${shells === 1 ? 'body' : 'bodies'}, ${watertight ? 'watertight' : 'not watertight'}`,
    `${thinnestWall ? `thinnest wall ${thinnestWall.thicknessMm.toFixed(2)} mm, ` : ''}overhang ${squareCm(overhangMm2)}, on the bed ${squareCm(baseContactMm2)}, centre of mass ${[x, y, z].map((one) => one.toFixed(1)).join(' ')}`,
    `${orientations.resting.length} ways to rest; best printed: ${orientations.proposed.reason}`,
  ];
}

const tellOutline = ({ boxMm, areaMm2, cutLengthMm, closedPaths, openPaths }: OutlineMeasures): string =>
  `${boxMm.x.toFixed(2)} × ${boxMm.y.toFixed(2)} mm, ${(cutLengthMm / 1000).toFixed(3)} m to cut, ${squareCm(areaMm2)} left, ${closedPaths} closed and ${openPaths} open lines`;

const size = ({ x, y, z }: PointMm): string => `${[x, y, z].map((side) => side.toFixed(2)).join(' × ')} mm`;
const volume = ({ volumeMm3 }: FullMeasures): string => `${(volumeMm3 / 1000).toFixed(3)} cm³`;
const squareCm = (mm2: number): string => `${(mm2 / 100).toFixed(2)} cm²`;
